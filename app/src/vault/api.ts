/**
 * What a page sees of the engine. No key, envelope or database crosses here. Expected failures are values with stable
 * codes; a rejected promise is a bug. Values named `x$` give their present value first, then every change.
 */
import type { Result } from "@whisperwell/crypto";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type {
  BlobManifest,
  EntryChange,
  EntryContent,
  NewEntry,
  Row,
  Settings,
  SettingsChange,
  Taxonomy,
  TaxonomyChange,
  When,
} from "../documents/model.ts";

export interface Observable<T> {
  /** Calls back at once with the present value, where there is one, then on every change, until unsubscribed. */
  readonly subscribe: (listener: (value: T) => void) => () => void;
}

/** A way in: what a person holds that opens the journal on any of its devices. */
export type WayIn =
  | { readonly kind: "passphrase"; readonly passphrase: string }
  | { readonly kind: "phrase"; readonly words: string };

export type VaultState =
  | { readonly phase: "starting" }
  /** No journal in this browser. `vanished`: one was set up here and its storage is empty now. */
  | { readonly phase: "absent"; readonly vanished: boolean }
  | { readonly phase: "locked"; readonly waysIn: readonly WayIn["kind"][] }
  | { readonly phase: "unlocked"; readonly vaultId: string; readonly deviceId: string }
  /** Storage answered, but not with what it should hold. Nothing was changed. */
  | { readonly phase: "unreadable"; readonly code: "storage-unreadable" | "key-unreadable" | "storage-newer" }
  /** Another tab holds an older version of the database open. */
  | { readonly phase: "blocked" };

export type UnlockError = {
  readonly code:
    | "wrong-passphrase"
    | "words-count"
    | "words-unknown"
    | "words-checksum"
    | "wrong-words"
    | "key-unreadable"
    /** The way in was right, and the journal could not be opened behind it. */
    | "storage-full"
    | "storage-refused"
    | "storage-unreadable"
    | "cancelled";
  /** For words-unknown: which word, from 0. For words-count: how many there are. */
  readonly at?: number;
};
export type LockError = { readonly code: "not-saved" };
export type CreateError = {
  readonly code: "storage-full" | "storage-refused" | "already-there" | "cancelled";
};

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** The saved word beside an open document. */
export type SavedState =
  | { readonly code: "writing" }
  /** Safe on this device: the draft's transaction is complete. */
  | { readonly code: "saved-here" }
  | { readonly code: "on-relay" }
  /** On this and every other device, counted. */
  | { readonly code: "on-devices"; readonly devices: number }
  | { readonly code: "not-saved"; readonly reason: "storage-full" | "storage-refused" };

export interface OpenDocument {
  readonly docId: string;
  readonly ydoc: Y.Doc;
  /** Who else has this entry open; local state carries `{name, cursor}`. */
  readonly awareness: Awareness;
  readonly saved$: Observable<SavedState>;
  /** False when the entry needs a newer editor than ours. */
  readonly writable: boolean;
  /** Flushes and lets go. The ydoc stays readable. */
  readonly close: () => Promise<void>;
}
/** storage-full, storage-refused: the change could not be kept; everything before it is as it was. */
export type OpenError = {
  readonly code: "not-found" | "unreadable" | "locked" | "storage-full" | "storage-refused";
};

export type RowsChange =
  | { readonly type: "all"; readonly rows: readonly Row[] }
  | { readonly type: "change"; readonly upsert: readonly Row[]; readonly remove: readonly string[] };

export interface Receipt {
  readonly here: boolean;
  readonly relay: boolean;
  readonly seenBy: readonly string[];
  readonly notYet: readonly string[];
}

/** Everything the sync sentence is made of; it is always true. */
export type SyncStatus = {
  readonly link: "off" | "connecting" | "online" | "offline" | "refused" | "stopped";
  /** Milliseconds since 1970 of the last change of `link`. */
  readonly since: number;
  /** Code of docs/protocol.md's refusals or alarms when refused or stopped; `way-in`: unlocking lets this device in. */
  readonly code?: string;
  /** Entries with something that is not yet durable on the relay. */
  readonly waitingEntries: number;
  /** The same of what is no entry: taxonomy and settings. */
  readonly waitingOthers: number;
  /** Attachments whose chunks are not yet all there. */
  readonly waitingFiles: number;
  /** Other live devices, and how many have seen everything this one wrote. */
  readonly otherDevices: number;
  readonly upToDateDevices: number;
  readonly pulling?: Progress;
  /** This device joined and what the other vouched for is not all here: nothing is sent before. */
  readonly joining?: boolean;
};
export type SyncError = {
  readonly code:
    | "relay-unreachable"
    | "relay-closed"
    | "relay-invite"
    | "relay-full"
    | "relay-version"
    | "relay-not-ours";
};

