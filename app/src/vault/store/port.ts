/**
 * The vault on disk: tables, and transactions over them. Values are ciphertext, except what the relay sees as well
 * (envelope headers, chain heads, the cursor, counters). The store knows no key, so a service worker can open it too.
 *
 * Inside a transaction nothing but this transaction's own promises may be awaited: IndexedDB ends a transaction that has
 * nothing to do when the event loop turns. Sealing is synchronous for that reason. Transactions are not nested.
 */
import type { Bytes, DocTag, FeedEpoch, Hash, Result, WriterId } from "@whisperwell/crypto";

/** `strict`: on the disk when it answers. `relaxed`: survives a killed browser; a power cut may take 2 s of it. */
export type Durability = "strict" | "relaxed";

export type StoreFailure = {
  /** full: no room. refused: the browser does not let us. unreadable: it answered with an error or nonsense. */
  readonly code: "storage-full" | "storage-refused" | "storage-unreadable";
  readonly cause: unknown;
};

/** Where an envelope of ours stands; those of others are `feed` from the start. Only forwards, but for `sent → local`. */
export type OutboxState = "local" | "sent" | "durable" | "feed";
export type Standing = "accepted" | "quarantined" | "deferred";

/** Key: writer, wseq, first 8 bytes of the hash: two branches of a fork stand side by side. */
export interface LogRecord {
  readonly writer: WriterId;
  readonly wseq: number;
  readonly hash: Hash;
  readonly docTag: DocTag;
  readonly kind: number;
  readonly epoch: number;
  readonly form: "whole" | "stub";
  /** Envelope as it was signed, or stub. */
  readonly bytes: Bytes;
  /** Place in the feed, once the relay named it. */
  readonly seq?: number;
  /** Of our own: in which life of the relay's store `seq` counts. */
  readonly feedEpoch?: FeedEpoch;
  /** Present only while it waits for a durable acknowledgement: place in the outbox. */
  readonly order?: number;
  readonly state: OutboxState;
  readonly standing: Standing;
  /** Stable code why it is set aside. */
  readonly reason?: string;
}

export interface MetaRecord {
  readonly name: string;
  /** A lib0 `any` value; parsed by log/meta.ts, the one decoder. */
  readonly value: Bytes;
}
/** Slot bytes, sealed local keys, the wrapped device seed: by name. */
export interface KeyRecord {
  readonly name: string;
  readonly value: Bytes;
}
/** A document folded up: sealed Yjs state of everything up to `heads`. A cache; the log rebuilds it. */
export interface DocRecord {
  readonly tag: DocTag;
  readonly value: Bytes;
}
/** `page/N` holds many rows, `row/TAG` the newest of one document until it is packed. A cache; the log rebuilds it. */
export interface RowsRecord {
  readonly name: string;
  readonly value: Bytes;
}
/** What was typed and is not yet a commit. */
export interface DraftRecord {
  readonly tag: DocTag;
  /** The lock name of the writer whose tab typed it. */
  readonly tab: string;
  readonly counter: number;
  readonly value: Bytes;
}
export interface BlobRecord {
  readonly chunkId: Hash;
  readonly value: Bytes;
}
/** Sealed search vectors and the text index: written by the mind, rebuilt from entries. */
export interface NamedRecord {
  readonly name: string;
  readonly value: Bytes;
}

export interface Table<Key, Value> {
  readonly get: (key: Key) => Promise<Value | undefined>;
  /** In the order of the keys asked for. */
  readonly getMany: (keys: readonly Key[]) => Promise<readonly (Value | undefined)[]>;
  /** Every record, or those whose (first) key part begins with the prefix, in key order. */
  readonly all: (prefix?: string) => Promise<readonly Value[]>;
  readonly count: () => Promise<number>;
  /** Adds or replaces. */
  readonly put: (values: readonly Value[]) => Promise<void>;
  readonly delete: (keys: readonly Key[]) => Promise<void>;
}
export type DraftKey = readonly [tag: DocTag, tab: string];
export type LogKey = readonly [writer: WriterId, wseq: number, hash8: string];
export interface LogTable extends Omit<Table<LogKey, LogRecord>, "all" | "delete"> {
  /** One writer's envelopes, wseq from…to inclusive, ascending; branches of a fork one after the other. */
  readonly byWriter: (writer: WriterId, from: number, to?: number) => Promise<readonly LogRecord[]>;
  /** In key order: writer, then wseq. */
  readonly byDocTag: (tag: DocTag) => Promise<readonly LogRecord[]>;
  /** Unacknowledged ones by `order` ascending, from `after` (exclusive) on. */
  readonly outbox: (limit: number, after?: number) => Promise<readonly LogRecord[]>;
  readonly outboxCount: () => Promise<number>;
}

export interface Transaction {
  readonly meta: Table<string, MetaRecord>;
  readonly keys: Table<string, KeyRecord>;
  readonly log: LogTable;
  readonly docs: Table<DocTag, DocRecord>;
  readonly rows: Table<string, RowsRecord>;
  readonly drafts: Table<DraftKey, DraftRecord>;
  readonly blobs: Table<Hash, BlobRecord>;
  readonly segments: Table<string, NamedRecord>;
  readonly text: Table<string, NamedRecord>;
}
export type TableName = keyof Transaction;
export const tableNames = [
  "meta",
  "keys",
  "log",
  "docs",
  "rows",
  "drafts",
  "blobs",
  "segments",
  "text",
] as const satisfies readonly TableName[];

export interface VaultStore {
  /** Sees one consistent state. `run` uses only the tables named. */
  readonly read: <T>(
    tables: readonly TableName[],
    run: (tx: Transaction) => Promise<T>,
  ) => Promise<Result<T, StoreFailure>>;
  /**
   * All or nothing; answers when it is as durable as asked. What `run` throws undoes everything and is thrown on: only
   * the store's own failures become values.
   */
  readonly write: <T>(
    tables: readonly TableName[],
    durability: Durability,
    run: (tx: Transaction) => Promise<T>,
  ) => Promise<Result<T, StoreFailure>>;
  /** Empties every table, where `onlyIf` agrees in the same transaction. Answers whether it did. */
  readonly erase: (onlyIf?: (tx: Transaction) => Promise<boolean>) => Promise<Result<boolean, StoreFailure>>;
  readonly close: () => void;
}

export const hash8Of = (hash: Hash): string => hash.slice(0, 16);
export const logKeyOf = ({ writer, wseq, hash }: Pick<LogRecord, "writer" | "wseq" | "hash">): LogKey => [
  writer,
  wseq,
  hash8Of(hash),
];
