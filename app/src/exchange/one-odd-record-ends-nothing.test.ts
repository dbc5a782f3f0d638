/** Whatever a record says of itself, the others are imported, and what is stored can be shown and exported. */
import { expect, test } from "vitest";
import { isDay, timeOf } from "../documents/days.ts";
import { buildEntryDoc } from "../documents/entry-build.ts";
import { rowOf } from "../documents/entry-row.ts";
import { testNameIds } from "../documents/testing.ts";
import { importAll, textFile } from "./testing.ts";

const body = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "words" }] }] };
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const entry = (docId: string, over: object) =>
  textFile(`entries/${docId}.json`, JSON.stringify({ docId, title: docId, when, body, ...over }));
const own = (entries: Readonly<Record<string, object>>) =>
  importAll([
    textFile("manifest.json", JSON.stringify({ format: "whisperwell", version: 1 })),
    ...Object.entries(entries).map(([docId, over]) => entry(docId, over)),
  ]);
const titles = ({ documents }: Awaited<ReturnType<typeof own>>) => documents.map((one) => one.entry.title);

test("a mood that is nothing is left out, and what comes after it is imported", async () => {
  const read = await own({ a: { moods: [null, 7, { value: 4, scale: "five", at: 1 }] }, b: {} });
  expect(titles(read)).toEqual(["a", "b"]);
  expect(read.documents[0]?.entry.moods).toEqual([{ value: 4, scale: "five", at: 1 }]);
});

test.each([1e300, 8.65e15, 0.5, "0", null])("an instant of %s is a bad record", async (instant) => {
  const read = await own({ a: { when: { ...when, instant } }, b: {} });
  expect(titles(read)).toEqual(["b"]);
  expect(read.refused.map(({ code, detail }) => [code, detail])).toEqual([["bad-record", "when"]]);
});

test("a zone that is not known here is kept, and its clock is read at UTC", async () => {
  const read = await own({ a: { when: { ...when, zone: "Mars/Olympus" } } });
  const { entry } = read.documents[0]!;
  expect(entry.when.zone).toBe("Mars/Olympus");
  expect(timeOf(entry.when)).toBe("08:00");
});

test("an entry out of the trash lies in the trash again", async () => {
  const read = await own({ a: { trashedAt: 17 } });
  const { entry } = read.documents[0]!;
  const doc = buildEntryDoc({ ...entry, attachments: [] }, "r", testNameIds());
  expect(rowOf(doc, "a").trashedAt).toBe(17);
});

test("a Day One record of a year that no calendar here has is a bad record", async () => {
  const record = (uuid: string, creationDate: string) => ({ uuid, creationDate, text: uuid });
  const read = await importAll([
    textFile(
      "Journal.json",
      JSON.stringify({
        metadata: { version: "1.0" },
        entries: [record("A", "+012345-01-01T00:00:00Z"), record("B", "2024-01-01T00:00:00Z")],
      }),
    ),
  ]);
  expect(read.documents.map(({ sourceId }) => sourceId)).toEqual(["B"]);
  expect(read.refused.map(({ code }) => code)).toEqual(["bad-record"]);
  expect(read.documents.every(({ entry }) => isDay(entry.when.day))).toBe(true);
});

test.each([
  ["holds itself", "x: &a [*a]"],
  ["is nested without end", `x: ${"[".repeat(20_000)}${"]".repeat(20_000)}`],
  ["is nested deeper than anyone writes", `x: ${"[".repeat(200)}${"]".repeat(200)}`],
])("front matter that %s stays in the text, and the next note is read", async (_, yaml) => {
  const read = await importAll([textFile("a.md", `---\n${yaml}\n---\nwords`), textFile("b.md", "words")]);
  expect(read.documents).toHaveLength(2);
  expect(read.documents[0]?.entry.raw).toBeUndefined();
  expect(read.refused.map(({ code }) => code)).toEqual(["front-matter-unreadable"]);
});
