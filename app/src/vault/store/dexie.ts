/**
 * The store on IndexedDB. Durability is an option of a Dexie instance, so there are two on one database: one strict, one
 * relaxed. Few indexes, on purpose: completed writes have vanished under indexes in WebKit.
 */
import { type Bytes, err, ok, type Result } from "@whisperwell/crypto";
import Dexie, { type Table as DexieTable, type IndexableType } from "dexie";
import {
  hash8Of,
  type LogKey,
  type LogRecord,
  type LogTable,
  type StoreFailure,
  type Table,
  type TableName,
  type Transaction,
  tableNames,
  type VaultStore,
} from "./port.ts";

/** A step for every version that ever shipped, never edited afterwards: a new shape is a new step. */
const schemas: readonly { readonly [Name in TableName]: string }[] = [
  {
    meta: "name",
    keys: "name",
    log: "[writer+wseq+hash8], docTag, order",
    docs: "tag",
    rows: "name",
    drafts: "[tag+tab]",
    blobs: "chunkId",
    segments: "name",
    text: "name",
  },
];
export const schemaVersion = schemas.length;

export interface DexieEvents {
  /** A newer version of the app wants to upgrade: flush, call `done`, and reload. The database closes at `done`. */
  readonly onVersionChange: (done: () => void) => void;
  /** Another tab still holds an older version open; opening goes on when it closes. */
  readonly onBlocked: () => void;
}
/** storage-newer: a later version of the app has been here; nothing is touched. */
export type DexieOpenFailure = StoreFailure | { readonly code: "storage-newer" };

const failureOf = (error: unknown): StoreFailure | undefined => {
  const names = [error, (error as { inner?: unknown } | null)?.inner].map((one) =>
    one instanceof Error || one instanceof DOMException ? one.name : "",
  );
  if (names.includes("QuotaExceededError")) return { code: "storage-full", cause: error };
  if (error instanceof Dexie.DexieError || error instanceof DOMException) {
    const refused = [
      "InvalidStateError",
      "SecurityError",
      "DatabaseClosedError",
      "OpenFailedError",
      "MissingAPIError",
    ];
    return {
      code: names.some((name) => refused.includes(name)) ? "storage-refused" : "storage-unreadable",
      cause: error,
    };
  }
  return undefined; // a bug of the caller's: it is thrown on
};

/** A view into a larger buffer would be stored with all of that buffer. */
const own = (bytes: Uint8Array): Bytes =>
  bytes.byteLength === bytes.buffer.byteLength ? (bytes as Bytes) : (bytes.slice() as Bytes);
const ownBytes = <T extends object>(record: T): T =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, value instanceof Uint8Array ? own(value) : value]),
  ) as T;

const keyOf = (key: unknown): IndexableType => key as IndexableType;

const tableOf = <Key, Value extends object>(
  table: DexieTable<Value, IndexableType>,
  firstKeyPart: string,
): Table<Key, Value> => ({
  get: async (key) => table.get(keyOf(key)),
  getMany: async (keys) => table.bulkGet(keys.map(keyOf)),
  all: async (prefix = "") => {
    if (prefix === "") return table.toArray();
    // Where the key is compound its first part is compared as text; there are few drafts.
    return table.schema.primKey.compound
      ? table
          .filter((value) => String((value as Record<string, unknown>)[firstKeyPart]).startsWith(prefix))
          .toArray()
      : table.where(":id").startsWith(prefix).toArray();
  },
  count: async () => table.count(),
  put: async (values) => {
    if (values.length > 0) await table.bulkPut(values.map(ownBytes));
  },
  delete: async (keys) => {
    if (keys.length > 0) await table.bulkDelete(keys.map(keyOf));
  },
});

