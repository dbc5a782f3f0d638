/** Rows for tests, with only what a test is about. */
import type { EntryRow, MoodLevel } from "../../documents/index.ts";

export interface RowSketch {
  readonly docId?: string;
  readonly day?: string;
  readonly instant?: number;
  readonly zone?: string;
  readonly title?: string;
  readonly excerpt?: string;
  readonly journal?: string;
  readonly tags?: readonly string[];
  readonly people?: readonly string[];
  readonly place?: string;
  readonly moods?: readonly MoodLevel[];
  readonly favourite?: boolean;
  readonly pinned?: boolean;
  readonly trashedAt?: number;
}
const named = (name: string) => ({ id: `id-${name}`, name });

export const row = (sketch: RowSketch): EntryRow => {
  const day = sketch.day ?? "2026-11-22";
  const instant = sketch.instant ?? Date.parse(`${day}T09:00:00Z`);
  return {
    kind: "entry",
    docId: sketch.docId ?? "0000",
    title: sketch.title ?? "",
    excerpt: sketch.excerpt ?? "",
    when: { day, zone: sketch.zone ?? "UTC", instant },
    journal: sketch.journal ?? "daily",
    favourite: sketch.favourite ?? false,
    pinned: sketch.pinned ?? false,
    ...(sketch.trashedAt === undefined ? {} : { trashedAt: sketch.trashedAt }),
    tags: (sketch.tags ?? []).map(named),
    people: (sketch.people ?? []).map(named),
    ...(sketch.place === undefined ? {} : { place: named(sketch.place) }),
    moods: (sketch.moods ?? []).map((value, index) => ({
      id: `m${index}`,
      value,
      scale: "five",
      at: instant + index,
    })),
    words: 12,
    attachments: 0,
    schema: 1,
  };
};
