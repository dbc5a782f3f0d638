import fc from "fast-check";
import { expect, test } from "vitest";
import { row } from "../testing/rows.ts";
import { filterRows, noFilter, sectionAt, timelineItems } from "./timeline.ts";

const shape = (rows: Parameters<typeof timelineItems>[0]) =>
  timelineItems(rows).map((item) =>
    item.type === "entry" ? `${item.row.docId}${item.firstOfDay ? "" : "*"}` : item.key,
  );

test("months stand newest first, pinned entries above all and not again in their month", () => {
  const rows = [
    row({ docId: "a", day: "2026-10-30" }),
    row({ docId: "b", day: "2026-11-02" }),
    row({ docId: "c", day: "2025-01-05", pinned: true }),
    row({ docId: "d", day: "2026-11-22" }),
  ];
  expect(shape(rows)).toEqual(["pinned", "c", "2026-11", "d", "b", "2026-10", "a"]);
});

test("an entry written today for last week stands at last week", () => {
  const rows = [
    row({ docId: "late", day: "2026-11-10", instant: Date.UTC(2026, 10, 22) }),
    row({ docId: "early", day: "2026-11-15", instant: Date.UTC(2026, 10, 15) }),
  ];
  expect(shape(rows)).toEqual(["2026-11", "early", "late"]);
});

test("a second entry of a day is marked as such, and the header names the section of the first row in view", () => {
  const items = timelineItems([
    row({ docId: "a", day: "2026-11-02", instant: 2 }),
    row({ docId: "b", day: "2026-11-02", instant: 1 }),
    row({ docId: "c", day: "2026-10-02" }),
  ]);
  expect(
    items.map((item) => (item.type === "entry" ? [item.firstOfDay, item.lastOfSection] : item.key)),
  ).toEqual(["2026-11", [true, false], [false, true], "2026-10", [true, true]]);
  expect([0, 2, 4, 99].map((index) => sectionAt(items, index))).toEqual([
    "2026-11",
    "2026-11",
    "2026-10",
    "2026-10",
  ]);
});

test("the text filter finds words in title, excerpt and tags, without accents or case, all of them", () => {
  const rows = [
    row({ docId: "a", title: "Café at noon", excerpt: "rain", tags: ["swimming"] }),
    row({ docId: "b", title: "Noon" }),
  ];
  const found = (text: string) => filterRows(rows, { ...noFilter, text }).map(({ docId }) => docId);
  expect(found("cafe NOON")).toEqual(["a"]);
  expect(found("swim rain")).toEqual(["a"]);
  expect(found("noon")).toEqual(["a", "b"]);
  expect(found("snow")).toEqual([]);
});

test("what lies in the trash is in no list", () => {
  expect(filterRows([row({ docId: "a", trashedAt: 1 })], noFilter)).toEqual([]);
});

const seed = 20261124;
test(`every row is shown exactly once, in an order that does not depend on how rows came (seed ${seed})`, () => {
  const day = fc
    .integer({ min: 0, max: 900 })
    .map((n) => new Date(n * 86_400_000 + 1.7e12).toISOString().slice(0, 10));
  const rows = fc.uniqueArray(
    fc.record({
      docId: fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 4, maxLength: 4 }),
      day,
      instant: fc.nat(5),
      pinned: fc.boolean(),
    }),
    { selector: ({ docId }) => docId, maxLength: 40 },
  );
  fc.assert(
    fc.property(rows, (records) => {
      const all = records.map(row);
      const ids = shape(all).filter((key) => /^[0-9a-f]{4}\*?$/u.test(key));
      expect(ids.map((id) => id.slice(0, 4)).sort()).toEqual(all.map(({ docId }) => docId).sort());
      expect(shape([...all].reverse())).toEqual(shape(all));
    }),
    { seed, numRuns: 100 },
  );
});
