/**
 * The store in memory, for tests and benches in Node. It passes the acceptance suite, keeps IndexedDB's rule that a
 * transaction ends when it awaits anything foreign, and can be killed: what was only relaxed is then lost, as in a power cut.
 */
import { assert, type Bytes, err, ok, type Result } from "@whisperwell/crypto";
import {
  type DraftRecord,
  type Durability,
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

type AnyRecord = object;
type Rows = Map<string, AnyRecord>;
/** A disk that outlives the stores opened on it. */
export interface MemoryDisk {
  readonly open: () => VaultStore;
  /** A power cut: every store opened so far hangs for ever, relaxed transactions since the last strict one are gone. */
  readonly crash: () => void;
  /** The process dies, the machine lives: stores hang for ever, everything committed stays. */
  readonly kill: () => void;
  /** `kill` by itself right after the n-th commit from now (0: before the next). */
  readonly killAfter: (commits: number) => void;
  /** Commits so far: the durable steps of a run. */
  readonly commits: () => number;
  /** While set, every write that is not a mere deletion fails with this code. */
  readonly failWrites: (code: StoreFailure["code"] | undefined) => void;
  /** Every byte string in a table, for scans and for flipping bytes; changes made to them stay. */
  readonly bytesOf: (table: TableName) => readonly Bytes[];
  readonly isEmpty: () => boolean;
}

const keyText = (key: unknown): string =>
  Array.isArray(key)
    ? key.map((part) => (typeof part === "number" ? String(part).padStart(16, "0") : part)).join("/")
    : String(key);
const keysOf: { readonly [Name in TableName]: (record: never) => string } = {
  meta: (record: { name: string }) => record.name,
  keys: (record: { name: string }) => record.name,
  log: ({ writer, wseq, hash }: LogRecord) => keyText([writer, wseq, hash8Of(hash)]),
  docs: (record: { tag: string }) => record.tag,
  rows: (record: { name: string }) => record.name,
  drafts: ({ tag, tab }: DraftRecord) => keyText([tag, tab]),
  blobs: (record: { chunkId: string }) => record.chunkId,
  segments: (record: { name: string }) => record.name,
  text: (record: { name: string }) => record.name,
};
const copyOf = (record: AnyRecord): AnyRecord =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? value.slice() : value,
    ]),
  );

interface Disk {
  readonly tables: Map<TableName, Rows>;
  /** The two indexes of `log`: keys by docTag, and by outbox order. */
  readonly byTag: Map<string, Set<string>>;
  readonly outbox: Map<string, number>;
}
const never = <T>() => new Promise<T>(() => {});

const indexLog = (disk: Disk, key: string, before: LogRecord | undefined, after: LogRecord | undefined) => {
  if (before !== undefined) disk.byTag.get(before.docTag)?.delete(key);
  disk.outbox.delete(key);
  if (after === undefined) return;
  const tagged = disk.byTag.get(after.docTag) ?? new Set<string>();
  disk.byTag.set(after.docTag, tagged.add(key));
  if (after.order !== undefined) disk.outbox.set(key, after.order);
};