export interface DeviceInfo {
  readonly id: string;
  readonly name: string;
  readonly thisDevice: boolean;
  /** Milliseconds since 1970: when its newest envelope or presence reached us. */
  readonly lastSeen?: number;
  readonly online: boolean;
  readonly addedAt: number;
  readonly upToDate: boolean;
}

export interface Alarm {
  readonly id: string;
  /** A code of docs/protocol.md §Alarms. */
  readonly code: string;
  readonly severity: "alarm" | "caution";
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Content-free values for the sentence: counts, a device's name. */
  readonly details: Readonly<Record<string, string | number>>;
}

export interface StorageState {
  /** Answer of navigator.storage.persisted(). */
  readonly persisted: "yes" | "no" | "unknown";
  readonly usage?: number;
  readonly quota?: number;
  readonly lastBackup?: { readonly at: number; readonly bytes: number; readonly readBack: boolean };
  readonly onRelay: boolean;
  readonly otherDevices: number;
}

export type PairingError = {
  readonly code:
    | "code-unreadable"
    | "code-expired"
    | "code-used"
    | "digits-wrong"
    | "tampered"
    | "relay-unreachable"
    | "wrong-passphrase"
    | "wrong-words"
    | "other-journal-here"
    | "old-world"
    | "storage-full"
    | "storage-refused"
    | "cancelled";
};
/** Steps of the device that joins. */
export type NewcomerStep =
  | { readonly step: "connecting" }
  /** Its own code is shown, to be scanned by the one that holds the journal. */
  | { readonly step: "code"; readonly link: string; readonly until: number }
  | { readonly step: "digits"; readonly digits: string }
  | { readonly step: "confirm"; readonly holder?: string }
  | { readonly step: "receiving"; readonly progress: Progress }
  | { readonly step: "joined" }
  | { readonly step: "failed"; readonly error: PairingError };
/** Steps of the device that holds the journal. */
export type HolderStep =
  | { readonly step: "connecting" }
  | { readonly step: "code"; readonly link: string; readonly until: number }
  | { readonly step: "type-digits" }
  | { readonly step: "approve"; readonly label: string; readonly wrong?: "wrong-passphrase" | "wrong-words" }
  | { readonly step: "adding" }
  | { readonly step: "joined"; readonly label: string }
  | { readonly step: "failed"; readonly error: PairingError };
export interface NewcomerPairing {
  readonly step$: Observable<NewcomerStep>;
  /** The other screen says *joined*. */
  readonly confirm: () => void;
  readonly cancel: () => void;
}
export interface HolderPairing {
  readonly step$: Observable<HolderStep>;
  readonly typeDigits: (digits: string) => void;
  readonly approve: (way: WayIn) => void;
  readonly cancel: () => void;
}

export type BackupError = {
  readonly code:
    | "not-a-backup"
    | "backup-newer"
    | "backup-truncated"
    | "backup-damaged"
    | "wrong-passphrase"
    | "words-count"
    | "words-unknown"
    | "words-checksum"
    | "wrong-words"
    | "storage-full"
    | "write-failed"
    | "cancelled";
  readonly at?: number;
};
export interface BackupReport {
  readonly bytes: number;
  readonly entries: number;
  readonly attachments: number;
  /** Entries of which something is not in the file: words without room for a commit, or bytes that do not read. */
  readonly lacking?: number;
  /** Milliseconds since 1970 when it was written. */
  readonly at: number;
}

/** One document from an importer, its media still in the clear; sealed inside the engine. */
export interface ImportedDocument {
  readonly sourceId: string;
  /** Attachments name their media by index: `media[i]` belongs to `attachmentIds[i]` in the body. */
  readonly entry: Omit<NewEntry, "attachments" | "source"> & { readonly raw?: unknown };
  readonly media: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
    readonly width?: number;
    readonly height?: number;
    readonly thumbnail?: { readonly bytes: Uint8Array; readonly type: string };
  }[];
}
export interface ImportRun {
  readonly id: string;
  readonly importer: string;
  readonly label: string;
  readonly at: number;
}
export interface IngestOutcome {
  readonly sourceId: string;
  /** completed: it was here already, and got attachments that it lacked. */
  readonly outcome: "added" | "unchanged" | "completed" | "restored" | "failed";
  /** Attachments that an entry which was here already lacked and has now. */
  readonly media?: number;
  readonly code?: "storage-full" | "storage-refused" | "unwritable";
}
export interface PastImport extends ImportRun {
  /** Entries of it that are not in the trash. */
  readonly entries: number;
}

