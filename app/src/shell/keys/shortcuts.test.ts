import { expect, test } from "vitest";
import { matchPress } from "./shortcuts.ts";

const press = (key: string, more: { command?: boolean; shift?: boolean } = {}) => ({
  key,
  command: false,
  shift: false,
  ...more,
});

test("G then L leads to Look back, and L alone to nothing", () => {
  const first = matchPress(press("g"), [], true);
  expect(first).toEqual({ pending: ["g"] });
  expect(matchPress(press("l"), first.pending, true).name).toBe("lookBack");
  expect(matchPress(press("l"), [], true)).toEqual({ pending: [] });
});
test("a key that does not follow begins anew", () => {
  expect(matchPress(press("n"), ["g"], true).name).toBe("write");
});
test("with single letters off only commands work", () => {
  expect(matchPress(press("n"), [], false).name).toBeUndefined();
  expect(matchPress(press("k", { command: true }), [], false).name).toBe("palette");
});
test("locking needs shift, so that Ctrl L stays the browser's", () => {
  expect(matchPress(press("l", { command: true }), [], true).name).toBeUndefined();
  expect(matchPress(press("L", { command: true, shift: true }), [], true).name).toBe("lock");
});
