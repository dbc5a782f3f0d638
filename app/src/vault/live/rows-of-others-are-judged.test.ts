/** A row that another device sent is shown only when everything lists rely on is there; else it is made from the document. */
import { encodeAny } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { meta } from "../../documents/entry.ts";
import { buildEntryDoc } from "../../documents/entry-build.ts";
import { rowOf } from "../../documents/entry-row.ts";
import type { When } from "../../documents/model.ts";
import { testNameIds } from "../../documents/testing.ts";
import { parseSentRow } from "./row-entries.ts";

const when = { day: "2026-11-24", zone: "America/Coyhaique", instant: Date.UTC(2026, 10, 24, 8) };
const docOf = (given: When): Y.Doc =>
  buildEntryDoc(
    {
      title: "Sea",
      body: { type: "doc", content: [{ type: "paragraph" }] },
      when: given,
      tags: ["wind"],
      people: [],
      moods: [{ value: 4, scale: "five", at: 1 }],
      favourite: false,
      pinned: false,
      attachments: [],
    },
    "r",
    testNameIds(),
  );
const row = rowOf(docOf(when), "d");
const parsed = (over: object) => parseSentRow(encodeAny({ ...row, ...over }));

test("a whole row is taken as it is, also with a zone that is not known here", () => {
  expect(parsed({})).toEqual(row);
  expect(row.when).toEqual(when);
});

test.each([
  ["an instant beyond all calendars", { when: { ...when, instant: 1e300 } }],
  ["a day that is none", { when: { ...when, day: "+012345-01-01" } }],
  ["a zone of a whole page", { when: { ...when, zone: "x".repeat(4000) } }],
  ["a mood that is nothing", { moods: [null] }],
  ["a tag without a name", { tags: [{ id: "a" }] }],
])("%s is no row", (_, over) => expect(parsed(over)).toBeUndefined());

test("a document with an impossible time is listed at noon of its day", () => {
  const doc = docOf(when);
  meta(doc).set("when", { ...when, instant: 1e300 });
  expect(rowOf(doc, "d").when).toEqual({ day: when.day, zone: "UTC", instant: Date.UTC(2026, 10, 24, 12) });
});
