/**
 * RelayStore: what the relay asks of the place where sealed pages live. It orders and keeps; it judges nothing but
 * order (§7 of docs/protocol.md: the append rule). Every store passes `store.acceptance.ts`, the memory one too.
 * I2  An append or chunk is answered only when it would survive kill -9.
 */
import type {
  BlobId,
  Bytes,
  DocTag,
  FeedEpoch,
  Hash,
  LookupId,
  PrincipalId,
  VaultId,
  WriterId,
} from "@whisperwell/crypto";
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
/** What stands in the feed of one envelope, its body left out. */
export interface Outline extends Pick<SealedEnvelope, "writerId" | "wseq" | "hash" | "kind" | "docTag"> {
  readonly seq: number;
  /** When it came, ms. */
  readonly at: number;
  /** undefined: the body is gone. */
  readonly bodyLength: number | undefined;
  /** The clear extension of kinds that have one; it stays when the body goes. */
  readonly ext: Bytes | undefined;
}
export type OutlineWanted =
  | { readonly by: "document"; readonly docTag: DocTag }
  | { readonly by: "kinds"; readonly kinds: readonly number[] };

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
  /** Now, ms: kept beside each envelope, so that what is young is not pruned. */
  readonly at: number;
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

/** `seq`: the feed's head when its newest chunk was last put. */
export interface HeldBlob {
  readonly blobId: BlobId;
  readonly seq: number;
}

/** Sign-in by handle, one a vault. The handle is folded. */
export interface SignIn {
  readonly handle: string;
  readonly vaultId: VaultId;
  readonly principalId: PrincipalId;
  /** Public half of the login pair, and the slot's 241 bytes. */
  readonly loginKey: Bytes;
  readonly slot: Bytes;
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
  /** Other relays may append to the same data, so what this one remembers of a vault may be behind. */
  readonly isShared: boolean;
  /** The last seq; undefined for a vault that is not here. Cheap: asked often where the store is shared. */
  readonly head: (vaultId: VaultId) => Promise<number | undefined>;
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
  /** By id, the next `limit` behind `after`. */
  readonly vaultIds: (after: VaultId | undefined, limit: number) => Promise<readonly VaultId[]>;
  readonly outline: (vaultId: VaultId, wanted: OutlineWanted) => Promise<readonly Outline[]>;
  /** Removes these bodies and what they cost; stubs stay. Doing it again changes nothing. */
  readonly dropBodies: (vaultId: VaultId, seqs: readonly number[]) => Promise<void>;
  readonly heldBlobs: (vaultId: VaultId) => Promise<readonly HeldBlob[]>;
  /** Removes these blobs, unless a chunk of theirs was put when the feed's head was past `upTo`. */
  readonly dropBlobs: (vaultId: VaultId, blobIds: readonly BlobId[], upTo: number) => Promise<void>;
  /** The first vault with a record that brought a recovery phrase of this lookupId. */
  readonly vaultByLookup: (lookupId: LookupId) => Promise<VaultId | undefined>;
  readonly signIn: (
    by: { readonly handle: string } | { readonly vaultId: VaultId },
  ) => Promise<SignIn | undefined>;
  /** Replaces the vault's own. taken: another vault has the handle. */
  readonly setSignIn: (signIn: SignIn) => Promise<"stored" | "taken">;
  readonly removeSignIn: (vaultId: VaultId) => Promise<void>;
  /** Everything of the vault, for good. */
  readonly deleteVault: (vaultId: VaultId) => Promise<void>;
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

/** What a body's going gives back: its place is taken by its hash, which a stub has anyway. */
export const freedBy = (bodyLength: number): number => Math.max(0, bodyLength - 32);
export const wholeLength = (envelope: Pick<SealedEnvelope, "stub" | "body">): number =>
  envelope.stub.length - 32 + envelope.body.length;
