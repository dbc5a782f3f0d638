/** A journal imported first without its photos gets them when they come, wherever its text is by then. */
import { expect, test } from "vitest";
import { bodyOf } from "../../documents/entry.ts";
import type { PmNode } from "../../documents/model.ts";
import type { ImportedDocument, ImportRun } from "../api.ts";
import { createTestBrowser, must, now } from "../testing/browser.ts";
import { openPage } from "../testing/pages.ts";

const photo = "a".repeat(32);
const sound = "b".repeat(32);
const paragraph = (text: string): PmNode => ({ type: "paragraph", content: [{ type: "text", text }] });
const image: PmNode = { type: "image", attrs: { attachment: photo, alt: "sea" } };
const file: PmNode = { type: "file", attrs: { attachment: sound, name: "waves.m4a" } };
const entryOf = (content: readonly PmNode[]): ImportedDocument["entry"] => ({
  title: "By the sea",
  body: { type: "doc", content },
  when: { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) },
  tags: [],
  people: [],
  moods: [],
  favourite: false,
  pinned: false,
});
const words = [paragraph("before"), paragraph("after")];
const bare: ImportedDocument = { sourceId: "UUID", entry: entryOf(words), media: [] };
const whole: ImportedDocument = {
  sourceId: "UUID",
  entry: entryOf([paragraph("before"), image, paragraph("after"), file]),
  media: [
    { id: photo, name: "sea.png", type: "image/png", bytes: new Uint8Array(2000).fill(7) },
    { id: sound, name: "waves.m4a", type: "audio/mp4", bytes: new Uint8Array(30).fill(8) },
  ],
};
const run = (id: string): ImportRun => ({ id: id.repeat(32), importer: "dayone", label: "Journal", at: 0 });

const opened = async (seed: number) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  must(
    await tab.create({ passphrase: "correct horse battery staple", deviceName: "Phone", journalName: "J" }),
  );
  expect(await tab.ingest(run("1"), [bare])).toEqual([{ sourceId: "UUID", outcome: "added" }]);
  const rows = now(tab.rows$);
  const docId = (rows.type === "all" ? rows.rows : [])[0]?.docId ?? "";
  return { tab, docId, read: async () => must(await tab.readEntry(docId)) };
};
const kinds = (body: PmNode): string[] =>
  (body.content ?? []).map(({ type, attrs, content }) =>
    String(attrs?.attachment ?? content?.[0]?.text ?? type),
  );

test("photos and files come into an untouched text where the import has them, and a third time changes nothing", async () => {
  const { tab, read } = await opened(1);
  expect(await tab.ingest(run("2"), [whole])).toEqual([{ sourceId: "UUID", outcome: "completed", media: 2 }]);
  const { body, attachments } = await read();
  expect(kinds(body)).toEqual(["before", photo, "after", sound]);
  const [first] = attachments;
  expect(must(await tab.readBlob(first!.manifest))).toEqual(whole.media[0]?.bytes);
  expect(await tab.ingest(run("3"), [whole])).toEqual([{ sourceId: "UUID", outcome: "unchanged" }]);
  expect(kinds((await read()).body)).toEqual(["before", photo, "after", sound]);
});

test("in a text that was changed no word moves: they come after it", async () => {
  const { tab, docId, read } = await opened(2);
  const page = await openPage(tab, docId);
  bodyOf(page.doc).delete(0, 1);
  await tab.flush();
  expect((await tab.ingest(run("2"), [whole]))[0]?.outcome).toBe("completed");
  expect(kinds((await read()).body)).toEqual(["after", photo, sound]);
  expect((await read()).attachments).toHaveLength(2);
});

test("what comes back from the trash gets them too", async () => {
  const { tab, read } = await opened(3);
  expect(await tab.undoImport(run("1").id)).toBe(1);
  expect(await tab.ingest(run("2"), [whole])).toEqual([{ sourceId: "UUID", outcome: "restored", media: 2 }]);
  expect(kinds((await read()).body)).toEqual(["before", photo, "after", sound]);
  expect(now(tab.imports$).map(({ entries }) => entries)).toContain(1);
});
