/** Tags as the list of them shows: present names, how many live entries have each, and where one was merged into another. */
import type { EntryRow, Tag } from "../../documents/index.ts";
import { fold, isLive } from "./timeline.ts";

export interface CountedTag {
  readonly id: string;
  readonly name: string;
  readonly entries: number;
}

/** From any id of a tag to the one that stands for it now. */
export const canonicalTagIds = (tags: readonly Tag[]): ReadonlyMap<string, string> => {
  const canonical = new Map<string, string>();
  for (const tag of tags) for (const alias of tag.aliases) canonical.set(alias, tag.id);
  return canonical;
};

/** Ids that count as a tag: its own and all merged into it. */
export const idsOfTag = (tags: readonly Tag[], id: string): readonly string[] => [
  id,
  ...(tags.find((tag) => tag.id === id)?.aliases ?? []),
];

/** The name a tag has now; the entry's own word when the taxonomy does not know it. */
export const tagName = (tags: readonly Tag[], tag: { readonly id: string; readonly name: string }): string =>
  tags.find((known) => known.id === tag.id || known.aliases.includes(tag.id))?.name ?? tag.name;

/** Most used first, then by name. A tag is counted once for an entry, however many of its aliases are there. */
export const countTags = (
  rows: readonly EntryRow[],
  tags: readonly Tag[],
  locale: string,
): readonly CountedTag[] => {
  const canonical = canonicalTagIds(tags);
  const names = new Map(tags.map((tag) => [tag.id, tag.name]));
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (!isLive(row)) continue;
    const ids = new Set<string>();
    for (const tag of row.tags) {
      const id = canonical.get(tag.id) ?? tag.id;
      if (!names.has(id)) names.set(id, tag.name);
      ids.add(id);
    }
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const { compare } = new Intl.Collator(locale);
  return [...counts]
    .map(([id, entries]) => ({ id, name: names.get(id) ?? id, entries }))
    .sort((a, b) => b.entries - a.entries || compare(a.name, b.name));
};

/** Names that begin with what was typed, then names that contain it; at most `limit`, without those in `taken`. */
export const suggestNames = (
  names: readonly string[],
  typed: string,
  taken: readonly string[],
  limit: number,
): readonly string[] => {
  const wanted = fold(typed.trim());
  if (wanted === "") return [];
  const gone = new Set(taken.map(fold));
  const open = names.filter((name) => !gone.has(fold(name)));
  const begins = open.filter((name) => fold(name).startsWith(wanted));
  const contains = open.filter((name) => !fold(name).startsWith(wanted) && fold(name).includes(wanted));
  return [...begins, ...contains].slice(0, limit);
};

/** People or places named on live entries, most often first. */
export const namesUsed = (
  rows: readonly EntryRow[],
  pick: (row: EntryRow) => readonly { readonly name: string }[],
): readonly string[] => {
  const counts = new Map<string, number>();
  for (const row of rows)
    if (isLive(row)) for (const { name } of pick(row)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
};
