/**
 * Journals and tags of a vault. Flat keys `<id>/<field>` in two maps: two devices that make the same journal make the
 * same keys, and a new name here and a new ink there both stay.
 */
import type * as Y from "yjs";
import {
  type Journal,
  type JournalInk,
  journalInks,
  type NameIds,
  type Tag,
  type Taxonomy,
  type TaxonomyChange,
} from "./model.ts";
import { firstJournalId, tidyName } from "./names.ts";

const journals = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("journals");
const tags = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("tags");

/** Fields of a flat map by id. */
const recordsOf = (map: Y.Map<unknown>): Map<string, Record<string, unknown>> => {
  const records = new Map<string, Record<string, unknown>>();
  for (const [key, value] of map.entries()) {
    const slash = key.indexOf("/");
    if (slash <= 0) continue;
    const id = key.slice(0, slash);
    const record = records.get(id) ?? {};
    record[key.slice(slash + 1)] = value;
    records.set(id, record);
  }
  return records;
};
const isInk = (value: unknown): value is JournalInk => (journalInks as readonly unknown[]).includes(value);

/** Puts the first journal into a new vault's taxonomy, under the name its owner sees. */
export const initTaxonomy = (doc: Y.Doc, journalName: string, ids: NameIds): void => {
  doc.transact(() => {
    const id = firstJournalId(ids);
    journals(doc).set(`${id}/name`, tidyName(journalName));
    journals(doc).set(`${id}/ink`, journalInks[0]);
    journals(doc).set(`${id}/order`, 0);
  });
};

const journalsOf = (doc: Y.Doc): Journal[] =>
  [...recordsOf(journals(doc))]
    .flatMap(([id, { name, ink, order, archived }]): Journal[] =>
      typeof name === "string"
        ? [
            {
              id,
              name,
              ink: isInk(ink) ? ink : journalInks[0],
              order: typeof order === "number" ? order : 0,
              archived: archived === true,
            },
          ]
        : [],
    )
    .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));

/** Follows merges to their end; a circle, which two devices can close between them, ends where it began. */
const mergedInto = (records: Map<string, Record<string, unknown>>, id: string): string => {
  const seen = new Set<string>();
  let at = id;
  while (!seen.has(at)) {
    seen.add(at);
    const into = records.get(at)?.into;
    if (typeof into !== "string" || into === at) return at;
    at = into;
  }
  return [...seen].sort()[0] ?? id;
};

const tagsOf = (doc: Y.Doc): Tag[] => {
  const records = recordsOf(tags(doc));
  const aliases = new Map<string, string[]>();
  for (const id of [...records.keys()].sort()) {
    const into = mergedInto(records, id);
    if (into !== id) aliases.set(into, [...(aliases.get(into) ?? []), id]);
  }
  const ids = new Set([...records.keys(), ...aliases.keys()]);
  return [...ids]
    .filter((id) => mergedInto(records, id) === id)
    .map((id): Tag => {
      const { name, parent } = records.get(id) ?? {};
      return {
        id,
        name: typeof name === "string" ? name : "",
        ...(typeof parent === "string" ? { parent } : {}),
        aliases: aliases.get(id) ?? [],
      };
    })
    .sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1));
};

/**
 * Journals in their order; tags that were renamed or merged. A tag nobody changed is known by the entries alone, and one
 * with an empty name here keeps the name its entries give it.
 */
export const readTaxonomy = (doc: Y.Doc): Taxonomy => ({ journals: journalsOf(doc), tags: tagsOf(doc) });

const setIfNew = (map: Y.Map<unknown>, key: string, value: unknown): void => {
  if (map.get(key) !== value) map.set(key, value);
};

/** One change as one transaction. Adding a journal that is there already takes it out of the archive, no more. */
export const applyTaxonomyChange = (doc: Y.Doc, change: TaxonomyChange, ids: NameIds): void => {
  doc.transact(() => {
    switch (change.type) {
      case "journal-add":
        return addJournal(doc, change.name, change.ink, ids);
      case "journal-rename":
        return setIfNew(journals(doc), `${change.id}/name`, tidyName(change.name));
      case "journal-ink":
        return setIfNew(journals(doc), `${change.id}/ink`, change.ink);
      case "journal-order":
        return change.ids.forEach((id, order) => {
          setIfNew(journals(doc), `${id}/order`, order);
        });
      case "journal-archive":
        return setIfNew(journals(doc), `${change.id}/archived`, change.archived);
      case "tag-rename":
        return setIfNew(tags(doc), `${change.id}/name`, tidyName(change.name));
      case "tag-merge":
        return mergeTag(doc, change.from, change.into);
      default:
        return change satisfies never;
    }
  });
};

const addJournal = (doc: Y.Doc, name: string, ink: JournalInk, ids: NameIds): void => {
  if (tidyName(name) === "") return;
  const id = ids.idOf("journal", name);
  const known = journalsOf(doc);
  const present = known.find((journal) => journal.id === id);
  if (present !== undefined) {
    if (present.archived) journals(doc).set(`${id}/archived`, false);
    return;
  }
  journals(doc).set(`${id}/name`, tidyName(name));
  journals(doc).set(`${id}/ink`, ink);
  journals(doc).set(`${id}/order`, Math.max(-1, ...known.map(({ order }) => order)) + 1);
};

/** Refuses a merge into itself or into one of its own aliases, which would leave neither. */
const mergeTag = (doc: Y.Doc, from: string, into: string): void => {
  if (from === into || mergedInto(recordsOf(tags(doc)), into) === from) return;
  tags(doc).set(`${from}/into`, into);
};
