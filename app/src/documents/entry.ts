/**
 * What an entry is in Yjs. Top-level types, so that two devices which make them at the same time make the same ones:
 * `title` (text), `body` (fragment), `meta` (map of single values), and maps keyed by id, in which what two devices add
 * both stays: `tags`, `people`, `moods`, `attachments`. An imported text is a pair named after its run (`title/<run>`,
 * `body/<run>`) which `meta.body` chooses; the other pair stays as a version. Unknown keys are never touched.
 */
import * as Y from "yjs";
import { readBody, writeBody } from "./body.ts";
import { bodyToMarkdown } from "./markdown/write.ts";
import { mediaNames } from "./media-names.ts";
import type {
  Attachment,
  EntryChange,
  EntryContent,
  EntryRow,
  Mood,
  Named,
  NameIds,
  NewEntry,
  PmNode,
  Source,
  Taxonomy,
  When,
} from "./model.ts";
import { firstJournalId, journalIdFor, tidyName } from "./names.ts";
import { schemaVersion } from "./schema.ts";
import { excerptOf, plainTextOf, wordCount } from "./text.ts";

const meta = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("meta");
const keyed = <T>(doc: Y.Doc, name: "tags" | "people" | "moods" | "attachments"): Y.Map<T> =>
  doc.getMap<T>(name);

/** The run whose text is shown, or undefined when the entry was written here. */
export const chosenRun = (doc: Y.Doc): string | undefined => {
  const run = meta(doc).get("body");
  return typeof run === "string" && run !== "" ? run : undefined;
};
const fieldNames = (run: string | undefined): { title: string; body: string } =>
  run === undefined ? { title: "title", body: "body" } : { title: `title/${run}`, body: `body/${run}` };

/** Name of the fragment the editor binds to. */
export const bodyFieldOf = (doc: Y.Doc): string => fieldNames(chosenRun(doc)).body;
export const titleOf = (doc: Y.Doc): Y.Text => doc.getText(fieldNames(chosenRun(doc)).title);
export const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(bodyFieldOf(doc));

/** False when a newer editor wrote something into it that ours would delete. */
export const isWritable = (doc: Y.Doc): boolean => schemaOf(doc) <= schemaVersion;
const schemaOf = (doc: Y.Doc): number => {
  const schema = meta(doc).get("schema");
  return typeof schema === "number" ? schema : 1;
};

export interface EntryInit {
  readonly when: When;
  /** Journal id. */
  readonly journal: string;
}

/** Puts a new, empty entry into an empty document. Text is left to the editor: nothing is seeded. */
export const initEntryDoc = (doc: Y.Doc, init: EntryInit): void => {
  doc.transact(() => {
    meta(doc).set("schema", schemaVersion);
    meta(doc).set("when", { ...init.when });
    meta(doc).set("journal", init.journal);
  });
};

export const createEntryDoc = (init: EntryInit): Y.Doc => {
  const doc = new Y.Doc({ gc: true });
  initEntryDoc(doc, init);
  return doc;
};

/** Ids of what an import brings come from what it is, so that the same import on two devices adds each once. */
const importedMoodId = (mood: { at: number; value: number }, index: number): string =>
  [
    Math.max(0, Math.trunc(mood.at)).toString(16).padStart(16, "0"),
    mood.value.toString(16).padStart(8, "0"),
    index.toString(16).padStart(8, "0"),
  ].join("");

/**
 * A whole entry from an importer, a template or another vault. With a run its text goes to a pair of its own, so that
 * two devices which import the same never double a text. Values that are not given are left out.
 */
export const buildEntryDoc = (
  entry: NewEntry,
  run: string | undefined,
  ids: NameIds,
  taxonomy?: Taxonomy,
): Y.Doc => {
  const doc = createEntryDoc({ when: entry.when, journal: journalIdFor(entry.journal, taxonomy, ids) });
  doc.transact(() => {
    const fields = fieldNames(run);
    if (run !== undefined) meta(doc).set("body", run);
    if (entry.title !== "") doc.getText(fields.title).insert(0, entry.title);
    writeBody(doc.getXmlFragment(fields.body), entry.body);
    for (const name of entry.tags) applyEntryChange(doc, { type: "tag-add", name }, ids);
    for (const name of entry.people) applyEntryChange(doc, { type: "person-add", name }, ids);
    if (entry.place !== undefined) applyEntryChange(doc, { type: "place", name: entry.place }, ids);
    entry.moods.forEach((mood, index) => {
      const { value, scale, at } = mood;
      keyed<unknown>(doc, "moods").set(importedMoodId(mood, index), { value, scale, at });
    });
    if (entry.favourite) meta(doc).set("favourite", true);
    if (entry.pinned) meta(doc).set("pinned", true);
    for (const attachment of entry.attachments) setAttachment(doc, attachment);
    if (entry.source !== undefined) meta(doc).set("source", { ...entry.source });
  });
  return doc;
};

