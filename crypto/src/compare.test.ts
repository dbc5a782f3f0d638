import { expect, test } from "vitest";
import {
  type CompareCode,
  type ComparedView,
  compareCodeOf,
  compareDigest,
  compareWith,
  emojiIndexesOf,
  encodeCompareCode,
  parseCompareCode,
} from "./compare.ts";
import { type FeedEpoch, idOf, randomId, type WriterId } from "./ids.ts";
import { ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

await ready;
const random = seededRandom(5);
const key = random.bytes(32);
const head = (wseq: number) => ({
  writerId: randomId<WriterId>(random),
  wseq,
  hash: idOf(random.bytes(32)) as never,
});
const [a, b] = [head(3), head(812)];
const view: ComparedView = {
  feedEpoch: randomId<FeedEpoch>(random),
  seq: 900,
  mseq: 4,
  mhash: idOf(random.bytes(32)),
  heads: [a, b],
};

test("the digest is the same whatever the order of writers, and another for any other history, point or key", () => {
  const digest = compareDigest(key, view);
  expect(compareDigest(key, { ...view, heads: [b, a] })).toEqual(digest);
  for (const other of [
    { ...view, seq: 901 },
    { ...view, mseq: 5 },
    { ...view, heads: [a] },
    { ...view, heads: [a, { ...b, wseq: 811 }] },
  ])
    expect(compareDigest(key, other)).not.toEqual(digest);
  expect(compareDigest(random.bytes(32), view)).not.toEqual(digest);
});

test("seven numbers are the first 42 bits, highest first", () => {
  const bits = "000001000010000011111111000000101010010101"; // 1, 2, 3, 63, 0, 42, 21
  const bytes = Uint8Array.from({ length: 6 }, (_, i) =>
    Number.parseInt(bits.padEnd(48, "1").slice(8 * i, 8 * i + 8), 2),
  );
  expect(emojiIndexesOf(bytes)).toEqual([1, 2, 3, 63, 0, 42, 21]);
});

test("a QR's text reads back, and nothing shorter, longer or unsorted does", () => {
  const text = encodeCompareCode(compareCodeOf(view));
  const parsed = parseCompareCode(text);
  expect(parsed).toEqual({ ok: true, value: compareCodeOf(view) });
  expect(compareCodeOf(view).heads[0]).toMatchObject({ writer: "0".repeat(16), wseq: 4 });
  for (const bad of [text.slice(0, -4), `${text}AAAA`, "", "!"]) expect(parseCompareCode(bad).ok).toBe(false);
  const { heads, ...rest } = compareCodeOf(view);
  expect(parseCompareCode(encodeCompareCode({ ...rest, heads: [...heads].reverse() })).ok).toBe(false);
});

test("equal, ahead, behind, and different at a named change", () => {
  const own = compareCodeOf(view);
  const hashAt = (writer: string, wseq: number) =>
    own.heads.find((known) => known.writer === writer && known.wseq === wseq)?.hash;
  const change = (i: number, to: Partial<CompareCode["heads"][number]>): CompareCode => ({
    ...own,
    heads: own.heads.map((known, at) => (at === i ? { ...known, ...to } : known)),
  });
  expect(compareWith(own, own, hashAt)).toEqual({ state: "equal" });
  expect(compareWith(own, { ...own, heads: own.heads.slice(0, 2) }, hashAt)).toEqual({ state: "ahead" });
  expect(compareWith(own, change(1, { wseq: 5000 }), hashAt)).toEqual({ state: "behind" });
  const forked = change(2, { hash: "f".repeat(16) });
  expect(compareWith(own, forked, hashAt)).toEqual({
    state: "different",
    writer: own.heads[2]!.writer,
    wseq: own.heads[2]!.wseq,
  });
  expect(compareWith(own, { ...own, feedEpoch: randomId<FeedEpoch>(random) }, hashAt)).toEqual({
    state: "other-feed",
  });
});
