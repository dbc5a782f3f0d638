/**
 * Every frame survives the wire, no bytes of a stranger make the decoder throw or allocate beyond them, and the golden
 * frames stay as they are. Seeds are printed so that a failure can be run again.
 */
import { readFileSync } from "node:fs";
import { type Bytes, fromHex, type Hash, toHex } from "@whisperwell/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeFrame, encodeFrame } from "./frame-bytes.ts";
import { type Frame, frameNames } from "./frames.ts";
import { frameBytesBeforeAuth, frameBytesMost } from "./limits.ts";

const seed = Number(process.env.SEED ?? 20261124);
const hexOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => toHex(bytes) as never);
const id = hexOf(16);
const hash = hexOf(32) as fc.Arbitrary<Hash>;
const n = fc.oneof(fc.nat(300), fc.maxSafeNat());
const bytes = (min: number, max: number) =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((value) => value as Bytes);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const head = fc.record({ writerId: id, wseq: n, hash });
const item = fc.oneof(
  fc.record({ kind: fc.constant("whole" as const), bytes: bytes(0, 400) }),
  fc.record({ kind: fc.constant("stub" as const), bytes: bytes(0, 256) }),
);
const items = fc.array(item, { maxLength: 12 });
const frameOf = (type: string, fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ type: fc.constant(type), ...fields }) as unknown as fc.Arbitrary<Frame>;
const proof = maybe(bytes(0, 300));
const code = fc.string({ maxLength: 16, unit: "grapheme-ascii" });

const arbitraryFrame: Record<Frame["type"], fc.Arbitrary<Frame>> = {
  hello: frameOf("hello", { versions: fc.array(n, { maxLength: 16 }) }),
  challenge: frameOf("challenge", { version: n, nonce: bytes(32, 32), clock: n }),
  auth: frameOf("auth", { vaultId: id, principalId: id, signature: bytes(64, 64) }),
  ready: frameOf("ready", {
    feedEpoch: id,
    head: n,
    mseq: n,
    mhash: hash,
    epoch: n,
    limits: fc.array(fc.record({ name: code, value: n }), { maxLength: 9 }),
    clock: n,
    writers: fc.array(fc.record({ writerId: id, wseq: n, hash, stub: maybe(bytes(0, 221)) }), {
      maxLength: 9,
    }),
    checkpoint: maybe(fc.record({ seq: n, hash })),
  }),
  sub: frameOf("sub", {
    cursor: fc.record({ feedEpoch: id, seq: n }),
    bodies: fc.oneof(
      fc.record({ kind: fc.constantFrom("all", "none") }),
      fc.record({ kind: fc.constant("docTags"), docTags: fc.array(id, { maxLength: 9 }) }),
    ),
  }),
  page: frameOf("page", { from: n, to: n, items, more: fc.boolean(), head: n }),
  fetch: frameOf("fetch", {
    wanted: fc.oneof(
      fc.record({ kind: fc.constant("document"), docTag: id }),
      fc.record({ kind: fc.constant("writer"), writerId: id, from: n, to: n }),
    ),
  }),
  bodies: frameOf("bodies", { items }),
  append: frameOf("append", { req: n, items }),
  ack: frameOf("ack", { req: n, runs: fc.array(fc.record({ wseq: n, seq: n, n }), { maxLength: 9 }) }),
  nack: frameOf("nack", {
    req: n,
    code,
    retryAfter: maybe(n),
    expect: maybe(fc.array(head, { maxLength: 9 })),
    proof,
  }),
  wake: frameOf("wake", { head: n }),
  ping: frameOf("ping", { head: n, mseq: n, epoch: n }),
  pong: frameOf("pong", {}),
  eph: frameOf("eph", { epoch: fc.nat(0xffffffff), sealed: bytes(40, 600) }),
  reconcile: frameOf("reconcile", { heads: fc.array(head, { maxLength: 9 }) }),
  want: frameOf("want", { writers: fc.array(fc.record({ writerId: id, from: n }), { maxLength: 9 }) }),
  credit: frameOf("credit", { bytes: n }),
  goaway: frameOf("goaway", { code, retryAfter: n, proof }),
};
const anyFrame = fc.oneof(...Object.values(arbitraryFrame));

