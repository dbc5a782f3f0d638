/** The head of an exported note: what our importer and other programs read back. */

import { stringify } from "yaml";
import { clockZone } from "../../documents/days.ts";
import type { EntryRow } from "../../documents/model.ts";
import { Temporal } from "../../documents/temporal.ts";

/** `2024-04-17T00:00:00+01:00`: the entry's own wall clock. */
const clockOf = ({ instant, zone }: EntryRow["when"]): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(clockZone(zone))
    .toString({ timeZoneName: "never", smallestUnit: "second" });

export const frontMatter = (row: EntryRow, journal: string | undefined): string => {
  const fields = {
    // An empty one says that there is none: without the field a reader takes the file's name.
    title: row.title,
    day: row.when.day,
    date: clockOf(row.when),
    zone: row.when.zone,
    ...(journal === undefined ? {} : { journal }),
    ...(row.tags.length === 0 ? {} : { tags: row.tags.map(({ name }) => name) }),
    ...(row.people.length === 0 ? {} : { people: row.people.map(({ name }) => name) }),
    ...(row.place === undefined ? {} : { place: row.place.name }),
    ...(row.moods[0] === undefined ? {} : { mood: row.moods[0].value }),
    ...(row.favourite ? { favourite: true } : {}),
    ...(row.pinned ? { pinned: true } : {}),
  };
  return `---\n${stringify(fields, { lineWidth: 0 })}---\n\n`;
};
