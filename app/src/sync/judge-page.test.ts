/**
 * A page is the feed or it is nothing: each way of tampering has its one answer, and a page that was accepted is
 * accepted with every envelope in it. Authors' faults are not judged here.
 */
import {
  assert,
  type Bytes,
  createEnvelope,
  encodeEnvelope,
  type Hash,
  issueEpoch,
  type MembershipState,
  parseEnvelope,
  ready,
  signEnvelope,
  stubOf,
  utf8,
  type WriterHead,
  type WriterId,
  zeroHash,
} from "@whisperwell/crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../../crypto/src/testing.ts";
import { judgePage, type Link, linkKey, linksToLookUp, type PageItem, readPage } from "./judge-page.ts";
import { founders } from "./testing/founders.ts";
import { ofOwnLog } from "./testing/memory-log.ts";

const seed = Number(process.env.SEED ?? 20261124);
const docTag = "d0".repeat(16);
type Founders = ReturnType<typeof founders>;
let first: Founders;
beforeAll(async () => {
  await ready;
  first = founders(seededRandom(70), { now: () => 1_795_000_000_000 });
});

const whole = (bytes: Bytes): PageItem => ({ form: "whole", bytes });
const randomOf = seededRandomLater();
function seededRandomLater() {
  let random: ReturnType<typeof seededRandom> | undefined;
  return () => (random ??= seededRandom(71));
}
/** `n` envelopes behind `head`, each signed, as their author stores them. */
const chainOf = (
  writerId: WriterId,
  device: Founders["phone"],
  n: number,
  head?: WriterHead,
): { readonly bytes: Bytes; readonly hash: Hash }[] => {
  let [wseq, prev] = head === undefined ? [0, zeroHash] : [head.wseq + 1, head.hash];
  return Array.from({ length: n }, () => {
    const fields = {
      kind: 1,
      version: 1,
      vaultId: first.state.vaultId,
      writerId,
      wseq,
      epoch: 0,
      docTag,
      prev,
    };
    const made = createEnvelope(
      { ...fields, nonce: randomOf().bytes(24) } as Parameters<typeof createEnvelope>[0],
      utf8(`body ${wseq}`),
      device.id,
    );
    const signed = signEnvelope(made, device);
    [wseq, prev] = [wseq + 1, signed.hash];
    return { bytes: encodeEnvelope(signed), hash: signed.hash };
  });
};
const judge = (
  items: readonly PageItem[],
  options: {
    readonly heads?: ReadonlyMap<WriterId, WriterHead>;
    readonly known?: ReadonlyMap<string, Hash>;
    readonly membership?: MembershipState | undefined;
    readonly from?: number;
  } = {},
) => {
  const read = readPage(options.from ?? 6, items);
  if (!read.ok) return read;
  return judgePage(read.value, {
    vaultId: first.state.vaultId,
    membership: "membership" in options ? options.membership : first.state,
    heads: options.heads ?? new Map(),
    known: options.known ?? new Map(),
  });
};
const detailOf = (judged: ReturnType<typeof judge>) =>
  judged.ok ? "accepted" : judged.error.code === "page-invalid" ? judged.error.detail : judged.error.code;
const alarmOf = (judged: ReturnType<typeof judge>) =>
  !judged.ok && judged.error.code === "page-invalid" ? judged.error.alarm?.code : undefined;
const writer = (i = 0) => first.phoneWriters[i] as WriterId;
const mine = (n: number, head?: WriterHead) => chainOf(writer(), first.phone, n, head);

