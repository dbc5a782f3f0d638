/**
 * The index in memory, and the one way to change it: inside the transaction that changes what it says. Another tab may
 * have written rows or packed them since; an edit looks before it writes.
 */
import type { DocTag, Random } from "@whisperwell/crypto";
import { metaFields } from "../log/meta.ts";
import { createEvents, type Events } from "../observable.ts";
import {
  isWasteful,
  type LoadedRows,
  loadRows,
  loadSingleRows,
  openSingle,
  packRows,
  packSingleRows,
  putSingleRows,
  type RowEntry,
  type RowKeys,
  type RowsTx,
} from "./row-entries.ts";

export interface RowEdit {
  readonly get: (tag: DocTag) => RowEntry | undefined;
  readonly set: (entry: RowEntry) => void;
  /** Puts what was set; to be awaited inside the transaction. */
  readonly finish: () => Promise<void>;
  /** After the transaction is complete: memory follows, listeners hear. */
  readonly apply: () => void;
}
export interface RowIndex {
  readonly entries: () => ReadonlyMap<DocTag, RowEntry>;
  readonly edit: (tx: RowsTx, tags: readonly DocTag[]) => Promise<RowEdit>;
  /** Takes over what other tabs wrote. True when something was damaged. */
  readonly refresh: (tx: RowsTx) => Promise<{ readonly damaged: boolean; readonly apply: () => void }>;
  /** Replaces everything, after a rebuild from the log. */
  readonly replace: (tx: RowsTx, entries: readonly RowEntry[]) => Promise<() => void>;
  readonly single: () => number;
  /** Packs what stands alone. */
  readonly pack: (tx: RowsTx) => Promise<() => void>;
  readonly changes: Events<readonly RowEntry[]>;
}

/** Newer wins, whichever way two tabs learned of it: more commits known, then a row that is not stale. */
const isNewer = (a: RowEntry, b: RowEntry | undefined): boolean => {
  if (b === undefined) return true;
  let more = false;
  for (const [writer, wseq] of a.heads) {
    const known = b.heads.get(writer) ?? -1;
    if (wseq < known) return false;
    more ||= wseq > known;
  }
  return more || a.hlc > b.hlc || (b.stale && !a.stale);
};

export const createRowIndex = (loaded: LoadedRows, keys: RowKeys, random: Random): RowIndex => {
  let entries = new Map(loaded.entries);
  let { generation, pages, single } = loaded;
  const changes = createEvents<readonly RowEntry[]>();

  const take = (fresh: readonly RowEntry[]) => {
    const changed = fresh.filter((entry) => isNewer(entry, entries.get(entry.tag)));
    for (const entry of changed) entries.set(entry.tag, entry);
    if (changed.length > 0) changes.emit(changed);
  };
  const adopt = (all: LoadedRows) => {
    const before = entries;
    entries = new Map(all.entries);
    ({ generation, pages, single } = all);
    const changed = [...entries.values()].filter((entry) => isNewer(entry, before.get(entry.tag)));
    if (changed.length > 0) changes.emit(changed);
  };

  return {
    entries: () => entries,
    edit: async (tx, tags) => {
      const present = (await metaFields.rowsGeneration.get(tx)) ?? 0;
      const reloaded = present === generation ? undefined : await loadRows(tx, keys);
      const stored = reloaded === undefined ? await loadSingles(tx, tags, keys) : new Map();
      const set = new Map<DocTag, RowEntry>();
      return {
        get: (tag) => set.get(tag) ?? stored.get(tag) ?? (reloaded?.entries ?? entries).get(tag),
        set: (entry) => void set.set(entry.tag, entry),
        finish: () => putSingleRows(tx, [...set.values()], keys, random),
        apply: () => {
          if (reloaded !== undefined) adopt(reloaded);
          single += set.size;
          take([...stored.values(), ...set.values()]);
        },
      };
    },
    refresh: async (tx) => {
      const alone = await loadSingleRows(tx, keys);
      if (alone.generation === generation)
        return { damaged: alone.damaged, apply: () => void take(alone.entries) };
      const all = await loadRows(tx, keys);
      return { damaged: all.damaged, apply: () => adopt(all) };
    },
    replace: async (tx, rebuilt) => {
      const next = await packRows(tx, rebuilt, keys, random);
      return () => {
        entries = new Map(rebuilt.map((entry) => [entry.tag, entry]));
        ({ generation, pages } = next);
        single = 0;
        changes.emit(rebuilt);
      };
    },
    single: () => single,
    pack: async (tx) => {
      const present = (await metaFields.rowsGeneration.get(tx)) ?? 0;
      if (present !== generation) {
        const all = await loadRows(tx, keys);
        return () => adopt(all); // another tab packed; what is left over is packed next time
      }
      const alone = (await loadSingleRows(tx, keys)).entries;
      const merged = new Map(entries);
      for (const entry of alone) if (isNewer(entry, merged.get(entry.tag))) merged.set(entry.tag, entry);
      const packed = isWasteful(pages, merged.size)
        ? await packRows(tx, [...merged.values()], keys, random)
        : await packSingleRows(tx, alone, pages, keys, random);
      return () => {
        take(alone);
        ({ generation, pages } = packed);
        single = 0;
      };
    },
    changes,
  };
};

const loadSingles = async (tx: RowsTx, tags: readonly DocTag[], keys: RowKeys) => {
  const stored = new Map<DocTag, RowEntry>();
  const records = await tx.rows.getMany(tags.map((tag) => `row/${tag}`));
  for (const record of records) {
    const entry = record === undefined ? undefined : openSingle(record, keys);
    if (entry !== undefined) stored.set(entry.tag, entry);
  }
  return stored;
};
