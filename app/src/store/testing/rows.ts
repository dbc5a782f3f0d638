import type { EntryRow } from "../../documents/model.ts";

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** A row with everything it must have; the rest as given. */
export const row = (given: Partial<EntryRow> & Pick<EntryRow, "docId">): EntryRow => {
  const when = given.when ?? { day: "2026-11-22", zone: "Europe/Oslo", instant: noon("2026-11-22") };
  return {
    kind: "entry",
    title: "",
    excerpt: "",
    journal: "journal-first",
    favourite: false,
    pinned: false,
    tags: [],
    people: [],
    moods: [],
    words: 0,
    attachments: 0,
    schema: 1,
    ...given,
    when,
  };
};
/** One row per day, counted back from a day. */
export const manyRows = (count: number, from = "2026-11-22"): EntryRow[] =>
  Array.from({ length: count }, (_, index) => {
    const day = new Date(noon(from) - index * 86_400_000).toISOString().slice(0, 10);
    return row({
      docId: index.toString(16).padStart(32, "0"),
      title: `Entry ${index}`,
      excerpt: "The harbour was still dark when I left.",
      when: { day, zone: "Europe/Oslo", instant: noon(day) },
      tags: index % 7 === 0 ? [{ id: "tag-winter", name: "winter" }] : [],
    });
  });
