/**
 * What an entry is in Yjs. Top-level types, so that two devices which make them at the same time make the same ones:
 * `title` (text), `body` (fragment), `meta` (map of single values), and maps keyed by id, in which what two devices add
 * both stays: `tags`, `people`, `moods`, `attachments`. An imported text is a pair named after its run (`title/<run>`,
 * `body/<run>`) which `meta.body` chooses; the other pair stays as a version. Unknown keys are never touched.
 */
import * as Y from "yjs";
import type { Attachment, EntryChange, NameIds, When } from "./model.ts";
import { tidyName } from "./names.ts";
import { schemaVersion } from "./schema-version.ts";

export const meta = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("meta");
export const keyed = <T>(doc: Y.Doc, name: "tags" | "people" | "moods" | "attachments"): Y.Map<T> =>
  doc.getMap<T>(name);

/** The run whose text is shown, or undefined when the entry was written here. */
export const chosenRun = (doc: Y.Doc): string | undefined => {
  const run = meta(doc).get("body");
  return typeof run === "string" && run !== "" ? run : undefined;
};
/** Names of the pair of types that hold title and body. */
export const fieldNames = (run: string | undefined): { title: string; body: string } =>
  run === undefined ? { title: "title", body: "body" } : { title: `title/${run}`, body: `body/${run}` };

/** Name of the fragment the editor binds to. */
export const bodyFieldOf = (doc: Y.Doc): string => fieldNames(chosenRun(doc)).body;
export const titleOf = (doc: Y.Doc): Y.Text => doc.getText(fieldNames(chosenRun(doc)).title);
export const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(bodyFieldOf(doc));

/** False when a newer editor wrote something into it that ours would delete. */
export const isWritable = (doc: Y.Doc): boolean => schemaOf(doc) <= schemaVersion;
export const schemaOf = (doc: Y.Doc): number => {
  const schema = meta(doc).get("schema");
  return typeof schema === "number" ? schema : 1;
};

export interface EntryInit {
  readonly when: When;
  /** Journal id. */
  readonly journal: string;
}

/** False for what may be the rest of an entry whose beginning is not here. */
export const hasBegun = (doc: Y.Doc): boolean => meta(doc).has("when");

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

export const setAttachment = (doc: Y.Doc, { id, ...rest }: Attachment): void => {
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
