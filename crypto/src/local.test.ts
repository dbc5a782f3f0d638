import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { concat, utf8 } from "./bytes.ts";
import { randomId, type VaultId } from "./ids.ts";
import {
  createLocalKey,
  localKeysOf,
  oldSeedBoxBytes,
  openLocalKey,
  openLocalRecord,
  openOldSeed,
  sealLocalKey,
  sealLocalRecord,
  sealOldSeed,
  unwrapDeviceSeed,
  wrapDeviceSeed,
} from "./local.ts";
import { createPrincipal } from "./principal.ts";
import { ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);
const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const world = () => {
  const random = seededRandom(91);
  const device = createPrincipal("device", random.bytes(32));
  const words = createPrincipal("recovery", random.bytes(32));
  const passphrase = createPrincipal("passphrase", random.bytes(32));
  const place = { vaultId: randomId<VaultId>(random), deviceId: device.id };
  return { random, device, words, passphrase, place, localKey: createLocalKey(random) };
};

test("every way in opens L of this device, and of no other device or vault", () => {
  const { random, words, passphrase, place, localKey } = world();
  for (const slot of [words, passphrase]) {
    const box = sealLocalKey(localKey, place, slot, random);
    expect(openLocalKey(box, place, slot)).toEqual({ ok: true, value: localKey });
    const elsewhere = { ...place, vaultId: randomId<VaultId>(random) };
    expect(codeOf(openLocalKey(box, elsewhere, slot))).toBe("mismatch");
    expect(codeOf(openLocalKey(box, { ...place, deviceId: words.id }, slot))).toBe("mismatch");
    expect(codeOf(openLocalKey(box.subarray(1), place, slot))).toBe("malformed");
  }
  expect(codeOf(openLocalKey(sealLocalKey(localKey, place, words, random), place, passphrase))).toBe(
    "unreadable",
  );
});

test("the device's seed opens under its L, for its vault and id, and must give the id", () => {
  const { random, device, words, place, localKey } = world();
  const keys = localKeysOf(localKey);
  const wrapped = wrapDeviceSeed(keys.device, device, place.vaultId, random);
  expect(unwrapDeviceSeed(wrapped, keys.device, place)).toEqual({ ok: true, value: device });
  expect(codeOf(unwrapDeviceSeed(wrapped, keys.cache, place))).toBe("unreadable");
  expect(codeOf(unwrapDeviceSeed(wrapped, keys.device, { ...place, deviceId: words.id }))).toBe("unreadable");
  const lie = wrapDeviceSeed(keys.device, { id: device.id, seed: words.seed }, place.vaultId, random);
  expect(codeOf(unwrapDeviceSeed(lie, keys.device, place))).toBe("principal-mismatch");
});

test("a local record opens in its store under its key only, and whole (seed 92)", () => {
  const { random, localKey } = world();
  const { cache, draft } = localKeysOf(localKey);
  const place = { store: "rows", key: "page 3" };
  const sealed = sealLocalRecord(cache, place, utf8("rain on the roof"), random);
  expect(openLocalRecord(cache, place, sealed)).toEqual(utf8("rain on the roof"));
  expect(openLocalRecord(draft, place, sealed)).toBeUndefined();
  expect(openLocalRecord(cache, { ...place, store: "docs" }, sealed)).toBeUndefined();
  expect(openLocalRecord(cache, { store: "rowspage", key: " 3" }, sealed)).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), (at) => {
      const changed = concat(sealed);
      changed[at]! ^= 2;
      expect(openLocalRecord(cache, place, changed)).toBeUndefined();
      expect(openLocalRecord(cache, place, sealed.subarray(0, at))).toBeUndefined();
    }),
    { seed: 92 },
  );
});

test("a new passphrase opens the old one's seed, for this change and vault only", () => {
  const { random, passphrase, place } = world();
  const next = createPrincipal("passphrase", random.bytes(32));
  const box = sealOldSeed(passphrase, next, place.vaultId, random);
  expect(box).toHaveLength(oldSeedBoxBytes);
  const change = {
    vaultId: place.vaultId,
    oldId: passphrase.id,
    newId: next.id,
    oldKind: "passphrase",
  } as const;
  expect(openOldSeed(box, change, next)).toEqual({ ok: true, value: passphrase });
  expect(codeOf(openOldSeed(box, { ...change, vaultId: randomId<VaultId>(random) }, next))).toBe("mismatch");
  expect(codeOf(openOldSeed(box, { ...change, oldId: next.id }, next))).toBe("mismatch");
  expect(codeOf(openOldSeed(box, { ...change, oldKind: "passkey" }, next))).toBe("principal-mismatch");
  expect(codeOf(openOldSeed(box, { ...change, newId: passphrase.id }, next))).toBe("principal-mismatch");
  expect(codeOf(openOldSeed(new Uint8Array(oldSeedBoxBytes), change, next))).toBe("unreadable");
  const lie = sealOldSeed({ id: passphrase.id, seed: random.bytes(32) }, next, place.vaultId, random);
  expect(codeOf(openOldSeed(lie, change, next))).toBe("principal-mismatch");
});
