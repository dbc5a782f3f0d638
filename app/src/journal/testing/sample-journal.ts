/**
 * An invented journal on the fake vault, with real documents behind its rows: what is typed changes the row, as in the
 * engine. For component tests and for looking at screens.
 */
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import {
  applyEntryChange,
  applyTaxonomyChange,
  bodyFromMarkdown,
  buildEntryDoc,
  contentOf,
  createEntryDoc,
  type EntryRow,
  initTaxonomy,
  type MoodLevel,
  readTaxonomy,
  rowOf,
  whenAt,
} from "../../documents/index.ts";
import { createFakeVault, type FakeVaultOptions, fakeIds, subject } from "../../store/testing/fake-vault.ts";
import type { SavedState, Vault } from "../../vault/index.ts";

export interface SampleEntry {
  readonly day: string;
  readonly time: string;
  readonly title?: string;
  readonly text: string;
  readonly journal?: string;
  readonly tags?: readonly string[];
  readonly people?: readonly string[];
  readonly place?: string;
  readonly moods?: readonly MoodLevel[];
  readonly favourite?: boolean;
  readonly pinned?: boolean;
  readonly trashed?: boolean;
  /** Bytes of an SVG-free picture, drawn by whoever shows it. */
  readonly photo?: { readonly name: string; readonly width: number; readonly height: number };
}

const zone = "Europe/Oslo";
const manifest = (name: string) => ({ blobId: name, key: new Uint8Array(32), size: 1, chunkIds: [] });

const docOf = (entry: SampleEntry): Y.Doc => {
  const [hour = 0, minute = 0] = entry.time.split(":").map(Number);
  const when = whenAt(entry.day, { hour, minute }, zone);
  const doc = buildEntryDoc(
    {
      title: entry.title ?? "",
      body: bodyFromMarkdown(entry.text),
      when,
      ...(entry.journal === undefined ? {} : { journal: entry.journal }),
      tags: entry.tags ?? [],
      people: entry.people ?? [],
      ...(entry.place === undefined ? {} : { place: entry.place }),
      moods: (entry.moods ?? []).map((value, index) => ({
        value,
        scale: "five",
        at: when.instant + index * 3.6e6,
      })),
      favourite: entry.favourite ?? false,
      pinned: entry.pinned ?? false,
      attachments: [],
    },
    undefined,
    fakeIds,
  );
  if (entry.photo !== undefined) {
    const { name, width, height } = entry.photo;
    applyEntryChange(
      doc,
      {
        type: "attachment-add",
        attachment: {
          id: name,
          name,
          type: "image/png",
          manifest: manifest(name),
          width,
          height,
          thumbnail: manifest(name),
        },
      },
      fakeIds,
    );
    const image = new Y.XmlElement("image");
    image.setAttribute("attachment", name);
    doc.getXmlFragment("body").insert(0, [image]);
  }
  if (entry.trashed === true) applyEntryChange(doc, { type: "trash", at: when.instant + 8.64e7 }, fakeIds);
  return doc;
};

export interface SampleOptions extends FakeVaultOptions {
  readonly entries?: readonly SampleEntry[];
  readonly journals?: readonly { readonly name: string; readonly ink: "iron" | "madder" | "moss" | "plum" }[];
  readonly readBlob?: Vault["readBlob"];
}

export const createSampleVault = (options: SampleOptions = {}) => {
  const taxonomyDoc = new Y.Doc();
  initTaxonomy(taxonomyDoc, "Daily", fakeIds);
  for (const { name, ink } of options.journals ?? [])
    applyTaxonomyChange(taxonomyDoc, { type: "journal-add", name, ink }, fakeIds);
  const docs = new Map<string, Y.Doc>();
  const fake = createFakeVault({ ...options, taxonomy: readTaxonomy(taxonomyDoc) });
  const saved = subject<SavedState>({ code: "saved-here" });
  const add = (docId: string, doc: Y.Doc): EntryRow => {
    docs.set(docId, doc);
    doc.on("updateV2", () => {
      saved.next({ code: "saved-here" });
      fake.change([rowOf(doc, docId)]);
    });
    return rowOf(doc, docId);
  };
  const rows = (options.entries ?? []).map((entry) => add(fakeIds.randomId(), docOf(entry)));
  fake.change(rows);
  const notFound = { ok: false, error: { code: "not-found" } } as const;
  const awarenesses = new Map<string, Awareness>();

  const vault: Vault = {
    ...fake.vault,
    open: async (docId) => {
      const ydoc = docs.get(docId);
      if (ydoc === undefined) return notFound;
      const awareness = awarenesses.get(docId) ?? new Awareness(ydoc);
      awarenesses.set(docId, awareness);
      return {
        ok: true,
        value: {
          docId,
          ydoc,
          awareness,
          saved$: saved.observable,
          writable: true,
          close: async () => undefined,
        },
      };
    },
    createEntry: async ({ when, journal }) => {
      const docId = fakeIds.randomId();
      const first = fake.taxonomy.value.journals[0]?.id ?? "";
      fake.change([add(docId, createEntryDoc({ when, journal: journal ?? first }))]);
      return { ok: true, value: docId };
    },
    edit: async (docId, changes) => {
      const doc = docs.get(docId);
      if (doc === undefined) return notFound;
      for (const change of changes) applyEntryChange(doc, change, fakeIds);
      return { ok: true, value: undefined };
    },
    readEntry: async (docId) => {
      const doc = docs.get(docId);
      return doc === undefined ? notFound : { ok: true, value: contentOf(doc, docId) };
    },
    editTaxonomy: async (change) => {
      applyTaxonomyChange(taxonomyDoc, change, fakeIds);
      fake.taxonomy.next(readTaxonomy(taxonomyDoc));
    },
    ...(options.readBlob === undefined ? {} : { readBlob: options.readBlob }),
  };
  return { ...fake, vault, docs, awarenesses, saved, rows };
};