export interface Vault {
  readonly state$: Observable<VaultState>;
  readonly create: (
    options: { readonly passphrase: string; readonly deviceName: string; readonly journalName: string },
    signal?: AbortSignal,
  ) => Promise<Result<{ readonly words: readonly string[] }, CreateError>>;
  readonly unlock: (way: WayIn, signal?: AbortSignal) => Promise<Result<void, UnlockError>>;
  /**
   * Flushes, then drops every key in this and all other tabs. not-saved: words of an open entry found no room anywhere, so
   * this tab stays unlocked and keeps them.
   */
  readonly lock: () => Promise<Result<void, LockError>>;
  /** Minutes without a key or pointer before it locks itself; 0 is at once on hiding. Kept on this device. */
  readonly setAutoLock: (minutes: 0 | 1 | 5 | 15 | 60) => Promise<void>;
  readonly autoLock$: Observable<number>;
  /** The person did something: pushes the idle lock back. */
  readonly touch: () => void;
  /** Checks a way in without changing anything: before records that need its signature. */
  readonly check: (way: WayIn) => Promise<Result<void, UnlockError>>;

  readonly rows$: Observable<RowsChange>;
  readonly open: (docId: string) => Promise<Result<OpenDocument, OpenError>>;
  readonly createEntry: (init: {
    readonly when: When;
    readonly journal?: string;
  }) => Promise<Result<string, OpenError>>;
  readonly edit: (docId: string, changes: readonly EntryChange[]) => Promise<Result<void, OpenError>>;
  readonly readEntry: (docId: string) => Promise<Result<EntryContent, OpenError>>;
  readonly receipt$: (docId: string) => Observable<Receipt>;
  readonly taxonomy$: Observable<Taxonomy>;
  readonly editTaxonomy: (change: TaxonomyChange) => Promise<void>;
  readonly settings$: Observable<Settings>;
  readonly editSettings: (change: SettingsChange) => Promise<void>;

  /** Opened bytes of an attachment; fetched from the relay when they are not here. */
  readonly readBlob: (
    manifest: BlobManifest,
    signal?: AbortSignal,
  ) => Promise<Result<Uint8Array, { readonly code: "not-here-yet" | "damaged" | "offline" | "cancelled" }>>;

  readonly ingest: (
    run: ImportRun,
    documents: readonly ImportedDocument[],
  ) => Promise<readonly IngestOutcome[]>;
  /** Of entries with these source ids, how many an import would find here, and how many of those in the trash. */
  readonly importedBefore: (
    importer: string,
    sourceIds: readonly string[],
  ) => Promise<{ readonly here: number; readonly trashed: number }>;
  readonly imports$: Observable<readonly PastImport[]>;
  /** Moves every entry of a run to the trash; importing again brings them back. Answers how many. */
  readonly undoImport: (run: string) => Promise<number>;

  readonly sync$: Observable<SyncStatus>;
  /** Same-origin relay when no address is given. */
  readonly turnOnSync: (relay?: string, invite?: string) => Promise<Result<void, SyncError>>;
  readonly turnOffSync: () => Promise<void>;
  readonly syncNow: () => void;
  readonly devices$: Observable<readonly DeviceInfo[]>;
  readonly alarms$: Observable<readonly Alarm[]>;
  readonly acknowledgeAlarm: (id: string) => Promise<void>;

  /** Without a link the newcomer shows a code of its own. */
  readonly joinAsNewcomer: (options: {
    readonly link?: string;
    readonly deviceName: string;
  }) => NewcomerPairing;
  readonly addDevice: (options: { readonly link?: string }) => HolderPairing;

  readonly storage$: Observable<StorageState>;
  readonly askToPersist: () => Promise<"yes" | "no" | "unknown">;
  readonly saveBackup: (
    sink: WritableStream<Uint8Array>,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ) => Promise<Result<BackupReport, BackupError>>;
  /** Reads a written file back and says what it holds, without keys of its own: this journal must be unlocked. */
  readonly verifyBackup: (file: Blob, signal?: AbortSignal) => Promise<Result<BackupReport, BackupError>>;
  readonly restoreBackup: (
    file: Blob,
    way: WayIn,
    deviceName: string,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ) => Promise<Result<BackupReport, BackupError>>;
}
