/**
 * What the client of the relay asks of the world: a clock, sockets and fetch, and the log that the vault keeps. The
 * session owns the conversation and judges pages; the log owns keys, storage and the one transaction in which a verified
 * page and the cursor land together (I3). Everything here runs in Node as in a browser.
 */
import type {
  Bytes,
  DocTag,
  FeedEpoch,
  Hash,
  PrincipalId,
  Random,
  Result,
  VaultId,
  WriterId,
} from "@whisperwell/crypto";

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs once after `ms`; answers how to take it back. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export interface RelaySocket {
  readonly send: (frame: Bytes) => void;
  readonly close: () => void;
  /** Bytes handed over and not yet sent. */
  readonly buffered: () => number;
}
export interface SocketEvents {
  readonly onOpen: () => void;
  readonly onFrame: (frame: Uint8Array) => void;
  /** Called exactly once, also when it never opened. */
  readonly onClose: () => void;
}
export interface Network {
  readonly dial: (url: string, events: SocketEvents) => RelaySocket;
  readonly fetch: typeof globalThis.fetch;
}

export interface Cursor {
  readonly feedEpoch: FeedEpoch;
  readonly seq: number;
}
export interface WriterHead {
  readonly writerId: WriterId;
  readonly wseq: number;
  readonly hash: Hash;
}

/** A contiguous run of one writer, in the order its rows entered the outbox. */
export interface OutboxRun {
  readonly writerId: WriterId;
  readonly from: number;
  /** Whole envelopes, each signed; the session leaves out signatures inside a run. */
  readonly envelopes: readonly Bytes[];
  readonly bytes: number;
}
export type AckOutcome =
  | { readonly kind: "durable" }
  | { readonly kind: "ack-broken"; readonly writerId: WriterId };

/** One item of a page after the session judged it: place in the feed, proven chain, body present or not. */
export interface JudgedItem {
  readonly seq: number;
  /** Whole envelope or stub, as it is stored. */
  readonly bytes: Bytes;
  readonly form: "whole" | "stub";
  readonly writerId: WriterId;
  readonly wseq: number;
  readonly hash: Hash;
  readonly docTag: DocTag;
  readonly kind: number;
}

export interface LogPort {
  readonly vaultId: VaultId;
  readonly deviceId: PrincipalId;
  /** Ed25519 by this device. */
  readonly sign: (message: Uint8Array) => Bytes;
  readonly epochKey: (epoch: number) => Bytes | undefined;
  readonly random: Random;

  /** Where the log stands; re-read before every SUB. */
  readonly position: () => Promise<{
    readonly cursor: Cursor | undefined;
    readonly mseq: number;
    readonly mhash: Hash;
    readonly epoch: number;
    /** The last link known of every writer, ours included, whether or not the relay has it. */
    readonly heads: readonly WriterHead[];
    /** Highest acknowledged of our own writers: less than this at the relay is a rollback. */
    readonly acknowledged: readonly WriterHead[];
  }>;
  /** Whole membership envelopes from mseq on. */
  readonly membership: (fromMseq: number) => Promise<readonly Bytes[]>;

  /**
   * Judged by the log with its own heads and reducer inside one strict transaction, which also moves the cursor.
   * `page-invalid`: the relay's fault, nothing was stored. `stale-holder`: another tab took over.
   */
  readonly applyPage: (page: {
    readonly feedEpoch: FeedEpoch;
    readonly from: number;
    readonly to: number;
    readonly items: readonly { readonly form: "whole" | "stub"; readonly bytes: Bytes }[];
    readonly more: boolean;
    readonly head: number;
  }) => Promise<Result<{ readonly applied: number }, PageFault>>;

  readonly outbox: {
    /** Runs to send now, at most `maxRuns`, ≤ 256 kB and 500 each (or one envelope); marks them `sent`. */
    readonly take: (maxRuns: number) => Promise<readonly OutboxRun[]>;
    /** The relay holds these durably at these seqs. Never moves the cursor. */
    readonly settle: (
      feedEpoch: FeedEpoch,
      runs: readonly {
        readonly writerId: WriterId;
        readonly wseq: number;
        readonly seq: number;
        readonly n: number;
      }[],
    ) => Promise<void>;
    /** Everything `sent` and not durable becomes `local` again: a new connection, or `halted`. */
    readonly rearm: () => Promise<void>;
    /** Content of what is unacknowledged is written again under a spare writer and the current epoch (§5.5). */
    readonly reEmit: (writerId: WriterId, cause: "fork" | "epoch") => Promise<void>;
    /** A bug code: stops that writer, keeps its rows, other writers go on. */
    readonly stop: (writerId: WriterId, code: string) => Promise<void>;
    /** Our own envelopes of a writer from a wseq on, whole, whatever their state: for RECONCILE and lost data. */
    readonly read: (writerId: WriterId, from: number) => Promise<readonly Bytes[]>;
    readonly onChange: (listener: () => void) => () => void;
  };
  readonly raise: (code: string, details: Readonly<Record<string, string | number>>) => Promise<void>;
}
export type PageFault =
  | { readonly code: "page-invalid"; readonly detail: string }
  | { readonly code: "update-needed" }
  | { readonly code: "stale-holder" }
  | { readonly code: "storage"; readonly cause: unknown };

/** Sealed chunks of attachments on this device. */
export interface BlobPort {
  readonly pendingUploads: () => Promise<
    readonly { readonly blobId: string; readonly chunkIds: readonly string[] }[]
  >;
  readonly readChunk: (chunkId: string) => Promise<Bytes | undefined>;
  readonly markUploaded: (blobId: string) => Promise<void>;
  readonly onChange: (listener: () => void) => () => void;
}
