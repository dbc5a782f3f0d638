import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { readBody } from "./body.ts";
import { writeBody } from "./body-write.ts";
import { applyEntryChange, bodyOf, createEntryDoc, isWritable, titleOf } from "./entry.ts";
import { buildEntryDoc } from "./entry-build.ts";
import { contentOf } from "./entry-content.ts";
import { rowOf } from "./entry-row.ts";
import { bodyFromMarkdown } from "./markdown/read.ts";
import type { Attachment, NewEntry } from "./model.ts";
import { applySettingsChange, readSettings } from "./settings.ts";
import { applyTaxonomyChange, initTaxonomy, readTaxonomy } from "./taxonomy.ts";
import { bodies, testNameIds } from "./testing.ts";

const when = { day: "2024-04-17", zone: "Europe/Dublin", instant: Date.UTC(2024, 3, 16, 23) };
const ids = testNameIds();
const manifest = { blobId: "b".repeat(32), key: new Uint8Array(32), size: 3, chunkIds: ["c".repeat(64)] };
const photo: Attachment = {
  id: "a".repeat(32),
  name: "sea.jpg",
  type: "image/jpeg",
  manifest,
  thumbnail: { ...manifest, type: "image/webp" },
};
const entry: NewEntry = {
  title: "By the sea",
  body: bodyFromMarkdown(`Some words.\n\n![low tide](attachment:${photo.id})`),
  when,
  journal: "Travel",
  tags: ["Sea", "sea ", "wind"],
  people: ["Ana"],
  place: "Skerries",
  moods: [{ value: 4, scale: "five", at: when.instant }],
  favourite: true,
  pinned: false,
  attachments: [photo],
  source: { importer: "dayone", id: "X", run: "r1", raw: { weather: { code: "rain" } } },
};
const merge = (...docs: Y.Doc[]): Y.Doc => {
  const merged = new Y.Doc();
  for (const doc of docs) Y.applyUpdateV2(merged, Y.encodeStateAsUpdateV2(doc));
  return merged;
};

describe("an entry", () => {
  it("shows in its row all that a list needs", () => {
    const row = rowOf(buildEntryDoc(entry, "r1", ids), "d".repeat(32));
    expect(row).toMatchObject({
      title: "By the sea",
      excerpt: "Some words.",
      when,
      journal: ids.idOf("journal", "travel"),
      favourite: true,
      pinned: false,
      words: 2,
      attachments: 1,
      importRun: "r1",
      schema: 1,
      place: { name: "Skerries" },
      thumbnail: { blobId: manifest.blobId, type: "image/webp" },
    });
    expect(row.tags.map(({ name }) => name)).toEqual(["Sea", "wind"]);
  });

  it("imported on two devices holds every text, tag and mood once", () => {
    const one = buildEntryDoc(entry, "r1", ids);
    const two = buildEntryDoc({ ...entry, source: { importer: "dayone", id: "X", run: "r2" } }, "r2", ids);
    const merged = merge(one, two);
    const content = contentOf(merged, "d");
    expect(content.row.title).toBe("By the sea");
    expect(content.markdown).toBe("Some words.\n\n![low tide](media/sea.jpg)\n");
    expect(content.row.tags).toHaveLength(2);
    expect(content.row.moods).toHaveLength(1);
    expect(content.versions).toHaveLength(1);
    expect(rowOf(merge(two, one), "d")).toEqual(content.row);
  });

  it("keeps what two devices add to tags and moods at the same time", () => {
    const base = createEntryDoc({ when, journal: "j" });
    const [one, two] = [merge(base), merge(base)];
    applyEntryChange(one, { type: "tag-add", name: "one" }, ids);
    applyEntryChange(two, { type: "tag-add", name: "two" }, ids);
    applyEntryChange(one, { type: "mood-add", value: 2, scale: "five", at: 1 }, ids);
    applyEntryChange(two, { type: "mood-add", value: 5, scale: "five", at: 2 }, ids);
    const row = rowOf(merge(one, two), "d");
    expect(row.tags.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(row.moods.map(({ value }) => value)).toEqual([2, 5]);
  });

  it("never mixes a day of one device with a zone of another", () => {
    const base = createEntryDoc({ when, journal: "j" });
    const [one, two] = [merge(base), merge(base)];
    const [a, b] = [
      { day: "2020-01-01", zone: "UTC", instant: 1 },
      { day: "2021-01-01", zone: "Asia/Tokyo", instant: 2 },
    ];
    applyEntryChange(one, { type: "when", when: a }, ids);
    applyEntryChange(two, { type: "when", when: b }, ids);
    expect([a, b]).toContainEqual(rowOf(merge(one, two), "d").when);
  });

  it("goes to the trash and comes back; a change that changes nothing writes nothing", () => {
    const doc = buildEntryDoc(entry, undefined, ids);
    applyEntryChange(doc, { type: "trash", at: 5 }, ids);
    expect(rowOf(doc, "d").trashedAt).toBe(5);
    applyEntryChange(doc, { type: "restore" }, ids);
    expect(rowOf(doc, "d")).not.toHaveProperty("trashedAt");
    const before = Y.encodeStateVector(doc);
    applyEntryChange(doc, { type: "tag-add", name: " SEA" }, ids);
    applyEntryChange(doc, { type: "favourite", on: true }, ids);
    applyEntryChange(doc, { type: "journal", journal: rowOf(doc, "d").journal }, ids);
    expect(Y.encodeStateVector(doc)).toEqual(before);
  });

  it("opens read-only when a newer editor wrote it, and shows its words all the same", () => {
    const doc = buildEntryDoc(entry, undefined, ids);
    doc.getMap("meta").set("schema", 99);
    const drawing = new Y.XmlElement("drawing");
    drawing.insert(0, [new Y.XmlText("a label")]);
    bodyOf(doc).insert(0, [drawing]);
    expect(isWritable(doc)).toBe(false);
    expect(rowOf(doc, "d").excerpt).toContain("a label");
    expect(contentOf(doc, "d").markdown).toContain("a label");
  });

  it("survives any value under a known key", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        const doc = new Y.Doc();
        for (const key of ["when", "journal", "place", "source", "trashedAt", "body"])
          doc.getMap("meta").set(key, one);
        for (const map of ["tags", "moods", "people", "attachments"]) doc.getMap(map).set("id", two);
        expect(rowOf(doc, "d").kind).toBe("entry");
        expect(contentOf(doc, "d").body.type).toBe("doc");
      }),
    );
  });

  it("holds a body exactly as the editor's binding would", () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const doc = new Y.Doc();
        writeBody(doc.getXmlFragment("body"), body);
        expect(sorted(readBody(bodyOf(merge(doc))))).toEqual(sorted(body));
      }),
      { numRuns: 100 },
    );
  });

  it("shares its title as text two devices can write at once", () => {
    const base = createEntryDoc({ when, journal: "j" });
    const [one, two] = [merge(base), merge(base)];
    titleOf(one).insert(0, "Sea");
    titleOf(two).insert(0, "Wind");
    expect(["SeaWind", "WindSea"]).toContain(titleOf(merge(one, two)).toString());
  });
});
/** Marks are a set, and Yjs leaves out attributes that are null. */
const sorted = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner) =>
      key === "marks"
        ? [...inner].sort((a, b) => (a.type < b.type ? -1 : 1))
        : inner === null
          ? undefined
          : inner,
    ).replaceAll(',"attrs":{}', ""),
  );