const setAttachment = (doc: Y.Doc, { id, ...rest }: Attachment): void => {
  keyed<unknown>(doc, "attachments").set(id, rest);
};
const addNamed = (map: Y.Map<unknown>, id: string, name: string): void => {
  if (!map.has(id)) map.set(id, { name: tidyName(name) });
};

/** One change as one transaction. A change that changes nothing writes nothing. */
export const applyEntryChange = (doc: Y.Doc, change: EntryChange, ids: NameIds): void => {
  doc.transact(() => {
    switch (change.type) {
      case "when":
        return meta(doc).set("when", { ...change.when });
      case "journal":
        return set(doc, "journal", change.journal);
      case "favourite":
        return flag(doc, "favourite", change.on);
      case "pinned":
        return flag(doc, "pinned", change.on);
      case "trash":
        return set(doc, "trashedAt", change.at);
      case "restore":
        return unset(doc, "trashedAt");
      case "tag-add":
        return tidyName(change.name) === ""
          ? undefined
          : addNamed(keyed(doc, "tags"), ids.idOf("tag", change.name), change.name);
      case "tag-remove":
        return remove(keyed(doc, "tags"), change.id);
      case "person-add":
        return tidyName(change.name) === ""
          ? undefined
          : addNamed(keyed(doc, "people"), ids.idOf("person", change.name), change.name);
      case "person-remove":
        return remove(keyed(doc, "people"), change.id);
      case "place": {
        const name = change.name === null ? "" : tidyName(change.name);
        if (name === "") return unset(doc, "place");
        return meta(doc).set("place", { id: ids.idOf("place", name), name });
      }
      case "mood-add": {
        const { value, scale, at } = change;
        keyed<unknown>(doc, "moods").set(ids.randomId(), { value, scale, at });
        return;
      }
      case "mood-remove":
        return remove(keyed(doc, "moods"), change.id);
      case "attachment-add":
        return setAttachment(doc, change.attachment);
      case "attachment-remove":
        return remove(keyed(doc, "attachments"), change.id);
      default:
        return change satisfies never;
    }
  });
};
const set = (doc: Y.Doc, key: string, value: string | number | boolean): void => {
  if (meta(doc).get(key) !== value) meta(doc).set(key, value);
};
const unset = (doc: Y.Doc, key: string): void => {
  if (meta(doc).has(key)) meta(doc).delete(key);
};
const flag = (doc: Y.Doc, key: string, on: boolean): void => (on ? set(doc, key, true) : unset(doc, key));
const remove = (map: Y.Map<unknown>, id: string): void => {
  if (map.has(id)) map.delete(id);
};

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
      isLevel(value) && typeof at === "number"
        ? [{ id, value, scale: typeof scale === "string" ? scale : "", at }]
        : [],
    )
    .sort((a, b) => a.at - b.at);
const isLevel = (value: unknown): value is Mood["value"] =>
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
  const { day, zone, instant } = when ?? {};
  const whole = typeof day === "string" && typeof zone === "string" && typeof instant === "number";
  return whole ? { day, zone, instant } : { day: "1970-01-01", zone: "UTC", instant: 0 };
};
const sourceOf = (doc: Y.Doc): Source | undefined => {
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

/** The summary that lists show. A pure function of the document: every device makes the same one. */
export const rowOf = (doc: Y.Doc, docId: string): EntryRow => rowWithBody(doc, docId, readBody(bodyOf(doc)));

const rowWithBody = (doc: Y.Doc, docId: string, body: PmNode): EntryRow => {
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
    excerpt: excerptOf(text),
    when: whenOf(doc),
    journal: typeof journal === "string" ? journal : "",
    favourite: values.get("favourite") === true,
    pinned: values.get("pinned") === true,
    ...(typeof trashedAt === "number" ? { trashedAt } : {}),
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

/** Runs whose pair is in the document and not shown. */
const otherRuns = (doc: Y.Doc): string[] =>
  [...doc.share.keys()]
    .flatMap((name) => (name.startsWith("body/") ? [name.slice("body/".length)] : []))
    .filter((run) => run !== chosenRun(doc))
    .sort();

/** Everything of an entry, for export and for reading without an editor. */
export const contentOf = (doc: Y.Doc, docId: string): EntryContent => {
  const body = readBody(bodyOf(doc));
  const attachments = attachmentsOf(doc);
  const names = mediaNames(attachments);
  const mediaPath = (id: string): string | undefined => {
    const name = names.get(id);
    return name === undefined ? undefined : `media/${name}`;
  };
  const source = sourceOf(doc);
  return {
    row: rowWithBody(doc, docId, body),
    body,
    markdown: bodyToMarkdown(body, { mediaPath }),
    attachments,
    ...(source === undefined ? {} : { source }),
    versions: otherRuns(doc).map((run) => ({
      run,
      title: doc.getText(fieldNames(run).title).toString(),
      markdown: bodyToMarkdown(readBody(doc.getXmlFragment(fieldNames(run).body)), { mediaPath }),
    })),
  };
};

export { firstJournalId };
