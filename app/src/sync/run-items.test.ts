/** Runs fit an APPEND, end signed, and an ACK is believed only for exactly what was sent. */
import { type Bytes, concat, type WriterId, zeroWriter } from "@whisperwell/crypto";
import { batchBytesMost, batchItemsMost } from "@whisperwell/sync-server/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { coversRun, runItems, splitRuns } from "./run-items.ts";

const seed = Number(process.env.SEED ?? 20261124);
const writerId = "aa".repeat(16) as WriterId;
const envelope = (body: number, signed: boolean): Bytes => {
  const header = new Uint8Array(124);
  new DataView(header.buffer).setUint32(120, body);
  const tail = signed ? concat(Uint8Array.of(1), new Uint8Array(64)) : Uint8Array.of(0);
  return concat(header, new Uint8Array(body), tail);
};

test(`runs are whole, in order, within the wire's bounds, and end signed (seed ${seed})`, () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(fc.nat(500), fc.constant(100_000)), fc.boolean()), { maxLength: 40 }),
      fc.nat(100),
      (drawn, from) => {
        // A stretch without a signature came in one APPEND, so it is never longer than one.
        let open = 0;
        const signs = drawn.map(([body, signed]) => {
          const mustSign = signed || open + body > batchBytesMost - 110_000;
          open = mustSign ? 0 : open + body + 125;
          return mustSign;
        });
        const envelopes = drawn.map(([body], i) => envelope(body, signs[i] === true));
        const runs = splitRuns(writerId, from, envelopes);
        const sent = runs.flatMap((run) => run.envelopes);
        expect(sent).toHaveLength(signs.lastIndexOf(true) + 1);
        expect(sent.every((bytes, i) => bytes === envelopes[i])).toBe(true);
        let next = from;
        for (const run of runs) {
          expect(run.from).toBe(next);
          next += run.envelopes.length;
          expect(signs[next - from - 1]).toBe(true);
          expect(run.envelopes.length).toBeLessThanOrEqual(batchItemsMost);
          if (run.envelopes.length > 1) expect(run.bytes).toBeLessThanOrEqual(batchBytesMost);
          expect(runItems(run).at(-1)?.bytes).toBe(run.envelopes.at(-1));
        }
      },
    ),
    { seed, numRuns: 300 },
  ));

test("membership records travel alone", () => {
  const records = [envelope(10, true), envelope(20, true)];
  const runs = splitRuns(zeroWriter, 4, records);
  expect(runs.map(({ from, envelopes }) => [from, envelopes.length])).toEqual([
    [4, 1],
    [5, 1],
  ]);
});

test("an ack covers a run only when it names every wseq of it once", () => {
  const run = { writerId, from: 3, envelopes: [1, 2, 3].map(() => envelope(1, true)), bytes: 0 };
  expect(coversRun(run, [{ wseq: 3, n: 3 }])).toBe(true);
  expect(
    coversRun(run, [
      { wseq: 3, n: 1 },
      { wseq: 4, n: 2 },
    ]),
  ).toBe(true);
  for (const runs of [[], [{ wseq: 3, n: 2 }], [{ wseq: 3, n: 4 }], [{ wseq: 2, n: 3 }], [{ wseq: 3, n: 0 }]])
    expect(coversRun(run, runs)).toBe(false);
});
