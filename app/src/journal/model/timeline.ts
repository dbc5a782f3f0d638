/**
 * The timeline as a flat list: what is pinned, then months, newest first. Days order entries, not instants: an entry
 * written for last Tuesday stands at last Tuesday, whatever the clock said.
 */

import type { EntryRow } from "../../documents/index.ts";
import { monthOf } from "../../documents/index.ts";

export interface TimelineFilter {
  readonly text: string;
  /** Journal id. */
  readonly journal?: string | undefined;
  /** Ids that count as the chosen tag: its own and those merged into it. */
  readonly tagIds?: readonly string[] | undefined;
  readonly favourites: boolean;
}
export const noFilter: TimelineFilter = { text: "", favourites: false };
export const isFiltering = (filter: TimelineFilter): boolean =>
  filter.text.trim() !== "" ||
  filter.journal !== undefined ||
  filter.tagIds !== undefined ||
  filter.favourites;

export type TimelineItem =
  | { readonly type: "pinned"; readonly key: "pinned" }
  /** `month` is `YYYY-MM`. */
  | { readonly type: "month"; readonly key: string; readonly month: string }
  | {
      readonly type: "entry";
      readonly key: string;
      readonly row: EntryRow;
      /** False when the row above is of the same day: its margin says the time only. */
      readonly firstOfDay: boolean;
      /** What the header says while this row is the first in view: a month, or `pinned`. */
      readonly section: string;
      /** The separator below is left out before a new section. */
      readonly lastOfSection: boolean;
    };

/** Lower case without accents, so that “cafe” finds “Café”. */
export const fold = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("und");

/** Newest day first; within a day, newest instant first; ids make it stable. */
export const byDayDescending = (a: EntryRow, b: EntryRow): number => {
  if (a.when.day !== b.when.day) return a.when.day < b.when.day ? 1 : -1;
  if (a.when.instant !== b.when.instant) return b.when.instant - a.when.instant;
  return a.docId < b.docId ? -1 : a.docId > b.docId ? 1 : 0;
};

export const isLive = (row: EntryRow): boolean => row.trashedAt === undefined;

const holds = (row: EntryRow, words: readonly string[]): boolean => {
  if (words.length === 0) return true;
  const text = fold([row.title, row.excerpt, ...row.tags.map((tag) => tag.name)].join("\n"));
  return words.every((word) => text.includes(word));
};

/** Rows that are not in the trash and pass the filter. The text is looked for in title, tags and excerpt only. */
export const filterRows = (rows: readonly EntryRow[], filter: TimelineFilter): readonly EntryRow[] => {
  const words = fold(filter.text).split(/\s+/u).filter(Boolean);
  return rows.filter(
    (row) =>
      isLive(row) &&
      (filter.journal === undefined || row.journal === filter.journal) &&
      (!filter.favourites || row.favourite) &&
      (filter.tagIds === undefined || row.tags.some((tag) => filter.tagIds?.includes(tag.id))) &&
      holds(row, words),
  );
};

/** Rows as the list shows them. Pinned entries stand first and are not repeated in their month. */
export const timelineItems = (rows: readonly EntryRow[]): readonly TimelineItem[] => {
  const sorted = [...rows].sort(byDayDescending);
  const pinned = sorted.filter((row) => row.pinned);
  const rest = pinned.length === 0 ? sorted : sorted.filter((row) => !row.pinned);
  const items: TimelineItem[] = [];
  const push = (row: EntryRow, section: string, above: EntryRow | undefined, below: EntryRow | undefined) =>
    items.push({
      type: "entry",
      key: row.docId,
      row,
      section,
      firstOfDay: above?.when.day !== row.when.day,
      lastOfSection: below === undefined || (section !== "pinned" && monthOf(below.when.day) !== section),
    });
  if (pinned.length > 0) items.push({ type: "pinned", key: "pinned" });
  pinned.forEach((row, index) => {
    push(row, "pinned", pinned[index - 1], pinned[index + 1]);
  });
  let month = "";
  rest.forEach((row, index) => {
    const own = monthOf(row.when.day);
    if (own !== month) items.push({ type: "month", key: own, month: own });
    month = own;
    push(row, own, rest[index - 1], rest[index + 1]);
  });
  return items;
};

/** The section the header names while `items[index]` is the first row in view. */
export const sectionAt = (items: readonly TimelineItem[], index: number): string | undefined => {
  const item = items[Math.min(index, items.length - 1)];
  if (item === undefined) return undefined;
  if (item.type === "entry") return item.section;
  return item.type === "month" ? item.month : "pinned";
};
