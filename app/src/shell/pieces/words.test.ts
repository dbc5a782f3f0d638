import { expect, test } from "vitest";
import { loadWordList, nearest, splitWords, suggestions } from "./words.ts";

test("24 numbered lines from a paper or a file become 24 words", () => {
  const pasted = Array.from({ length: 24 }, (_, index) => `${index + 1}.  Word\n`).join("");
  expect(splitWords(pasted)).toEqual(Array.from({ length: 24 }, () => "word"));
});
test("a misread word names the one that was probably meant", async () => {
  const list = await loadWordList();
  expect(list).toHaveLength(2048);
  expect(nearest(list, "walnot")).toBe("walnut");
  expect(nearest(list, "qqqqqqqq")).toBeUndefined();
});
test("the first letters offer at most four words, and nothing offers none", async () => {
  const list = await loadWordList();
  expect(suggestions(list, "no")).toEqual(["noble", "noise", "nominee", "noodle"]);
  expect(suggestions(list, "")).toEqual([]);
});