type StoredLog = LogRecord & { readonly hash8: string };
const withoutHash8 = ({ hash8: _, ...record }: StoredLog): LogRecord => record;
const logTableOf = (table: DexieTable<StoredLog, IndexableType>): LogTable => {
  const plain = tableOf<LogKey, StoredLog>(table, "writer");
  const many = async (found: PromiseLike<StoredLog[]>) => (await found).map(withoutHash8);
  return {
    get: async (key) => {
      const found = await plain.get(key);
      return found && withoutHash8(found);
    },
    getMany: async (keys) => (await plain.getMany(keys)).map((found) => found && withoutHash8(found)),
    count: plain.count,
    put: async (values) => plain.put(values.map((value) => ({ ...value, hash8: hash8Of(value.hash) }))),
    byWriter: (writer, from, to = Number.MAX_SAFE_INTEGER) =>
      many(table.where(":id").between([writer, from], [writer, to, []], true, true).toArray()),
    byDocTag: (tag) => many(table.where("docTag").equals(tag).toArray()),
    outbox: (limit, after = -1) => many(table.where("order").above(after).limit(limit).toArray()),
    outboxCount: async () => table.where("order").above(-1).count(),
  };
};

const transactionOf = (db: Dexie): Transaction => ({
  meta: tableOf(db.table("meta"), "name"),
  keys: tableOf(db.table("keys"), "name"),
  log: logTableOf(db.table("log")),
  docs: tableOf(db.table("docs"), "tag"),
  rows: tableOf(db.table("rows"), "name"),
  drafts: tableOf(db.table("drafts"), "tag"),
  blobs: tableOf(db.table("blobs"), "chunkId"),
  segments: tableOf(db.table("segments"), "name"),
  text: tableOf(db.table("text"), "name"),
});

const describeSchemas = (db: Dexie, upTo: number) => {
  schemas.slice(0, upTo).forEach((schema, at) => {
    db.version(at + 1).stores(schema);
  });
};

/** Runs `work`; the store's own failures become values, anything else is thrown on. */
const guarded = async <T>(work: () => PromiseLike<T>): Promise<Result<T, StoreFailure>> => {
  try {
    return ok(await work());
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    return err(failure);
  }
};

/** No live queries here, so no cache for them; a closed database stays closed. */
const quiet = { cache: "disabled", autoOpen: false } as const;

/**
 * Opens or creates the database. `version` is for tests of upgrades only.
 */
export const openDexieStore = async (
  name: string,
  events: DexieEvents,
  version = schemaVersion,
): Promise<Result<VaultStore, DexieOpenFailure>> => {
  // Asked before opening: Dexie would mend a newer database into its own shape.
  const present = (await indexedDB.databases()).find((database) => database.name === name);
  if (Math.floor((present?.version ?? 0) / 10) > version) return err({ code: "storage-newer" });
  const strict = new Dexie(name, { chromeTransactionDurability: "strict", ...quiet });
  const relaxed = new Dexie(name, { chromeTransactionDurability: "relaxed", ...quiet });
  const close = () => {
    strict.close();
    relaxed.close();
  };
  let asked = false;
  for (const db of [strict, relaxed]) {
    describeSchemas(db, version);
    db.on("blocked", events.onBlocked);
    db.on("versionchange", () => {
      if (!asked) events.onVersionChange(close);
      asked = true;
      return false; // Dexie's own answer would close before the flush
    });
  }
  const opened = await guarded(async () => {
    await strict.open();
    await relaxed.open();
  });
  if (!opened.ok) {
    close();
    return opened;
  }
  const views = new Map([strict, relaxed].map((db) => [db, transactionOf(db)] as const));
  const run = <T>(
    db: Dexie,
    mode: "r" | "rw",
    tables: readonly TableName[],
    work: (tx: Transaction) => Promise<T>,
  ): Promise<Result<T, StoreFailure>> =>
    // Dexie follows native awaits only through a scope that is itself an async function.
    guarded(() => db.transaction(mode, [...tables], async () => work(views.get(db) as Transaction)));

  return ok({
    read: (tables, work) => run(relaxed, "r", tables, work),
    write: (tables, durability, work) => run(durability === "strict" ? strict : relaxed, "rw", tables, work),
    erase: (onlyIf) =>
      guarded(() =>
        strict.transaction("rw", [...tableNames], async () => {
          if (onlyIf !== undefined && !(await onlyIf(views.get(strict) as Transaction))) return false;
          for (const table of tableNames) await strict.table(table).clear();
          return true;
        }),
      ),
    close,
  });
};
