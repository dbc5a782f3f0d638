import { expect, test } from "vitest";
import { row } from "../testing/rows.ts";
import { countTags, suggestNames } from "./tags.ts";

test("a merged tag counts under the one it was merged into, once for an entry, outside the trash", () => {
  const tags = [{ id: "id-swimming", name: "Swimming", aliases: ["id-swim"] }];
  const rows = [
    row({ docId: "a", tags: ["swim", "swimming"] }),
    row({ docId: "b", tags: ["swim", "winter"] }),
    row({ docId: "c", tags: ["winter"], trashedAt: 1 }),
  ];
  expect(countTags(rows, tags, "en")).toEqual([
    { id: "id-swimming", name: "Swimming", entries: 2 },
    { id: "id-winter", name: "winter", entries: 1 },
  ]);
});

test("suggestions begin with what was typed, then contain it, and leave out what is already there", () => {
  const names = ["courage", "cold water", "ice", "Écossais"];
  expect(suggestNames(names, "co", ["Courage"], 5)).toEqual(["cold water", "Écossais"]);
  expect(suggestNames(names, " ", [], 5)).toEqual([]);
});
