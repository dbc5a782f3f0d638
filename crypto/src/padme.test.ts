import fc from "fast-check";
import { expect, test } from "vitest";
import { padme } from "./padme.ts";

const seed = 2019;
/** The paper's own form, in exact integers. */
const padmeOfThePaper = (length: bigint): bigint => {
  const bits = (value: bigint) => BigInt(value.toString(2).length);
  const e = bits(length) - 1n;
  const s = bits(e);
  const mask = (1n << (e > s ? e - s : 0n)) - 1n;
  return (length + mask) & ~mask;
};

test(`every length is padded as the paper says, and by at most an eighth (seed ${seed})`, () =>
  fc.assert(
    fc.property(
      fc.oneof(fc.integer({ min: 2, max: 5000 }), fc.integer({ min: 2, max: 2 ** 50 })),
      (length) => {
        expect(BigInt(padme(length))).toBe(padmeOfThePaper(BigInt(length)));
        expect(padme(length)).toBeLessThanOrEqual(length * 1.125);
        expect(padme(padme(length))).toBe(padme(length));
      },
    ),
    { seed, numRuns: 2000, examples: [[2 ** 32 - 1], [2 ** 49 - 1], [2 ** 49], [2 ** 49 + 1]] },
  ));

test("nothing and one byte stay", () => {
  expect([padme(0), padme(1)]).toEqual([0, 1]);
});