describe("a taxonomy", () => {
  const fresh = (): Y.Doc => {
    const doc = new Y.Doc();
    initTaxonomy(doc, "Journal", ids);
    return doc;
  };
  it("starts with the first journal, under any name", () => {
    expect(readTaxonomy(fresh()).journals).toEqual([
      { id: ids.idOf("journal", "first"), name: "Journal", ink: "iron", order: 0, archived: false },
    ]);
  });
  it("keeps a new name from one device and a new ink from another", () => {
    const base = fresh();
    const [one, two] = [merge(base), merge(base)];
    const id = ids.idOf("journal", "first");
    applyTaxonomyChange(one, { type: "journal-rename", id, name: "Days" }, ids);
    applyTaxonomyChange(two, { type: "journal-ink", id, ink: "moss" }, ids);
    expect(readTaxonomy(merge(one, two)).journals[0]).toMatchObject({ name: "Days", ink: "moss" });
  });
  it("makes one journal of a word used on two devices", () => {
    const base = fresh();
    const [one, two] = [merge(base), merge(base)];
    applyTaxonomyChange(one, { type: "journal-add", name: "Work", ink: "sea" }, ids);
    applyTaxonomyChange(two, { type: "journal-add", name: "work", ink: "sea" }, ids);
    expect(readTaxonomy(merge(one, two)).journals).toHaveLength(2);
  });
  it("follows merges of tags, and ends where two devices merged in a circle", () => {
    const doc = fresh();
    for (const [from, into] of [
      ["a", "b"],
      ["b", "c"],
      ["c", "a"],
    ] as const) {
      applyTaxonomyChange(doc, { type: "tag-merge", from, into }, ids);
    }
    expect(readTaxonomy(doc).tags).toEqual([{ id: "c", name: "", aliases: ["a", "b"] }]);
    doc.getMap("tags").set("c/into", "a");
    expect(readTaxonomy(doc).tags).toHaveLength(1);
  });
});

it("settings keep their bounds and ignore what they do not know", () => {
  const doc = new Y.Doc();
  applySettingsChange(doc, { type: "start-of-day", minutes: 9999 });
  applySettingsChange(doc, { type: "slot", principal: "p", bytes: new Uint8Array([1]) });
  doc.getMap("values").set("later", { x: 1 });
  doc.getMap("deviceNames").set("d", 7);
  expect(readSettings(doc)).toEqual({
    startOfDay: 360,
    deviceNames: {},
    slots: { p: new Uint8Array([1]) },
    wordsChecked: false,
  });
});
