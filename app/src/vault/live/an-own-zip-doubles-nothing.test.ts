/** What our own zip holds goes back into the journal it came from without doubling it, and into another as what it was. */
import { expect, test } from "vitest";
import type { EntryContent } from "../../documents/model.ts";
import type { ImportedDocument } from "../api.ts";
import { createTestBrowser, must, now } from "../testing/browser.ts";

const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = (importer: string) => ({ id: "f".repeat(32), importer, label: "", at: 1 });
const entry = {
  title: "Sea",
  body: { type: "doc", content: [{ type: "paragraph" }] },
  when,
  tags: [],
  people: [],
  moods: [],
  favourite: false,
  pinned: false,
};
const journal = async (seed: number) => {
  const tab = await (await createTestBrowser(seed)).tab();
  must(await tab.create({ passphrase: "correct horse battery staple", deviceName: "P", journalName: "J" }));
  return tab;
};
/** As the importer reads it out of the zip. */
const zipped = ({ row, body, source }: EntryContent): ImportedDocument => ({
  sourceId: row.docId,
  entry: {
    ...entry,
    body,
    ...(row.trashedAt !== undefined && { trashedAt: row.trashedAt }),
    ...(source !== undefined && { raw: { source: { importer: source.importer, id: source.id } } }),
  },
  media: [],
});
const count = (tab: Awaited<ReturnType<typeof journal>>) => {
  const rows = now(tab.rows$);
  return rows.type === "all" ? rows.rows.length : 0;
};

test("an entry that is here is unchanged, written here or imported", async () => {
  const tab = await journal(42);
  const written = must(await tab.createEntry({ when }));
  await tab.ingest(run("dayone"), [{ sourceId: "UUID", entry, media: [] }]);
  const rows = now(tab.rows$);
  const docIds = rows.type === "all" ? rows.rows.map(({ docId }) => docId) : [];
  expect(docIds).toContain(written);
  const own = await Promise.all(docIds.map(async (docId) => zipped(must(await tab.readEntry(docId)))));
  const { here } = await tab.importedBefore("whisperwell", docIds);
  expect(here).toBe(2);
  const outcomes = await tab.ingest(run("whisperwell"), own);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged"]);
  expect(count(tab)).toBe(2);
});

test("an entry in the trash stays there when the zip has it in the trash too, and comes back when it has not", async () => {
  const tab = await journal(43);
  const docId = must(await tab.createEntry({ when }));
  const alive = zipped(must(await tab.readEntry(docId)));
  must(await tab.edit(docId, [{ type: "trash", at: 7 }]));
  const thrown = zipped(must(await tab.readEntry(docId)));
  expect((await tab.ingest(run("whisperwell"), [thrown])).map(({ outcome }) => outcome)).toEqual([
    "unchanged",
  ]);
  expect((await tab.ingest(run("whisperwell"), [alive])).map(({ outcome }) => outcome)).toEqual(["restored"]);
});

test("in another journal it is what its own source makes there, whichever of the two is imported first", async () => {
  const tab = await journal(44);
  await tab.ingest(run("dayone"), [{ sourceId: "UUID", entry, media: [] }]);
  const rows = now(tab.rows$);
  const own = zipped(must(await tab.readEntry(rows.type === "all" ? (rows.rows[0]?.docId ?? "") : "")));
  const other = await journal(45);
  expect((await other.ingest(run("whisperwell"), [own])).map(({ outcome }) => outcome)).toEqual(["added"]);
  const again = await other.ingest(run("dayone"), [{ sourceId: "UUID", entry, media: [] }]);
  expect(again.map(({ outcome }) => outcome)).toEqual(["unchanged"]);
  expect(count(other)).toBe(1);
});
