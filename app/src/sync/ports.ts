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

/**
 * One tab talks for all: the lock `sync`. The vault backs it with a Web Lock; a holder that did not `beat` for 10 s may
 * be robbed. Two holders for a moment do no harm: every write of the log checks the holder's generation.
 */
export interface Lease {
  /** Queues for the lock. `onLost` may follow `onGranted`, once; then ask again. Answers how to withdraw or give back. */
  readonly request: (events: { readonly onGranted: () => void; readonly onLost: () => void }) => () => void;
  /** The holder is alive. Called every 3 s while held. */
  readonly beat: () => void;
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
/** The outbox was left as it was. stale-holder: another tab took over. storage: no room, or it does not answer. */
export type OutboxFault =
  | { readonly code: "stale-holder" }
  | { readonly code: "storage"; readonly cause: unknown };
/**
 * uncalled-for: nothing of that writer waits under an epoch that is over, so there is no cause to write it again.
 * revoked: this device may not write any more.
 */
export type ReEmission = "done" | "uncalled-for" | "revoked";

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
    /**
     * A feed epoch of which a page was stored before its relay was known to hold everything that is known here. What was
     * acknowledged belongs to the feed before it, and is offered until `filled`.
     */
    readonly unfilled?: FeedEpoch | undefined;
    readonly mseq: number;
    readonly mhash: Hash;
    readonly epoch: number;
    /** The last link known of every writer, ours included, whether or not the relay has it. */
    readonly heads: readonly WriterHead[];
    /**
     * Highest acknowledged of our own writers: less than this at the relay is a rollback. The zero writer among them
     * is the last membership record that came from the feed or was acknowledged (without it mseq is not compared).
     */
    readonly acknowledged: readonly WriterHead[];
    /**
     * Heads as a feed, an ACK or a backup showed them, of all writers but the zero one: what a relay must reach again
     * after it lost its store. Without it `heads` stand for them.
     */
    readonly reached?: readonly WriterHead[];
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
    readonly take: (maxRuns: number) => Promise<Result<readonly OutboxRun[], OutboxFault>>;
    /**
     * The relay holds these durably at these seqs. Never moves the cursor. Writers of other devices, uploaded again for
     * them, may be among them and change nothing.
     */
    readonly settle: (
      feedEpoch: FeedEpoch,
      runs: readonly {
        readonly writerId: WriterId;
        readonly wseq: number;
        readonly seq: number;
        readonly n: number;
      }[],
    ) => Promise<Result<void, OutboxFault>>;
    /** Everything `sent` and not durable becomes `local` again: a new connection, or `halted`. */
    readonly rearm: () => Promise<Result<void, OutboxFault>>;
    /**
     * Content of what is unacknowledged is written again under a spare writer and the current epoch (§5.5). A relay
     * that says `epoch` or `fence` is believed only as far as the membership log bears it out.
     */
    readonly reEmit: (
      writerId: WriterId,
      cause: "fork" | "epoch",
    ) => Promise<Result<ReEmission, OutboxFault>>;
    /** A bug code: stops that writer, keeps its rows, other writers go on. */
    readonly stop: (writerId: WriterId, code: string) => Promise<Result<void, OutboxFault>>;
    /**
     * Runs of any writers that the relay lacks, from `from` on, in the old feed order (what never was in a feed last),
     * whole envelopes only, at most `maxRuns`, sized as in `take`: for RECONCILE. The session lets each end on a signed
     * envelope: of another device only those are signed that ended a run before. Without it `read` serves, by writer.
     */
    readonly missing?: (
      wanted: readonly { readonly writerId: WriterId; readonly from: number }[],
      maxRuns: number,
    ) => Promise<readonly OutboxRun[]>;
    /**
     * After a lost race (`conflict`) or a refused fence, once membership was pulled: unpublished records are dropped and
     * their intents issued again on the new head. Without it the log does so when a page shows another record.
     */
    readonly reissue?: (cause: "conflict" | "fence" | "epoch") => Promise<Result<void, OutboxFault>>;
    /**
     * Envelopes of a writer from a wseq on, whole, whatever their state, up to the first that is held as a stub:
     * for RECONCILE and lost data. Of our own writers at least, and of others as far as they are here.
     */
    readonly read: (writerId: WriterId, from: number) => Promise<readonly Bytes[]>;
    readonly onChange: (listener: () => void) => () => void;
  };
  /**
   * Another store stands behind the feed: every attachment that is whole here is offered to it again. Answers before
   * the first page of that feed is stored, so that a crash in between forgets none.
   */
  readonly offerBlobs?: () => Promise<Result<void, OutboxFault>>;
  /**
   * Documents of which a merged backup brought something that no relay is known to have: not in the outbox, so only
   * RECONCILE sends it. Looked at after `onChange`. Without it nothing is ever owed.
   */
  readonly owes?: () => Promise<number>;
  /** Documents of which something stands at these places or behind them. */
  readonly lacking?: (
    behind: readonly { readonly writerId: WriterId; readonly from: number }[],
  ) => Promise<number>;
  /** Runs of commits of which only stubs are here (both ends included): asked for again in every conversation. */
  readonly bodyless?: () => Promise<
    readonly { readonly writerId: WriterId; readonly from: number; readonly to: number }[]
  >;
  /** Whole envelopes in answer; those that match a stub here take its place. */
  readonly takeBodies?: (bodies: readonly Bytes[]) => Promise<Result<void, OutboxFault>>;
  /** This device receives what another vouched for and has not reached it: it offers nothing and says nothing. */
  readonly joins?: () => Promise<boolean>;
  /** The relay has everything known here: so many are owed no more. What was merged meanwhile still is. */
  readonly paid?: (documents: number) => Promise<Result<void, OutboxFault>>;
  /** The relay of this feed epoch has everything that is known here: from now on less than acknowledged is a rollback. */
  readonly filled?: (feedEpoch: FeedEpoch) => Promise<Result<void, OutboxFault>>;
  /** A `revoke` naming this device, signed by a principal that was live as far as we know. Without it: `signed-out`. */
  readonly provesRevocation?: (record: Bytes) => Promise<boolean>;
  /** Notes a change of feed epoch at `at` and answers the changes of the day before it, this one included. */
  readonly noteFeedEpoch?: (feedEpoch: FeedEpoch, at: number) => Promise<number>;
  /** The outbox's fate is decided by codes; alarms by name, with content-free values. */
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
