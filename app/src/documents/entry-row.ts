/** What lists show of an entry, read from its document without an editor. */
import type * as Y from "yjs";
import { readBody } from "./body.ts";
import { bodyOf, keyed, meta, schemaOf, titleOf } from "./entry.ts";
import type { Attachment, EntryRow, Mood, Named, PmNode, Source, When } from "./model.ts";
import { excerptOf, listTextOf, plainTextOf, wordCount } from "./text.ts";
import { isDay, isInstant, isWhen } from "./when.ts";

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields | undefined =>
  value !== null && typeof value === "object" ? (value as Fields) : undefined;

/** Sorted by id, so that every device shows the same order. */
const entriesOf = (map: Y.Map<unknown>): [string, Fields][] =>
  [...map.entries()]
    .flatMap(([id, value]): [string, Fields][] => {
      const fields = fieldsOf(value);
      return fields === undefined ? [] : [[id, fields]];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));

const byName = (a: Named, b: Named): number =>
  a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1;
const namedOf = (map: Y.Map<unknown>): Named[] =>
  entriesOf(map)
    .flatMap(([id, { name }]) => (typeof name === "string" ? [{ id, name }] : []))
    .sort(byName);
const moodsOf = (doc: Y.Doc): Mood[] =>
  entriesOf(keyed(doc, "moods"))
    .flatMap(([id, { value, scale, at }]): Mood[] =>
      isMoodLevel(value) && isInstant(at)
        ? [{ id, value, scale: typeof scale === "string" ? scale : "", at }]
        : [],
    )
    .sort((a, b) => a.at - b.at);
export const isMoodLevel = (value: unknown): value is Mood["value"] =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 5;

/** Attachments whose manifest is readable, by id. */
export const attachmentsOf = (doc: Y.Doc): Attachment[] =>
  entriesOf(keyed(doc, "attachments")).flatMap(([id, fields]) => {
    const { name, type } = fields;
    const manifest = fieldsOf(fields.manifest);
    const complete =
      typeof name === "string" && typeof type === "string" && typeof manifest?.blobId === "string";
    return complete ? [{ ...(fields as unknown as Omit<Attachment, "id">), id }] : [];
  });

const whenOf = (doc: Y.Doc): When => {
  const when = fieldsOf(meta(doc).get("when"));
  if (isWhen(when)) return { day: when.day, zone: when.zone, instant: when.instant };
  // What another program wrote may be impossible; its day, if there is one, still says where the entry stands.
  const day = typeof when?.day === "string" && isDay(when.day) ? when.day : "1970-01-01";
  const noon = Date.parse(`${day}T12:00:00Z`);
  return { day, zone: "UTC", instant: isInstant(noon) ? noon : 0 };
};
/** Where an import took it from, or undefined when it was written here. */
export const sourceOf = (doc: Y.Doc): Source | undefined => {
  const source = fieldsOf(meta(doc).get("source"));
  return typeof source?.importer === "string" ? (source as unknown as Source) : undefined;
};

/** Pictures in the order of the text come first for the list's thumbnail; else the first by id. */
const firstThumbnail = (doc: Y.Doc, body: PmNode): EntryRow["thumbnail"] => {
  const withThumbnail = attachmentsOf(doc).filter(({ thumbnail }) => thumbnail !== undefined);
  if (withThumbnail.length === 0) return undefined;
  const order = (body.content ?? []).flatMap((node) =>
    typeof node.attrs?.attachment === "string" ? [node.attrs.attachment] : [],
  );
  const shown = order.flatMap((id) => withThumbnail.find((attachment) => attachment.id === id) ?? []);
  const first = shown[0] ?? withThumbnail[0];
  if (first?.thumbnail === undefined) return undefined;
  const { width, height, thumbnail } = first;
  return {
    ...thumbnail,
    type: thumbnail.type ?? "image/jpeg",
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
};

/** A row travels inside a commit of limited size and lies packed with others: these are what lists can use of it. */
const titleMost = 500;
const nameMost = 120;
const listedMost = 256;
/** Characters, never half of a surrogate pair. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/u, "");
const cutNames = <T extends { readonly name: string }>(named: readonly T[]): T[] =>
  named.slice(0, listedMost).map((one) => ({ ...one, name: cut(one.name, nameMost) }));

/**
 * The summary that lists show. A pure function of the document: every device makes the same one. Titles, names and lists
 * have a limit here; the document keeps them whole.
 */
export const rowOf = (doc: Y.Doc, docId: string): EntryRow => {
  const row = rowWithBody(doc, docId, readBody(bodyOf(doc)));
  return {
    ...row,
    title: cut(row.title, titleMost),
    tags: cutNames(row.tags),
    people: cutNames(row.people),
    ...(row.place === undefined ? {} : { place: { ...row.place, name: cut(row.place.name, nameMost) } }),
    moods: row.moods.slice(-listedMost),
  };
};

/** The same without limits, for a body that was read already: whole, for reading and export. */
export const rowWithBody = (doc: Y.Doc, docId: string, body: PmNode): EntryRow => {
  const text = plainTextOf(body);
  const values = meta(doc);
  const trashedAt = values.get("trashedAt");
  const place = fieldsOf(values.get("place"));
  const thumbnail = firstThumbnail(doc, body);
  const journal = values.get("journal");
  const run = sourceOf(doc)?.run;
  return {
    kind: "entry",
    docId,
    title: titleOf(doc).toString().trim(),
    excerpt: excerptOf(listTextOf(body)),
    when: whenOf(doc),
    journal: typeof journal === "string" ? journal : "",
    favourite: values.get("favourite") === true,
    pinned: values.get("pinned") === true,
    ...(isInstant(trashedAt) ? { trashedAt } : {}),
    tags: namedOf(keyed(doc, "tags")),
    people: namedOf(keyed(doc, "people")),
    ...(typeof place?.id === "string" && typeof place.name === "string"
      ? { place: { id: place.id, name: place.name } }
      : {}),
    moods: moodsOf(doc),
    ...(thumbnail === undefined ? {} : { thumbnail }),
    words: wordCount(text),
    attachments: keyed(doc, "attachments").size,
    ...(typeof run === "string" ? { importRun: run } : {}),
    schema: schemaOf(doc),
  };
};