describe("frames", () => {
  for (const name of frameNames)
    test(`${name}: decoding what was encoded gives it back (seed ${seed})`, () =>
      fc.assert(
        fc.property(arbitraryFrame[name], (frame) => {
          expect(decodeFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame });
        }),
        { seed, numRuns: 60 },
      ));

  test(`any bytes give a frame that encodes to the same bytes, or an error value (seed ${seed})`, () =>
    fc.assert(
      fc.property(bytes(0, 300), fc.integer({ min: 0, max: 24 }), (noise, type) => {
        for (const candidate of [noise, Uint8Array.of(type, 0, ...noise)]) {
          const decoded = decodeFrame(candidate);
          if (decoded.ok) expect(toHex(encodeFrame(decoded.value))).toBe(toHex(candidate));
        }
      }),
      { seed, numRuns: 5000 },
    ));

  test(`a cut, lengthened or flipped frame never throws, and never equals the true one (seed ${seed})`, () =>
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, at, mask) => {
        const whole = encodeFrame(frame);
        const cut = decodeFrame(whole.subarray(0, at % whole.length));
        if (cut.ok) expect(cut.value).not.toEqual(frame);
        const longer = decodeFrame(Uint8Array.of(...whole, mask));
        if (longer.ok) expect(longer.value.type).toBe("eph");
        const flipped = whole.slice();
        flipped[at % whole.length] = (flipped[at % whole.length] as number) ^ mask;
        const other = decodeFrame(flipped);
        if (other.ok) expect(other.value).not.toEqual(frame);
      }),
      { seed, numRuns: 2000 },
    ));

  test("a count larger than the frame could hold is refused before anything is made of it", () => {
    const claims = fromHex("0900" + "07" + "ffffffff0f"); // append, req 7, 2^32 - 1 items
    expect(decodeFrame(claims)).toEqual({ ok: false, error: { code: "malformed", frame: "append" } });
    const itemOf4GiB = fromHex("0900" + "07" + "01" + "00" + "ffffffff0f");
    expect(decodeFrame(itemOf4GiB)).toMatchObject({ ok: false, error: { code: "malformed" } });
  });

  test("a number has one spelling: longer forms and 2^53 are refused", () => {
    expect(decodeFrame(fromHex("0c0005"))).toEqual({ ok: true, value: { type: "wake", head: 5 } });
    expect(decodeFrame(fromHex("0c008500")).ok).toBe(false);
    expect(decodeFrame(fromHex("0c00ffffffffffffff0f"))).toMatchObject({ value: { head: 2 ** 53 - 1 } });
    expect(decodeFrame(fromHex("0c008080808080808010")).ok).toBe(false);
    expect(decodeFrame(fromHex("0c00ffffffffffffffffff01")).ok).toBe(false);
  });

  test("size is judged first: 1 MiB at most, 4 KiB before authentication", () => {
    const large = new Uint8Array(frameBytesMost + 1);
    large[0] = 9;
    expect(decodeFrame(large)).toEqual({ ok: false, error: { code: "too-big", frame: "append" } });
    const early = new Uint8Array(frameBytesBeforeAuth + 1);
    early[0] = 1;
    expect(decodeFrame(early, frameBytesBeforeAuth)).toMatchObject({ error: { code: "too-big" } });
  });

  test("a frame of another version's type or stream is named as unknown", () => {
    expect(decodeFrame(fromHex("7700"))).toMatchObject({ error: { code: "unknown-frame" } });
    expect(decodeFrame(fromHex("0c0105"))).toMatchObject({ error: { code: "unknown-frame", frame: "wake" } });
    expect(decodeFrame(new Uint8Array(0))).toMatchObject({ error: { code: "malformed" } });
  });
});

describe("golden frames", () => {
  const vectors: { name: string; hex: string; frame: unknown }[] = JSON.parse(
    readFileSync(new URL("../../vectors/frames.json", import.meta.url), "utf8"),
    (_, value) =>
      value && typeof value === "object" && "hexBytes" in value ? fromHex(value.hexBytes) : value,
  ).frames;
  test("there is one for every frame", () =>
    expect([...new Set(vectors.map((vector) => (vector.frame as Frame).type))]).toEqual(frameNames));
  for (const vector of vectors)
    test(`${vector.name} has the bytes it always had`, () => {
      expect(toHex(encodeFrame(vector.frame as Frame))).toBe(vector.hex);
      const decoded = decodeFrame(fromHex(vector.hex));
      expect(decoded.ok && decoded.value).toEqual(vector.frame);
    });
});