test("a whole feed from nothing: membership first, then interleaved runs, heads at their ends", () => {
  const [a, b] = [mine(3), chainOf(first.laptopWriters[0] as WriterId, first.laptop, 2)];
  const order = [a[0], b[0], a[1], b[1], a[2]].map((made) => whole((made as { bytes: Bytes }).bytes));
  const judged = judge([...first.records.map(whole), ...order], { membership: undefined, from: 1 });
  assert(judged.ok, "an honest page");
  expect(judged.value.fresh.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(judged.value.heads).toEqual([
    { writerId: writer(), wseq: 2, hash: a[2]?.hash },
    { writerId: first.laptopWriters[0], wseq: 1, hash: b[1]?.hash },
  ]);
  expect(judged.value.membership?.head).toBe(first.state.head);
  expect(judged.value.steps).toHaveLength(5);
});

test("stubs prove the chain like whole envelopes", () => {
  const items = mine(3).map(
    ({ bytes }, i): PageItem =>
      i === 1 ? { form: "stub", bytes: encodeEnvelope(stubOf(ofOwnLog(bytes, first.phone))) } : whole(bytes),
  );
  const judged = judge(items);
  assert(judged.ok, "an honest page");
  expect(judged.value.fresh.map(({ envelope }) => envelope.form)).toEqual(["whole", "stub", "whole"]);
});

test("what came back of our own is compared by hash and not counted as new", () => {
  const chain = mine(3);
  const heads = new Map([[writer(), { writerId: writer(), wseq: 2, hash: chain[2]?.hash as Hash }]]);
  const items = chain.map(({ bytes }) => whole(bytes));
  const read = readPage(6, items);
  assert(read.ok, "an honest page");
  const links = linksToLookUp(read.value, { heads, membership: first.state });
  expect(links).toEqual([0, 1, 2].map((wseq): Link => ({ writerId: writer(), wseq })));
  const known = new Map(chain.map(({ hash }, wseq) => [linkKey({ writerId: writer(), wseq }), hash]));
  const judged = judge(items, { heads, known });
  assert(judged.ok, "an honest page");
  expect([judged.value.fresh.length, judged.value.known.map(({ seq }) => seq)]).toEqual([0, [6, 7, 8]]);
});

describe("the relay's fault, and nothing of the page counts", () => {
  test("one envelope skipped, two swapped, the tail unsigned, another vault's, a stranger's", () => {
    const items = mine(4).map(({ bytes }) => whole(bytes));
    const [w0, w1, w2, w3] = items as [PageItem, PageItem, PageItem, PageItem];
    expect(detailOf(judge([w0, w2, w3]))).toBe("chain-order");
    expect(detailOf(judge([w1, w2, w3]))).toBe("chain-gap");
    expect(detailOf(judge([w0, w2, w1, w3]))).toBe("chain-order");
    expect(detailOf(judge([w0, w0, w1]))).toBe("chain-order");
    const unsigned = Uint8Array.from([...w1.bytes.subarray(0, -65), 0]);
    expect(detailOf(judge([w0, whole(unsigned)]))).toBe("chain-unsigned");
    const stranger = "5a".repeat(16) as WriterId;
    expect(detailOf(judge(chainOf(stranger, first.phone, 1).map(({ bytes }) => whole(bytes))))).toBe(
      "unknown-writer",
    );
    const forged = chainOf(writer(), first.laptop, 1).map(({ bytes }) => whole(bytes));
    expect(detailOf(judge(forged))).toBe("chain-signature");
    const other = founders(seededRandom(99), { now: () => 1 });
    expect(detailOf(judge([whole(other.records[0] as Bytes)]))).toBe("vault");
  });

  test("a writer before the record that registers it is unknown", () => {
    const theirs = whole(chainOf(first.laptopWriters[0] as WriterId, first.laptop, 1)[0]?.bytes as Bytes);
    const records = first.records.map(whole);
    const [add] = records.slice(-1) as [PageItem];
    const before = [...records.slice(0, -1), theirs, add];
    expect(detailOf(judge(before, { membership: undefined, from: 1 }))).toBe("unknown-writer");
    expect(detailOf(judge([...records, theirs], { membership: undefined, from: 1 }))).toBe("accepted");
  });

  test(`any flipped bit in any place is refused, or changes nothing but an unasked signature (seed ${seed})`, () => {
    const chain = mine(3);
    fc.assert(
      fc.property(fc.nat(2), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, at, mask) => {
        const items = chain.map(({ bytes }, i) => {
          if (i !== which) return whole(bytes);
          const copy = Uint8Array.from(bytes);
          copy[at % copy.length] = (copy[at % copy.length] as number) ^ mask;
          return whole(copy);
        });
        const judged = judge(items);
        const inner =
          which < 2 && at % (chain[which]?.bytes.length ?? 1) >= (chain[which]?.bytes.length ?? 0) - 64;
        expect(judged.ok).toBe(inner);
        if (judged.ok) expect(judged.value.heads[0]?.hash).toBe(chain[2]?.hash);
      }),
      { seed, numRuns: 800 },
    );
  });

  test("a record that breaks a rule, or skips one, is refused", () => {
    const records = first.records.map(whole);
    const [genesis, epoch, ...rest] = records as [PageItem, PageItem, ...PageItem[]];
    expect(detailOf(judge([genesis, ...rest], { membership: undefined, from: 1 }))).toBe("record-gap");
    expect(detailOf(judge([epoch], { membership: undefined, from: 1 }))).toMatch(/^record-/);
  });
});

