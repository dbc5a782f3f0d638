import { expect, test } from "vitest";
import { createUnsavedMarks } from "../../shell/unsaved/unsaved.ts";
import type { SavedState } from "../../vault/index.ts";
import { holdUntilSaved } from "./held.ts";

/** A document that says what the test tells it to. */
const document = (first?: SavedState) => {
  const listeners = new Set<(state: SavedState) => void>();
  let closed = 0;
  return {
    say: (state: SavedState) => {
      for (const listener of listeners) listener(state);
    },
    closed: () => closed,
    saved$: {
      subscribe: (listener: (state: SavedState) => void) => {
        listeners.add(listener);
        if (first !== undefined) listener(first);
        return () => void listeners.delete(listener);
      },
    },
    close: async () => {
      closed += 1;
    },
  };
};
const noRoom = { code: "not-saved", reason: "storage-full" } as const;

test("without words, or with words that are kept, leaving a page closes it at once", () => {
  for (const one of [document(), document({ code: "saved-here" })]) {
    holdUntilSaved(one, createUnsavedMarks())();
    expect(one.closed()).toBe(1);
  }
});

test("a page that was left without room stays marked until its words are kept, and is closed then, once", () => {
  const marks = createUnsavedMarks();
  const one = document({ code: "writing" });
  const leave = holdUntilSaved(one, marks);
  leave();
  expect([one.closed(), marks.get()]).toEqual([0, undefined]);
  one.say(noRoom);
  expect([one.closed(), marks.get()?.reason]).toEqual([0, "storage-full"]);
  expect(marks.holdsLock()).toBe(false);
  one.say({ code: "saved-here" });
  one.say({ code: "on-relay" });
  expect([one.closed(), marks.get()]).toEqual([1, undefined]);
});

test("words that only the page has hold the lock; those the engine has are its own to judge", () => {
  const marks = createUnsavedMarks();
  let made = false;
  const one = document();
  holdUntilSaved(one, marks, () => made);
  one.say(noRoom);
  expect(marks.holdsLock()).toBe(true);
  made = true;
  one.say(noRoom);
  expect(marks.holdsLock()).toBe(false);
});

test("the mark of one page outlives that of another", () => {
  const marks = createUnsavedMarks();
  const [first, second] = [document(noRoom), document(noRoom)];
  holdUntilSaved(first, marks);
  holdUntilSaved(second, marks);
  first.say({ code: "saved-here" });
  expect(marks.get()?.reason).toBe("storage-full");
  second.say({ code: "saved-here" });
  expect(marks.get()).toBeUndefined();
});
