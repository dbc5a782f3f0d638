import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { concat, fromHex, utf8 } from "./bytes.ts";
import {
  createPrincipal,
  isUsableXPub,
  openBox,
  type PrincipalKind,
  principalIdOf,
  principalKindCodes,
  principalKindOf,
  sealBox,
  seedGives,
  x25519,
} from "./principal.ts";
import { ready, sodium } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);
const random = () => seededRandom(11);
const kinds = Object.keys(principalKindCodes) as PrincipalKind[];

test("one seed is another principal in every kind, and always the same in one", () => {
  const seed = random().bytes(32);
  expect(new Set(kinds.map((kind) => createPrincipal(kind, seed).id)).size).toBe(4);
  for (const kind of kinds) expect(createPrincipal(kind, seed)).toEqual(createPrincipal(kind, seed));
  expect(kinds.map((kind) => principalKindOf(principalKindCodes[kind]))).toEqual(kinds);
  expect([0, 5, 255].map(principalKindOf)).toEqual([undefined, undefined, undefined]);
});

test("an id belongs to its keys: other keys give another id", () => {
  const r = random();
  const a = createPrincipal("device", r.bytes(32));
  const b = createPrincipal("device", r.bytes(32));
  expect(principalIdOf("device", a.edPub, b.xPub)).not.toBe(a.id);
  expect(principalIdOf("device", b.edPub, a.xPub)).not.toBe(a.id);
  expect(seedGives("device", a.seed, a.id)).toBe(true);
  expect(seedGives("passkey", a.seed, a.id)).toBe(false);
  expect(seedGives("device", b.seed, a.id)).toBe(false);
});

// RFC 7748 §6.1 and the list of small-order points at https://cr.yp.to/ecdh.html#validate
const smallOrder = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];
test.each(smallOrder)("the small-order point %s is refused", (point) => {
  const principal = createPrincipal("device", random().bytes(32));
  expect(isUsableXPub(fromHex(point))).toBe(false);
  expect(x25519(principal.xSecret, fromHex(point))).toBeUndefined();
  expect(() => sealBox(utf8("words"), fromHex(point), random())).toThrow(/broken promise/);
});
test("an honest key passes where small-order points fail, and a key of another length does not", () => {
  const principal = createPrincipal("device", random().bytes(32));
  expect(isUsableXPub(principal.xPub)).toBe(true);
  expect(isUsableXPub(principal.xPub.subarray(1))).toBe(false);
});

test("a box sealed here opens with libsodium, and libsodium's opens here", () => {
  const r = random();
  const to = createPrincipal("passkey", r.bytes(32));
  const message = utf8("under the stairs");
  const sealed = sealBox(message, to.xPub, r);
  expect(sodium.crypto_box_seal_open(sealed, to.xPub, to.xSecret)).toEqual(message);
  expect(openBox(sodium.crypto_box_seal(message, to.xPub), to)).toEqual(message);
});

test("a box with any bit flipped, cut, or for another opens to nothing (seed 12)", () => {
  const r = seededRandom(12);
  const to = createPrincipal("device", r.bytes(32));
  const other = createPrincipal("device", r.bytes(32));
  const sealed = sealBox(r.bytes(40), to.xPub, r);
  expect(openBox(sealed, to)).toBeDefined();
  expect(openBox(sealed, other)).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
      if (bit === 255) return; // X25519 ignores the last bit of a public key, as RFC 7748 says
      const changed = concat(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(openBox(changed, to)).toBeUndefined();
    }),
    { seed: 12, numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), (length) => {
      expect(openBox(sealed.subarray(0, length), to)).toBeUndefined();
    }),
    { seed: 12 },
  );
});
