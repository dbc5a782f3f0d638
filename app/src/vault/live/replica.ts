/** One live document: the Yjs replica, what of it is not yet a commit, and who looks at it. */
import {
  type AttachmentManifest,
  type BlobId,
  type DocId,
  type DocTag,
  parseBlobId,
  type WriterId,
} from "@whisperwell/crypto";
import type * as Y from "yjs";
import { attachmentsOf } from "../../documents/entry-row.ts";
import type { Row } from "../../documents/model.ts";
import type { SavedState } from "../api.ts";
import type { DocumentListener } from "../engine-api.ts";

export interface Replica {
  readonly docId: DocId;
  readonly tag: DocTag;
  readonly doc: Y.Doc;
  /** Lists show it. */
  readonly isEntry: boolean;
  /** Commits of the log that are in it. */
  heads: Map<WriterId, number>;
  /** Commits since the state was last folded up. */
  unfolded: number;
  incomplete: boolean;
  /** Payloads of its commits that are not here yet. */
  lacking: readonly AttachmentManifest[];
  /** Updates of this tab that are not in a commit yet, oldest first, and how far they were typed and kept. */
  pending: Uint8Array[];
  /** What a flush took and its transaction has not confirmed: a draft written meanwhile holds it too. */
  flushing: Uint8Array | undefined;
  pendingBytes: number;
  typed: number;
  kept: number;
  /** The row as it was last sent, to tell whether more than its counts changed. */
  sentRow: string;
  knownBlobs: Set<BlobId>;
  readonly viewers: Set<DocumentListener>;
  /** Calls that are working on it. */
  pins: number;
  lastSaid: SavedState | undefined;
  /** Everything asynchronous about it, one after the other. */
  turn: Promise<unknown>;
  /** The draft that is being written, and those that follow it. */
  keeping: Promise<void> | undefined;
  lastStrictAt: number;
  cancelIdle: () => void;
  cancelMost: () => void;
}

/** Attachments the document names, thumbnails included. */
export const blobsIn = (doc: Y.Doc): Set<BlobId> => {
  const ids = attachmentsOf(doc).flatMap(({ manifest, thumbnail }) => [manifest.blobId, thumbnail?.blobId]);
  return new Set(ids.map(parseBlobId).filter((id) => id !== undefined));
};

/** What decides whether a row travels: all of it but the counts. */
export const rowDigest = (row: Row | undefined): string => {
  if (row === undefined) return "";
  const { words: _, attachments: __, thumbnail, ...rest } = row;
  return JSON.stringify({ ...rest, thumbnail: thumbnail?.blobId });
};

/** Runs after everything that was asked of these replicas before. */
export const inTurn = <T>(replicas: readonly Replica[], work: () => Promise<T>): Promise<T> => {
  const mine = Promise.all(replicas.map(({ turn }) => turn)).then(work);
  // Whoever asked hears of a failure; the next one starts afresh.
  for (const replica of replicas) replica.turn = mine.catch(() => undefined);
  return mine;
};
