import fc from "fast-check";
import { expect, test } from "vitest";
import { moveCaret, type TextEdit, textEdit } from "./text-edit.ts";

const apply = (text: string, edit: TextEdit | undefined) =>
  edit === undefined ? text : text.slice(0, edit.at) + edit.insert + text.slice(edit.at + edit.remove);

const seed = 41;
test(`one replacement turns any text into any other and cuts no character in two (seed ${seed})`, () =>
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "grapheme" }),
      fc.nat(20),
      (before, after, caret) => {
        const edit = textEdit(before, after, Math.min(caret, after.length));
        expect(apply(before, edit)).toBe(after);
        expect(edit?.insert.isWellFormed() ?? true).toBe(true);
      },
    ),
    { seed, numRuns: 500 },
  ));

test("a letter typed among equal letters is put where the caret is", () => {
  expect(textEdit("aaa", "aaaa", 2)).toEqual({ at: 1, remove: 0, insert: "a" });
  expect(textEdit("aaa", "aaaa", 4)).toEqual({ at: 3, remove: 0, insert: "a" });
});

test("one emoji exchanged for another is exchanged whole", () => {
  expect(textEdit("a😀b", "a😁b", 3)).toEqual({ at: 1, remove: 2, insert: "😁" });
});

test("others' edits before the caret move it, edits behind it do not", () => {
  expect(moveCaret(5, { at: 0, remove: 0, insert: "abc" })).toBe(8);
  expect(moveCaret(5, { at: 5, remove: 0, insert: "abc" })).toBe(5);
  expect(moveCaret(5, { at: 2, remove: 10, insert: "" })).toBe(2);
  expect(moveCaret(5, { at: 9, remove: 1, insert: "" })).toBe(5);
});
