import { createEntityAdapter, type EntityState } from "@reduxjs/toolkit";
import type { EntryRow } from "../documents/model.ts";

const newestFirst = (a: EntryRow, b: EntryRow): number => {
  if (a.when.day !== b.when.day) return a.when.day < b.when.day ? 1 : -1;
  if (a.when.instant !== b.when.instant) return b.when.instant - a.when.instant;
  return a.docId < b.docId ? -1 : 1;
};

export type Rows = EntityState<EntryRow, string>;
/** Rows by docId, newest first: by the entry's own day, then by instant. */
export const rowsAdapter = createEntityAdapter<EntryRow, string>({
  selectId: (row) => row.docId,
  sortComparer: newestFirst,
});
export const noRows: Rows = rowsAdapter.getInitialState();
