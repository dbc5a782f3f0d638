/** A record that no document can hold is named as not written; what came with it in the same batch is imported. */
import { expect, test } from "vitest";
import type { ImportedDocument } from "../api.ts";
import { createTestBrowser, must } from "../testing/browser.ts";

const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = { id: "f".repeat(32), importer: "markdown", label: "Notes", at: 1 };
const record = (sourceId: string, over: Partial<ImportedDocument["entry"]> = {}): ImportedDocument => ({
  sourceId,
  entry: {
    title: sourceId.slice(0, 20),
    body: { type: "doc", content: [{ type: "paragraph" }] },
    when,
    tags: [],
    people: [],
    moods: [],
    favourite: false,
    pinned: false,
    ...over,
  },
  media: [],
});
const circular: unknown[] = [];
circular.push(circular);

test.each([
  ["a source that names itself with 70 kB", record("x".repeat(70_000))],
  ["a journal of a name of 70 kB", record("odd", { journal: "y".repeat(70_000) })],
  ["a tag of 70 kB", record("odd", { tags: ["z".repeat(70_000)] })],
  ["fields that hold themselves", record("odd", { raw: { circular } })],
])("%s", async (_, odd) => {
  const browser = await createTestBrowser(41);
  const tab = await browser.tab();
  must(await tab.create({ passphrase: "correct horse battery staple", deviceName: "P", journalName: "J" }));
  const outcomes = await tab.ingest(run, [record("before"), odd, record("after")]);
  const by = new Map(outcomes.map(({ sourceId, ...rest }) => [sourceId, rest]));
  expect(by.get("before")).toEqual({ outcome: "added" });
  expect(by.get("after")).toEqual({ outcome: "added" });
  expect(by.get(odd.sourceId)).toEqual({ outcome: "failed", code: "unwritable" });
  expect(await tab.importedBefore("markdown", [odd.sourceId, "before"])).toEqual({ here: 1, trashed: 0 });
});
