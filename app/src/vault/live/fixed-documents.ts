/** Taxonomy and settings: always live, shown as plain values, changed by plain changes. */
import type { DocId, Random } from "@whisperwell/crypto";
import type * as Y from "yjs";
import type { Settings, SettingsChange, Taxonomy, TaxonomyChange } from "../../documents/model.ts";
import { applySettingsChange, readSettings } from "../../documents/settings.ts";
import { applyTaxonomyChange, readTaxonomy } from "../../documents/taxonomy.ts";
import { createSubject, type Value } from "../observable.ts";
import type { Session } from "../session.ts";
import type { Live } from "./live.ts";
import { nameIdsOf } from "./names.ts";

export const noTaxonomy: Taxonomy = { journals: [], tags: [] };
export const noSettings: Settings = { startOfDay: 0, deviceNames: {}, slots: {}, wordsChecked: false };

export interface FixedDocuments {
  readonly taxonomy$: Value<Taxonomy>;
  readonly settings$: Value<Settings>;
  /** Shown at once; what finds no room waits in memory, is tried again, and is in the way of a lock until it is kept. */
  readonly editTaxonomy: (change: TaxonomyChange) => Promise<void>;
  readonly editSettings: (change: SettingsChange) => Promise<void>;
  /** Loads what is there; called again when commits of one of them arrive. */
  readonly load: () => Promise<void>;
}

export const createFixedDocuments = (session: Session, random: Random, live: Live): FixedDocuments => {
  const ids = nameIdsOf(session, random);
  const taxonomyId = session.identity.fixedDocId("taxonomy");
  const settingsId = session.identity.fixedDocId("settings");
  const taxonomy$ = createSubject(noTaxonomy);
  const settings$ = createSubject(noSettings);
  const watched = new Set<Y.Doc>();

  const show = async <T>(docId: DocId, value$: Value<T>, read: (doc: Y.Doc) => T) => {
    await live.withDoc(docId, ({ doc }) => {
      value$.set(read(doc));
      if (watched.has(doc)) return;
      watched.add(doc);
      doc.on("updateV2", () => value$.set(read(doc)));
    });
  };
  const load = async () => {
    await show(taxonomyId, taxonomy$, readTaxonomy);
    await show(settingsId, settings$, readSettings);
  };
  /** A vault that joined another has none until it pulled; a change then makes the document. */
  const change = async (docId: DocId, apply: (doc: Y.Doc) => void): Promise<void> => {
    const changed = await live.change(docId, apply);
    if (changed.ok || changed.error.code !== "not-found") return;
    await live.create(docId, apply);
    await load();
  };
  return {
    taxonomy$,
    settings$,
    editTaxonomy: (taxonomyChange) =>
      change(taxonomyId, (doc) => applyTaxonomyChange(doc, taxonomyChange, ids)),
    editSettings: (settingsChange) => change(settingsId, (doc) => applySettingsChange(doc, settingsChange)),
    load,
  };
};
