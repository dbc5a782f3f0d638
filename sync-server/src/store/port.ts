/**
 * RelayStore: what the relay asks of the place where sealed pages live. It orders and keeps; it judges nothing but
 * order (§7 of docs/protocol.md: the append rule). Every store passes `store.acceptance.ts`, the memory one too.
 * I2  An append or chunk is answered only when it would survive kill -9.
 */
import type { BlobId, Bytes, DocTag, FeedEpoch, Hash, VaultId, WriterId } from "@whisperwell/crypto";
import type { AckRun, BodiesWanted, FetchWanted, HeldWriter, Item, WriterHead } from "../wire/index.ts";

/** One envelope, taken apart so that it can be served whole or as its stub. */
export interface SealedEnvelope {
  readonly writerId: WriterId;
  readonly wseq: number;
  readonly prev: Hash;
  readonly hash: Hash;
  /** The header's kind byte. */
  readonly kind: number;
  readonly docTag: DocTag;
  readonly signed: boolean;
  /** Header ‖ H(body) ‖ flag (‖ signature). */
  readonly stub: Bytes;
  readonly body: Bytes;
}

export interface Usage {
  /** Stored envelopes and chunks, in bytes as sent. */
  readonly bytes: number;
  /** Envelopes. */
  readonly items: number;
}
export interface VaultSummary {
  readonly head: number;
  readonly usage: Usage;
  /** Of every writer that has something here, the zero writer left out; each with its last stub. */
  readonly writers: readonly HeldWriter[];
  readonly checkpoint: { readonly seq: number; readonly hash: Hash } | undefined;
}

/** gap: nothing between `expect` and the batch is held. fork: another branch is; proof = our first signed stub on it. */
export type AppendOutcome =
  | { readonly code: "stored"; readonly runs: readonly AckRun[]; readonly head: number }
  | { readonly code: "gap"; readonly expect: WriterHead }
  | { readonly code: "fork"; readonly expect: WriterHead; readonly proof: Bytes }
  | { readonly code: "quota" }
  | { readonly code: "no-vault" };
export interface AppendOptions {
  /** Usage after the append may not exceed this. */
  readonly most: Usage;
  /** Makes the vault when it is new, in the same transaction. */
  readonly create: boolean;
}

export interface Page {
  readonly items: readonly Item[];
  readonly head: number;
}
export interface PageBounds {
  readonly bytes: number;
  readonly items: number;
}

export interface Chunk {
  readonly chunk: Hash;
  readonly blobId: BlobId;
  readonly index: number;
  readonly total: number;
  readonly bytes: Bytes;
}

/** A pairing mailbox as kept; the rules are in `mailbox.ts`. */
export interface MailboxRecord {
  readonly expiresAt: number;
  /** The tokens of its O and its only A. */
  readonly o: string;
  readonly a: string | undefined;
  readonly messages: readonly { readonly from: "O" | "A"; readonly message: string }[];
}

export interface RelayStore extends AsyncDisposable {
  /** Which life of this store assigns the seqs: made with it, for ever. */
  readonly feedEpoch: FeedEpoch;
  /** 32 random bytes made with the store: keys of tokens and challenges derive from them. */
  readonly secret: Bytes;
  readonly vault: (vaultId: VaultId) => Promise<VaultSummary | undefined>;
  /** The envelopes of one writer, contiguous, at least one. The last is signed. */
  readonly append: (
    vaultId: VaultId,
    batch: readonly SealedEnvelope[],
    options: AppendOptions,
  ) => Promise<AppendOutcome>;
  /** From seq `from` on, cut behind a signed envelope; empty at the head. */
  readonly page: (
    vaultId: VaultId,
    from: number,
    bodies: BodiesWanted,
    bounds: PageBounds,
  ) => Promise<Page | undefined>;
  /** Whole envelopes still held, oldest first, from feed position `after` on; `next` is undefined at the end. */
  readonly bodies: (
    vaultId: VaultId,
    wanted: FetchWanted,
    after: number,
    bounds: PageBounds,
  ) => Promise<{ readonly items: readonly Item[]; readonly next: number | undefined }>;
  /** quota: usage with this chunk would exceed `most`. The bytes are already known to hash to the chunk's id. */
  readonly putChunk: (
    vaultId: VaultId,
    chunk: Chunk,
    most: Usage,
  ) => Promise<"stored" | "known" | "quota" | "no-vault">;
  readonly chunk: (vaultId: VaultId, chunk: Hash) => Promise<Bytes | undefined>;
  readonly chunksHeld: (vaultId: VaultId, chunks: readonly Hash[]) => Promise<readonly Hash[]>;
  /** Reads, changes and writes one mailbox as one step; `kept: undefined` removes it. Forgets expired ones. */
  readonly changeMailbox: <T>(
    ch: string,
    now: number,
    change: (record: MailboxRecord | undefined) => {
      readonly kept: MailboxRecord | undefined;
      readonly answer: T;
    },
  ) => Promise<T>;
}

export const wholeLength = (envelope: Pick<SealedEnvelope, "stub" | "body">): number =>
  envelope.stub.length - 32 + envelope.body.length;
