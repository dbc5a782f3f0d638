/** A whole entry at once: from an importer, a template or another vault. Brings the editor schema along. */
import type * as Y from "yjs";
import { writeBody } from "./body-write.ts";
import { applyEntryChange, createEntryDoc, fieldNames, keyed, meta, setAttachment } from "./entry.ts";
import type { NameIds, NewEntry, Taxonomy } from "./model.ts";
import { journalIdFor } from "./names.ts";

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
    if (entry.trashedAt !== undefined) applyEntryChange(doc, { type: "trash", at: entry.trashedAt }, ids);
    for (const attachment of entry.attachments) setAttachment(doc, attachment);
    if (entry.source !== undefined) meta(doc).set("source", { ...entry.source });
  });
  return doc;
};
