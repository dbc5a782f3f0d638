import type {
  BackupError,
  CreateError,
  IngestOutcome,
  OpenError,
  PairingError,
  SavedState,
  SyncError,
  UnlockError,
  Vault,
  VaultState,
} from "../../vault/index.ts";

type Failure<T> = T extends { readonly ok: false; readonly error: { readonly code: infer Code } }
  ? Code
  : never;
type BlobCode = Failure<Awaited<ReturnType<Vault["readBlob"]>>>;
type SavedCode = Extract<SavedState, { readonly code: "not-saved" }>["reason"];
type UnreadableCode = Extract<VaultState, { readonly phase: "unreadable" }>["code"];

/** Every code of the engine's interface that a person can meet. `cancelled` is their own doing and needs no words. */
export type ErrorCode = Exclude<
  | UnlockError["code"]
  | CreateError["code"]
  | OpenError["code"]
  | SyncError["code"]
  | PairingError["code"]
  | BackupError["code"]
  | NonNullable<IngestOutcome["code"]>
  | BlobCode
  | SavedCode
  | UnreadableCode,
  "cancelled"
>;

/** What happened, what is safe, what to do next. */
export interface ErrorWords {
  readonly what: string;
  readonly safe: string;
  readonly next: string;
}
/** The three as they follow each other under a field. */
export const threeParts = ({ what, safe, next }: ErrorWords): string => `${what} ${safe} ${next}`;