export const createMemoryDisk = (): MemoryDisk => {
  const disk: Disk = {
    tables: new Map(tableNames.map((name) => [name, new Map<string, AnyRecord>()])),
    byTag: new Map(),
    outbox: new Map(),
  };
  let undo: (() => void)[] = [];
  let life = 0;
  let commits = 0;
  let dieAt = Number.POSITIVE_INFINITY;
  let failing: StoreFailure["code"] | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const rowsOf = (name: TableName): Rows => disk.tables.get(name) as Rows;
  const set = (name: TableName, key: string, record: AnyRecord | undefined) => {
    const rows = rowsOf(name);
    const before = rows.get(key);
    const store = (value: AnyRecord | undefined, was: AnyRecord | undefined) => {
      if (value === undefined) rows.delete(key);
      else rows.set(key, value);
      if (name === "log") indexLog(disk, key, was as LogRecord | undefined, value as LogRecord | undefined);
    };
    store(record, before);
    undo.push(() => store(before, record));
  };

  const begin = (tables: readonly TableName[]) => {
    const staged = new Map<TableName, Map<string, AnyRecord | undefined>>();
    let active = true;
    let writes = false;
    const check = (name: TableName) => {
      assert(tables.includes(name), `a transaction uses only the tables it named, not ${name}`);
      assert(active, "a transaction awaits nothing but its own promises");
    };
    const stagedOf = (name: TableName) => {
      const own = staged.get(name) ?? new Map<string, AnyRecord | undefined>();
      staged.set(name, own);
      return own;
    };
    const look = (name: TableName, key: string) => {
      const own = staged.get(name);
      const found = own?.has(key) ? own.get(key) : rowsOf(name).get(key);
      return found === undefined ? undefined : copyOf(found);
    };
    const keys = (name: TableName, from: Iterable<string>) =>
      [...new Set([...from, ...(staged.get(name)?.keys() ?? [])])].sort();
    const pick = (name: TableName, among: Iterable<string>, wanted: (record: AnyRecord) => boolean) =>
      keys(name, among)
        .map((key) => look(name, key))
        .filter((record): record is AnyRecord => record !== undefined && wanted(record));

    const table = <Key, Value>(name: TableName): Table<Key, Value> => ({
      get: async (key) => {
        check(name);
        return look(name, keyText(key)) as Value | undefined;
      },
      getMany: async (wanted) => {
        check(name);
        return wanted.map((key) => look(name, keyText(key)) as Value | undefined);
      },
      all: async (prefix = "") => {
        check(name);
        return keys(name, rowsOf(name).keys())
          .filter((key) => key.startsWith(prefix))
          .map((key) => look(name, key) as Value | undefined)
          .filter((value) => value !== undefined);
      },
      count: async () => {
        check(name);
        return keys(name, rowsOf(name).keys()).filter((key) => look(name, key) !== undefined).length;
      },
      put: async (values) => {
        check(name);
        writes ||= values.length > 0;
        for (const value of values)
          stagedOf(name).set(keysOf[name](value as never), copyOf(value as AnyRecord));
      },
      delete: async (doomed) => {
        check(name);
        for (const key of doomed) stagedOf(name).set(keyText(key), undefined);
      },
    });
    const waiting = (): readonly (readonly [key: string, order: number])[] => {
      const orders = new Map(disk.outbox);
      for (const [key, record] of staged.get("log") ?? []) {
        const order = (record as LogRecord | undefined)?.order;
        if (order === undefined) orders.delete(key);
        else orders.set(key, order);
      }
      return [...orders].sort(([, a], [, b]) => a - b);
    };
    const log: LogTable = {
      ...table<LogKey, LogRecord>("log"),
      byWriter: async (writer, from, to = Number.MAX_SAFE_INTEGER) => {
        check("log");
        const [first, last] = [keyText([writer, from]), `${keyText([writer, to])}/~`];
        const within = (key: string) => key >= first && key <= last;
        const stored = [...rowsOf("log").keys()].filter(within);
        return (pick("log", stored, () => true) as LogRecord[]).filter(
          (record) => record.writer === writer && record.wseq >= from && record.wseq <= to,
        );
      },
      byDocTag: async (tag) => {
        check("log");
        const tagged = disk.byTag.get(tag) ?? [];
        return pick("log", tagged, (record) => (record as LogRecord).docTag === tag) as LogRecord[];
      },
      outbox: async (limit, after = -1) => {
        check("log");
        return waiting()
          .filter(([, order]) => order > after)
          .slice(0, limit)
          .map(([key]) => look("log", key) as LogRecord);
      },
      outboxCount: async () => {
        check("log");
        return waiting().length;
      },
    };
    const tx: Transaction = {
      meta: table("meta"),
      keys: table("keys"),
      log,
      docs: table("docs"),
      rows: table("rows"),
      drafts: table("drafts"),
      blobs: table("blobs"),
      segments: table("segments"),
      text: table("text"),
    };
    return { tx, staged, end: () => (active = false), writes: () => writes };
  };

  const commit = (staged: Map<TableName, Map<string, AnyRecord | undefined>>, durability: Durability) => {
    for (const [name, records] of staged) for (const [key, record] of records) set(name, key, record);
    if (durability === "strict") undo = [];
    commits += 1;
    if (commits >= dieAt) life += 1;
  };

  const run = <T>(
    born: number,
    tables: readonly TableName[],
    durability: Durability | undefined,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<Result<T, StoreFailure>> => {
    const attempt = async (): Promise<Result<T, StoreFailure>> => {
      if (commits >= dieAt) life += 1;
      if (life !== born) return never();
      const { tx, staged, end, writes } = begin(tables);
      const turned = setTimeout(end, 0);
      try {
        const value = await work(tx);
        if (life !== born) return await never();
        if (durability === undefined) {
          assert(staged.size === 0, "a read transaction writes nothing");
          return ok(value);
        }
        if (failing !== undefined && writes()) return err({ code: failing, cause: new Error(failing) });
        if (staged.size > 0) commit(staged, durability);
        return life === born ? ok(value) : await never();
      } finally {
        end();
        clearTimeout(turned);
      }
    };
    if (life !== born) return never(); // the dead take no turn: nobody would come after them
    const mine = turn.then(attempt);
    turn = mine.catch(() => undefined);
    return mine;
  };

  return {
    open: () => {
      const born = life;
      return {
        read: (tables, work) => run(born, tables, undefined, work),
        write: (tables, durability, work) => run(born, tables, durability, work),
        erase: (onlyIf) =>
          run(born, tableNames, "strict", async (tx) => {
            if (onlyIf !== undefined && !(await onlyIf(tx))) return false;
            for (const name of tableNames) {
              const everything = [...rowsOf(name).keys()];
              await (tx[name] as Table<string, unknown>).delete(everything);
            }
            return true;
          }),
        close: () => {},
      };
    },
    crash: () => {
      life += 1;
      dieAt = Number.POSITIVE_INFINITY;
      for (const step of undo.reverse()) step();
      undo = [];
      turn = Promise.resolve();
    },
    kill: () => {
      life += 1;
      dieAt = Number.POSITIVE_INFINITY;
      turn = Promise.resolve();
    },
    killAfter: (n) => {
      dieAt = commits + n;
    },
    commits: () => commits,
    failWrites: (code) => {
      failing = code;
    },
    bytesOf: (name) =>
      [...rowsOf(name).values()].flatMap((record) =>
        Object.values(record).filter((value): value is Bytes => value instanceof Uint8Array),
      ),
    isEmpty: () => tableNames.every((name) => rowsOf(name).size === 0),
  };
};