describe("forks are named only when someone really signed both", () => {
  test("another signed successor of a link we know is FORK", () => {
    const ours = mine(2);
    const head = { writerId: writer(), wseq: 0, hash: ours[0]?.hash as Hash };
    const rival = mine(1, head);
    const heads = new Map([[writer(), { writerId: writer(), wseq: 1, hash: ours[1]?.hash as Hash }]]);
    const known = new Map(ours.map(({ hash }, wseq) => [linkKey({ writerId: writer(), wseq }), hash]));
    const judged = judge([whole(rival[0]?.bytes as Bytes)], { heads, known });
    expect([detailOf(judged), alarmOf(judged)]).toEqual(["differs", "FORK"]);
    const next = mine(1, { writerId: writer(), wseq: 1, hash: rival[0]?.hash as Hash });
    const behind = judge([whole(next[0]?.bytes as Bytes)], { heads, known });
    expect([detailOf(behind), alarmOf(behind)]).toEqual(["fork", "FORK"]);
  });

  test("bytes the relay made up at a known place prove nothing", () => {
    const ours = mine(1);
    const heads = new Map([[writer(), { writerId: writer(), wseq: 0, hash: ours[0]?.hash as Hash }]]);
    const known = new Map([[linkKey({ writerId: writer(), wseq: 0 }), ours[0]?.hash as Hash]]);
    const madeUp = Uint8Array.from(ours[0]?.bytes as Bytes);
    madeUp[100] = (madeUp[100] as number) ^ 1; // nonce: another hash, and no signature over it
    const judged = judge([whole(madeUp)], { heads, known });
    expect([detailOf(judged), alarmOf(judged)]).toEqual(["differs", undefined]);
  });

  test("two records with one mseq, both signed by members, are MEMBERSHIP_FORK", () => {
    const deps = { random: seededRandom(80), clock: { now: () => 1_795_000_100_000 } };
    const request = { signer: first.phone, epochKey: first.epochKey };
    const [ours, theirs] = [issueEpoch(deps, first.state, request), issueEpoch(deps, first.state, request)];
    assert(ours.ok && theirs.ok, "renewing keys breaks no rule");
    const parsed = parseEnvelope(ours.value.item);
    assert(parsed.ok, "our own record parses");
    const known = new Map([[linkKey(parsed.value.header), parsed.value.hash]]);
    const judged = judge([whole(theirs.value.item)], { membership: ours.value.state, known });
    expect([detailOf(judged), alarmOf(judged)]).toEqual(["record-differs", "MEMBERSHIP_FORK"]);
    const unsigned = Uint8Array.from([...theirs.value.item.subarray(0, -64), ...new Uint8Array(64)]);
    expect(alarmOf(judge([whole(unsigned)], { membership: ours.value.state, known }))).toBeUndefined();
  });
});
