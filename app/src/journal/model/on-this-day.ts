/** The same day in other years. 29 February meets 28 February in years that have no other. */

import type { EntryRow } from "../../documents/index.ts";
import { Temporal } from "../../documents/temporal.ts";
import type { DayEntries } from "./calendar.ts";

export type YearOnThisDay =
  | { readonly kind: "written"; readonly year: number; readonly row: EntryRow }
  /** Nothing that day, but something within three days of it. */
  | {
      readonly kind: "near";
      readonly year: number;
      readonly day: string;
      readonly days: number;
      readonly row: EntryRow;
    };

const near = 3;

/** Every year before and after `day` that has something, newest first; a year's several entries stay apart. */
export const onThisDay = (
  byDay: ReadonlyMap<string, DayEntries>,
  years: readonly number[],
  day: string,
): readonly YearOnThisDay[] => {
  const chosen = Temporal.PlainDate.from(day);
  return years
    .filter((year) => year !== chosen.year)
    .flatMap((year): readonly YearOnThisDay[] => {
      const same = chosen.with({ year }, { overflow: "constrain" });
      const rows = byDay.get(same.toString())?.rows ?? [];
      if (rows.length > 0) return rows.map((row) => ({ kind: "written", year, row }));
      for (let distance = 1; distance <= near; distance += 1) {
        for (const days of [distance, -distance]) {
          const other = same.add({ days }).toString();
          const row = byDay.get(other)?.rows[0];
          if (row !== undefined) return [{ kind: "near", year, day: other, days, row }];
        }
      }
      return [];
    });
};
