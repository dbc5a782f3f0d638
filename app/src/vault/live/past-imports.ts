/** Imports made on this device: their names are sealed, how many entries are left is counted from the rows. */
import { decodeAny, encodeAny } from "@whisperwell/crypto";
import type { ImportRun, PastImport } from "../api.ts";
import { fieldsOf, isCount } from "../checked.ts";
import { openRecord, sealRecord } from "../local-seal.ts";
import type { LogContext } from "../log/context.ts";
import { createSubject, type Value } from "../observable.ts";

const prefix = "import/";
const place = (name: string) => ({ store: "meta", key: name });

const parseRun = (value: unknown): ImportRun | undefined => {
  const fields = fieldsOf(value);
  if (fields === undefined || !isCount(fields.at)) return undefined;
  const { id, importer, label, at } = fields;
  return typeof id === "string" && typeof importer === "string" && typeof label === "string"
    ? { id, importer, label, at }
    : undefined;
};

export interface PastImports {
  readonly imports$: Value<readonly PastImport[]>;
  readonly remember: (run: ImportRun) => Promise<void>;
  /** Rows changed: the counts may have. */
  readonly count: () => void;
  readonly load: () => Promise<void>;
}

export const createPastImports = ({ store, session, random, rows }: LogContext): PastImports => {
  const imports$ = createSubject<readonly PastImport[]>([]);
  let runs: readonly ImportRun[] = [];
  const count = () => {
    if (runs.length === 0) return;
    const left = new Map<string, number>();
    for (const { row } of rows.entries().values())
      if (row?.importRun !== undefined && row.trashedAt === undefined)
        left.set(row.importRun, (left.get(row.importRun) ?? 0) + 1);
    imports$.set(runs.map((run) => ({ ...run, entries: left.get(run.id) ?? 0 })));
  };
  return {
    imports$,
    count,
    remember: async (run) => {
      if (runs.some(({ id }) => id === run.id)) return;
      runs = [...runs, run];
      const name = prefix + run.id;
      const value = sealRecord(session.local.cache, place(name), encodeAny(run), random);
      await store.write(["meta"], "strict", (tx) => tx.meta.put([{ name, value }]));
    },
    load: async () => {
      const read = await store.read(["meta"], (tx) => tx.meta.all(prefix));
      if (!read.ok) return;
      runs = read.value.flatMap(({ name, value }) => {
        const opened = openRecord(session.local.cache, place(name), value);
        const decoded = opened && decodeAny(opened);
        const run = decoded?.ok ? parseRun(decoded.value) : undefined;
        return run === undefined ? [] : [run];
      });
      count();
    },
  };
};
