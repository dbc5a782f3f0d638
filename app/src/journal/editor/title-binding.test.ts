// @vitest-environment jsdom
import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { bindTitle } from "./title-binding.ts";

const setUp = (text: string) => {
  const doc = new Y.Doc();
  const shared = doc.getText("title");
  shared.insert(0, text);
  const field = document.createElement("textarea");
  document.body.append(field);
  bindTitle(field, shared, () => undefined);
  const type = (at: number, insert: string) => {
    field.setRangeText(insert, at, at, "end");
    field.dispatchEvent(new Event("input"));
  };
  return { field, shared, type };
};

const seed = 24;
test(`field and text stay the same, whoever types where (seed ${seed})`, () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ here: fc.boolean(), at: fc.nat(30), text: fc.string({ minLength: 1, maxLength: 4 }) }),
      ),
      (steps) => {
        const { field, shared, type } = setUp("start");
        for (const { here, at, text } of steps) {
          const place = Math.min(at, shared.length);
          if (here) type(place, text.replace(/[\r\n]/gu, " "));
          else shared.insert(place, text.replace(/[\r\n]/gu, " "));
          expect(field.value).toBe(shared.toString());
        }
      },
    ),
    { seed, numRuns: 100 },
  ));

test("while an input method composes the field is left alone, and both edits stay", () => {
  const { field, shared, type } = setUp("ab");
  field.dispatchEvent(new Event("compositionstart"));
  type(2, "に");
  shared.insert(0, "X");
  expect(field.value).toBe("abに");
  type(3, "ほ");
  field.dispatchEvent(new Event("compositionend"));
  expect([field.value, shared.toString()]).toEqual(["Xabにほ", "Xabにほ"]);
});

test("a title has no line breaks, also when they are pasted", () => {
  const { field, shared, type } = setUp("");
  type(0, "one\r\ntwo");
  expect([field.value, shared.toString()]).toEqual(["one two", "one two"]);
});
