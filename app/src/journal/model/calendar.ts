/** Moving about a calendar, and what each of its days holds. */

import { addDays, type EntryRow, type MoodLevel, type Weekday } from "../../documents/index.ts";
import { Temporal } from "../../documents/temporal.ts";
import { byDayDescending, isLive } from "./timeline.ts";

/** The same date of another month; its last day where there is no such date. */
export const addMonths = (day: string, months: number): string =>
  Temporal.PlainDate.from(day).add({ months }).toString();

/** First or last day of the week a day lies in. */
export const weekEdge = (day: string, edge: "start" | "end", weekStart: Weekday): string => {
  const into = (Temporal.PlainDate.from(day).dayOfWeek - weekStart + 7) % 7;
  return addDays(day, edge === "start" ? -into : 6 - into);
};

/** Where an arrow, Home, End or Page key leads from a day; undefined for any other key. */
export const dayAfterKey = (
  day: string,
  key: string,
  options: { readonly weekStart: Weekday; readonly shift: boolean; readonly rightToLeft: boolean },
): string | undefined => {
  const forward = options.rightToLeft ? -1 : 1;
  switch (key) {
    case "ArrowRight":
      return addDays(day, forward);
    case "ArrowLeft":
      return addDays(day, -forward);
    case "ArrowDown":
      return addDays(day, 7);
    case "ArrowUp":
      return addDays(day, -7);
    case "Home":
      return weekEdge(day, "start", options.weekStart);
    case "End":
      return weekEdge(day, "end", options.weekStart);
    case "PageDown":
      return addMonths(day, options.shift ? 12 : 1);
    case "PageUp":
      return addMonths(day, options.shift ? -12 : -1);
    default:
      return undefined;
  }
};

export interface DayEntries {
  readonly rows: readonly EntryRow[];
  /** The last mood of the day. */
  readonly mood?: MoodLevel;
}

/** Live entries by day, newest first within a day. */
export const entriesByDay = (rows: readonly EntryRow[]): ReadonlyMap<string, DayEntries> => {
  const byDay = new Map<string, EntryRow[]>();
  for (const row of rows) {
    if (!isLive(row)) continue;
    const known = byDay.get(row.when.day);
    if (known === undefined) byDay.set(row.when.day, [row]);
    else known.push(row);
  }
  const answer = new Map<string, DayEntries>();
  for (const [day, ofDay] of byDay) {
    ofDay.sort(byDayDescending);
    const last = ofDay
      .flatMap((row) => row.moods)
      .reduce<{ at: number; value: MoodLevel } | undefined>(
        (newest, mood) => (newest === undefined || mood.at >= newest.at ? mood : newest),
        undefined,
      );
    answer.set(day, last === undefined ? { rows: ofDay } : { rows: ofDay, mood: last.value });
  }
  return answer;
};

/** Years that hold entries, newest first, always with `present`. */
export const yearsKept = (days: Iterable<string>, present: number): readonly number[] =>
  [...new Set([present, ...[...days].map((day) => Number(day.slice(0, 4)))])].sort((a, b) => b - a);
