/** What lists show, derived from rows and kept until rows change. 10,000 rows take milliseconds. */
import { createSelector } from "@reduxjs/toolkit";
import type { EntryRow, Tag } from "../documents/model.ts";
import { noRows, type Rows } from "./rows.ts";
import type { RootState } from "./store.ts";
import { vaultApi } from "./vault-api.ts";

const selectRowsEntry = vaultApi.endpoints.rows.select();
/** `undefined` until the engine has answered. */
export const selectRows = (state: RootState): Rows | undefined => selectRowsEntry(state).data ?? undefined;
const selectSomeRows = (state: RootState): Rows => selectRows(state) ?? noRows;
const selectTaxonomyEntry = vaultApi.endpoints.taxonomy.select();
export const selectTaxonomy = (state: RootState) => selectTaxonomyEntry(state).data ?? undefined;

const selectAllRows = createSelector([selectSomeRows], ({ ids, entities }) =>
  ids.map((id) => entities[id]).filter((row) => row !== undefined),
);
/** Not in the trash, newest first. */
export const selectVisibleRows = createSelector([selectAllRows], (rows) =>
  rows.filter((row) => row.trashedAt === undefined),
);
/** In the trash, last thrown away first. */
export const selectTrashedRows = createSelector([selectAllRows], (rows) =>
  rows.filter((row) => row.trashedAt !== undefined).sort((a, b) => (b.trashedAt ?? 0) - (a.trashedAt ?? 0)),
);
export const selectRow = (state: RootState, docId: string): EntryRow | undefined =>
  selectSomeRows(state).entities[docId];

export interface MonthGroup {
  /** `YYYY-MM` */
  readonly month: string;
  readonly rows: readonly EntryRow[];
}
/** Runs of one month, in the order of the rows. */
export const groupByMonth = (rows: readonly EntryRow[]): readonly MonthGroup[] => {
  const groups: { month: string; rows: EntryRow[] }[] = [];
  for (const row of rows) {
    const month = row.when.day.slice(0, 7);
    const last = groups.at(-1);
    if (last?.month === month) last.rows.push(row);
    else groups.push({ month, rows: [row] });
  }
  return groups;
};
export const selectMonths = createSelector([selectVisibleRows], groupByMonth);

const indexBy = (
  rows: readonly EntryRow[],
  keysOf: (row: EntryRow) => readonly string[],
): ReadonlyMap<string, readonly EntryRow[]> => {
  const index = new Map<string, EntryRow[]>();
  for (const row of rows)
    for (const key of keysOf(row)) {
      const found = index.get(key);
      if (found === undefined) index.set(key, [row]);
      else found.push(row);
    }
  return index;
};
const none: readonly EntryRow[] = [];

/** By `YYYY-MM-DD`. */
export const selectRowsByDay = createSelector([selectVisibleRows], (rows) =>
  indexBy(rows, (row) => [row.when.day]),
);
const selectRowsByTag = createSelector([selectVisibleRows], (rows) =>
  indexBy(rows, (row) => row.tags.map((tag) => tag.id)),
);
const selectRowsByDayOfYear = createSelector([selectVisibleRows], (rows) =>
  indexBy(rows, (row) => [row.when.day.slice(5)]),
);
/** How many entries each journal holds, by its id. */
export const selectCountsByJournal = createSelector([selectVisibleRows], (rows) => {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.journal, (counts.get(row.journal) ?? 0) + 1);
  return counts as ReadonlyMap<string, number>;
});

const idsOf = (tag: Tag | undefined, id: string): readonly string[] =>
  tag === undefined ? [id] : [tag.id, ...tag.aliases];
/** Entries with a tag or with one that was merged into it, newest first. */
export const selectRowsWithTag = createSelector(
  [selectRowsByTag, selectTaxonomy, (_: RootState, tagId: string) => tagId],
  (byTag, taxonomy, tagId) => {
    const ids = idsOf(
      taxonomy?.tags.find((tag) => tag.id === tagId),
      tagId,
    );
    if (ids.length === 1) return byTag.get(tagId) ?? none;
    const found = new Set(ids.flatMap((id) => byTag.get(id) ?? none));
    return [...found].sort((a, b) =>
      a.when.day === b.when.day ? b.when.instant - a.when.instant : a.when.day < b.when.day ? 1 : -1,
    );
  },
);
/** The same day of all other years, newest first; 29 February counts as itself only. */
export const selectOnThisDay = createSelector(
  [selectRowsByDayOfYear, (_: RootState, day: string) => day],
  (byDayOfYear, day) =>
    (byDayOfYear.get(day.slice(5)) ?? none).filter((row) => row.when.day.slice(0, 4) !== day.slice(0, 4)),
);

/** Rows whose title, tags or excerpt hold every word of the text; case and accents do not matter. */
export const rowsWithText = (rows: readonly EntryRow[], text: string): readonly EntryRow[] => {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const held = fold(`${row.title}\n${row.tags.map((tag) => tag.name).join("\n")}\n${row.excerpt}`);
    return words.every((word) => held.includes(word));
  });
};
const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
