/**
 * The engine as the worker holds it: everything of `Vault`, except that an open document is updates both ways instead of a
 * Y.Doc, and persistence is asked for by the page. The page half (browser/) turns observables, abort signals and documents
 * into messages and back.
 */
import type { Result } from "@whisperwell/crypto";
import type { LockError, OpenError, SavedState, Vault } from "./api.ts";

/** What the page is told about a document it has open. Nothing it sent itself comes back. */
export interface DocumentListener {
  /** Yjs updateV2 of another tab or device. */
  readonly onUpdate: (update: Uint8Array) => void;
  /** y-protocols awareness update of another session. */
  readonly onAwareness: (update: Uint8Array) => void;
  readonly onSaved: (state: SavedState) => void;
}
export interface DocumentHandle {
  /** Yjs updateV2 of one editor transaction, in order. */
  readonly update: (update: Uint8Array) => void;
  readonly awareness: (update: Uint8Array) => void;
  /** Flushes what is pending into a commit, then lets go. */
  readonly close: () => Promise<void>;
}
export interface OpenedDocument {
  /** The whole state as updateV2; the page applies it before anything else. */
  readonly state: Uint8Array;
  readonly writable: boolean;
  readonly handle: DocumentHandle;
}

export interface Engine extends Omit<Vault, "open" | "askToPersist"> {
  readonly open: (docId: string, listener: DocumentListener) => Promise<Result<OpenedDocument, OpenError>>;
  /** Commits every draft now: the page is being hidden or closed. Resolves when durable. */
  readonly flush: () => Promise<void>;
  /** The page asked the browser to persist, or read what it had answered. */
  readonly notePersisted: (answer: "yes" | "no" | "unknown") => void;
  /** Locks and lets storage go. not-saved: it stays, for the same reason as a lock. */
  readonly dispose: () => Promise<Result<void, LockError>>;
}
