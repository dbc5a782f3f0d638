/**
 * What crosses between a page and its vault worker, as Comlink exposes it. Abort signals become a port, listeners become
 * proxies, open documents become numbers. Nothing here is a key.
 */
import type { Result } from "@whisperwell/crypto";
import type { Settings, Taxonomy } from "../../documents/model.ts";
import type {
  Alarm,
  BackupError,
  BackupReport,
  DeviceInfo,
  HolderStep,
  NewcomerStep,
  OpenError,
  PastImport,
  Progress,
  Receipt,
  RowsChange,
  SavedState,
  StorageState,
  SyncStatus,
  Vault,
  VaultState,
  WayIn,
} from "../api.ts";

/** Everything of the engine that changes, by name. */
export interface Topics {
  readonly state: VaultState;
  readonly autoLock: number;
  readonly rows: RowsChange;
  readonly taxonomy: Taxonomy;
  readonly settings: Settings;
  readonly imports: readonly PastImport[];
  readonly sync: SyncStatus;
  readonly devices: readonly DeviceInfo[];
  readonly alarms: readonly Alarm[];
  readonly storage: StorageState;
  readonly receipt: Receipt;
}
export type Topic = keyof Topics;

/** Closing or posting on it aborts the call. */
export type AbortPort = MessagePort | undefined;
export type DocumentMessage =
  | { readonly type: "update"; readonly update: Uint8Array }
  | { readonly type: "awareness"; readonly update: Uint8Array }
  /** `heard`: updates of this page that the worker had when it said so. */
  | { readonly type: "saved"; readonly state: SavedState; readonly heard: number };

type Plain = Pick<
  Vault,
  | "lock"
  | "setAutoLock"
  | "check"
  | "createEntry"
  | "edit"
  | "readEntry"
  | "editTaxonomy"
  | "editSettings"
  | "ingest"
  | "importedBefore"
  | "undoImport"
  | "turnOnSync"
  | "turnOffSync"
  | "acknowledgeAlarm"
>;

export interface WorkerVault extends Plain {
  /** Starts the engine; the worker does nothing before. `everSetUp`: a journal was made in this browser once. */
  readonly start: (everSetUp: boolean) => Promise<void>;
  readonly watch: <T extends Topic>(
    topic: T,
    argument: string | undefined,
    listener: (value: Topics[T]) => void,
  ) => Promise<number>;
  readonly unwatch: (watch: number) => void;
  readonly touch: () => void;
  readonly syncNow: () => void;
  readonly flush: () => Promise<void>;
  readonly notePersisted: (answer: "yes" | "no" | "unknown") => void;

  readonly create: (options: Parameters<Vault["create"]>[0], abort: AbortPort) => ReturnType<Vault["create"]>;
  readonly unlock: (way: WayIn, abort: AbortPort) => ReturnType<Vault["unlock"]>;
  readonly readBlob: (
    manifest: Parameters<Vault["readBlob"]>[0],
    abort: AbortPort,
  ) => ReturnType<Vault["readBlob"]>;

  readonly open: (
    docId: string,
    listener: (message: DocumentMessage) => void,
  ) => Promise<
    Result<{ readonly document: number; readonly state: Uint8Array; readonly writable: boolean }, OpenError>
  >;
  readonly update: (document: number, update: Uint8Array) => void;
  readonly awareness: (document: number, update: Uint8Array) => void;
  readonly close: (document: number) => Promise<void>;

  readonly joinAsNewcomer: (
    options: Parameters<Vault["joinAsNewcomer"]>[0],
    listener: (step: NewcomerStep) => void,
  ) => Promise<number>;
  readonly addDevice: (
    options: Parameters<Vault["addDevice"]>[0],
    listener: (step: HolderStep) => void,
  ) => Promise<number>;
  readonly pairing: (
    session: number,
    action:
      | { readonly type: "confirm" }
      | { readonly type: "cancel" }
      | { readonly type: "digits"; readonly digits: string }
      | { readonly type: "approve"; readonly way: WayIn },
  ) => void;

  readonly saveBackup: (
    write: (bytes: Uint8Array) => Promise<void>,
    onProgress: (progress: Progress) => void,
    abort: AbortPort,
  ) => Promise<Result<BackupReport, BackupError>>;
  readonly verifyBackup: (file: Blob, abort: AbortPort) => Promise<Result<BackupReport, BackupError>>;
  readonly restoreBackup: (
    file: Blob,
    way: WayIn,
    deviceName: string,
    onProgress: (progress: Progress) => void,
    abort: AbortPort,
  ) => Promise<Result<BackupReport, BackupError>>;
}

/** Out of band, before Comlink speaks: the worker asks its page to leave because a newer version upgrades storage. */
export const leaveMessage = "whisperwell/leave";
