import { expect, test } from "vitest";
import * as Y from "yjs";
import { bodyOf, titleOf } from "../documents/entry.ts";
import type { SavedState } from "./api.ts";
import type { Engine } from "./engine-api.ts";
import { createTestBrowser, must, now } from "./testing/browser.ts";

const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const options = { passphrase, deviceName: "Phone", journalName: "Journal" };

const openDoc = async (engine: Engine, docId: string) => {
  const saved: SavedState[] = [];
  const doc = new Y.Doc();
  const opened = must(
    await engine.open(docId, {
      onUpdate: (update) => Y.applyUpdateV2(doc, update, "engine"),
      onAwareness: () => {},
      onSaved: (state) => saved.push(state),
    }),
  );
  Y.applyUpdateV2(doc, opened.state, "engine");
  doc.on("updateV2", (update: Uint8Array, origin: unknown) => {
    if (origin !== "engine") opened.handle.update(update);
  });
  return { doc, saved, handle: opened.handle };
};

test("create, write, lock, unlock by words: the text is there", async () => {
  const browser = await createTestBrowser(1);
  const tab = await browser.tab();
  expect(now(tab.state$)).toEqual({ phase: "absent", vanished: false });
  const { words } = must(await tab.create(options));
  expect(words.length).toBe(24);
  expect(now(tab.state$).phase).toBe("unlocked");
  expect(now(tab.taxonomy$).journals.map(({ name }) => name)).toEqual(["Journal"]);

  const docId = must(await tab.createEntry({ when }));
  const { doc, saved, handle } = await openDoc(tab, docId);
  titleOf(doc).insert(0, "A day");
  const paragraph = new Y.XmlElement("paragraph");
  bodyOf(doc).insert(0, [paragraph]);
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  text.insert(0, "Something happened");
  await browser.clock.advance(100);
  expect(saved.at(-1)).toEqual({ code: "saved-here" });
  await handle.close();
  const rows = now(tab.rows$);
  expect(rows.type === "all" && rows.rows.map((row) => [row.title, row.excerpt])).toEqual([
    ["A day", "Something happened"],
  ]);

  await tab.lock();
  expect(now(tab.state$)).toEqual({ phase: "locked", waysIn: ["passphrase", "phrase"] });
  expect(await tab.readEntry(docId)).toEqual({ ok: false, error: { code: "locked" } });
  expect(await tab.unlock({ kind: "passphrase", passphrase: "wrong" })).toEqual({
    ok: false,
    error: { code: "wrong-passphrase" },
  });
  must(await tab.unlock({ kind: "phrase", words: words.join(" ") }));
  expect(must(await tab.readEntry(docId)).markdown).toContain("Something happened");
  await tab.lock();
  must(await tab.unlock({ kind: "passphrase", passphrase }));
  expect(must(await tab.readEntry(docId)).row.title).toBe("A day");
});

test("importing twice adds nothing, undo moves to the trash, importing again restores", async () => {
  const browser = await createTestBrowser(2);
  const tab = await browser.tab();
  must(await tab.create(options));
  const run = { id: "a".repeat(32), importer: "dayone", label: "export.zip", at: browser.clock.now() };
  const documents = Array.from({ length: 30 }, (_, i) => ({
    sourceId: `entry-${i}`,
    entry: {
      title: `Entry ${i}`,
      body: {
        type: "doc",
        content: [{ type: "paragraph", content: [{ type: "text", text: `Words ${i}` }] }],
      },
      when,
      journal: i % 2 === 0 ? "Travel" : "Journal",
      tags: ["x"],
      people: [],
      moods: [],
      favourite: false,
      pinned: false,
    },
    media:
      i === 0
        ? [{ id: "b".repeat(32), name: "a.jpg", type: "image/jpeg", bytes: new Uint8Array(5000).fill(7) }]
        : [],
  }));
  const outcomes = (list: readonly { outcome: string }[]) => [...new Set(list.map(({ outcome }) => outcome))];
  const sourceIds = documents.map(({ sourceId }) => sourceId);
  expect(await tab.importedBefore(run.importer, sourceIds)).toEqual({ here: 0, trashed: 0 });
  expect(outcomes(await tab.ingest(run, documents))).toEqual(["added"]);
  expect(await tab.importedBefore(run.importer, [...sourceIds, "another"])).toEqual({ here: 30, trashed: 0 });
  expect(await tab.importedBefore("another", sourceIds)).toEqual({ here: 0, trashed: 0 });
  expect(outcomes(await tab.ingest(run, documents))).toEqual(["unchanged"]);
  expect(
    now(tab.taxonomy$)
      .journals.map(({ name }) => name)
      .sort(),
  ).toEqual(["Journal", "Travel"]);
  expect(now(tab.imports$)).toMatchObject([{ label: "export.zip", entries: 30 }]);
  const rows = now(tab.rows$);
  const first = rows.type === "all" ? rows.rows.find(({ title }) => title === "Entry 0") : undefined;
  const content = must(await tab.readEntry(first!.docId));
  expect(must(await tab.readBlob(content.attachments[0]!.manifest))).toEqual(new Uint8Array(5000).fill(7));
  expect(await tab.undoImport(run.id)).toBe(30);
  expect(now(tab.imports$)).toMatchObject([{ entries: 0 }]);
  expect(await tab.importedBefore(run.importer, sourceIds)).toEqual({ here: 30, trashed: 30 });
  expect(outcomes(await tab.ingest(run, documents))).toEqual(["restored"]);
  expect(now(tab.imports$)).toMatchObject([{ entries: 30 }]);
});
