import { describe, expect, test } from "vitest";
import { isEnough, loadMeasure, strengthOf } from "./strength.ts";

describe("a passphrase is measured against what people choose", async () => {
  const measure = await loadMeasure();
  test.each([
    "password",
    "iloveyou2",
    "qwerty12345",
    "november2026",
    "jennifer1987",
    "correct horse",
    "zaq12wsxcde34rfv",
  ])("“%s” does not lock a journal", (passphrase) => expect(isEnough(measure(passphrase))).toBe(false));
  test.each(["seven boats were knocking quietly", "gxP4#vu8!Lq2zR", "abacus persimmon trellis ochre walnut"])(
    "“%s” does",
    (passphrase) => expect(isEnough(measure(passphrase))).toBe(true),
  );
  test("a bound belongs to the stronger side", () => {
    expect([4.9, 5, 8, 11, 14].map(strengthOf)).toEqual(["none", "weak", "fair", "good", "strong"]);
  });
});
