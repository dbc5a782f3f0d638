import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { concat, toHex, u32 } from "./bytes.ts";
import { type Hash, idBytes, randomId, type VaultId } from "./ids.ts";
import { passphraseFloor } from "./passphrase.ts";
import type { JournalId } from "./payload.ts";
import { createPrincipal } from "./principal.ts";
import {
  openJournalSlot,
  openSlot,
  parseSlot,
  passkeyKek,
  type Slot,
  type SlotHeader,
  sealSlot,
  slotBytes,
} from "./slot.ts";
import { aeadSeal, kdf, ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);
const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

const world = () => {
  const random = seededRandom(81);
  const vault = { vaultId: randomId<VaultId>(random), genesisHash: toHex(random.bytes(32)) as Hash };
  const passphrase = createPrincipal("passphrase", random.bytes(32));
  const kek = random.bytes(32);
  const place = { ...vault, gen: 1, mark: { mseq: 4, mhash: toHex(random.bytes(32)) as Hash } };
  const kdfOf = { ...passphraseFloor, salt: random.bytes(16) };
  const header: SlotHeader = { ...place, kind: "passphrase", holder: passphrase.id, kdf: kdfOf };
  return { random, vault, passphrase, kek, place, kdfOf, header };
};
const reparsed = (bytes: Uint8Array): Slot => {
  const slot = parseSlot(bytes);
  if (!slot.ok) throw new Error(slot.error.code);
  return slot.value;
};

describe("a slot", () => {
  test("of a passphrase is 241 bytes and gives its principal back", () => {
    const { random, vault, passphrase, kek, header } = world();
    const { bytes } = sealSlot(header, kek, passphrase.seed, random);
    expect(bytes).toHaveLength(slotBytes);
    const slot = reparsed(bytes);
    expect(slot.header).toEqual(header);
    expect(openSlot(slot, kek, vault)).toEqual({ ok: true, value: passphrase });
  });
  test("of a passkey has no kdf, and its key depends on the principal", () => {
    const { random, vault, place } = world();
    const passkey = createPrincipal("passkey", random.bytes(32));
    const prf = random.bytes(32);
    const kek = passkeyKek(prf, passkey.id);
    const header: SlotHeader = { ...place, kind: "passkey", holder: passkey.id, kdf: undefined };
    const slot = reparsed(sealSlot(header, kek, passkey.seed, random).bytes);
    expect(openSlot(slot, kek, vault)).toEqual({ ok: true, value: passkey });
    const other = createPrincipal("passkey", random.bytes(32));
    expect(codeOf(openSlot(slot, passkeyKek(prf, other.id), vault))).toBe("wrong-key");
  });
  test("of a journal gives its key, and is no principal's", () => {
    const { random, vault, kek, place, kdfOf } = world();
    const journalKey = random.bytes(32);
    const holder = randomId<JournalId>(random);
    const slot = reparsed(
      sealSlot({ ...place, kind: "journal", holder, kdf: kdfOf }, kek, journalKey, random).bytes,
    );
    expect(openJournalSlot(slot, kek, vault)).toEqual({ ok: true, value: journalKey });
    expect(() => openSlot(slot, kek, vault)).toThrow(/openJournalSlot/);
  });
});

describe("a slot is refused with one name:", () => {
  test("another key, another vault, another genesis, a seed of someone else", () => {
    const { random, vault, passphrase, kek, header } = world();
    const slot = sealSlot(header, kek, passphrase.seed, random);
    expect(codeOf(openSlot(slot, random.bytes(32), vault))).toBe("wrong-key");
    expect(codeOf(openSlot(slot, kek, { ...vault, vaultId: randomId<VaultId>(random) }))).toBe("other-vault");
    const genesisHash = toHex(random.bytes(32)) as Hash;
    expect(codeOf(openSlot(slot, kek, { ...vault, genesisHash }))).toBe("other-vault");
    const stolen = sealSlot(header, kek, random.bytes(32), random);
    expect(codeOf(openSlot(stolen, kek, vault))).toBe("principal-mismatch");
  });
  test("a cost below the floor or above the cap, before any key is stretched", () => {
    const { random, passphrase, kek, header } = world();
    const { bytes } = sealSlot(header, kek, passphrase.seed, random);
    for (const [t, kib] of [
      [2, 65_536],
      [3, 1024],
      [17, 65_536],
      [3, 4_000_000_000],
    ] as const) {
      const weak = concat(bytes);
      weak.set(concat(u32(t), u32(kib)), 113);
      expect(codeOf(parseSlot(weak))).toBe("kdf-out-of-range");
    }
    expect(() =>
      sealSlot({ ...header, kdf: { t: 1, kib: 8, salt: random.bytes(16) } } as SlotHeader, kek, kek, random),
    ).toThrow(/floor/);
  });
  test("any other length, magic, version, kind, or a passkey that claims a kdf", () => {
    const { random, passphrase, kek, header } = world();
    const { bytes } = sealSlot(header, kek, passphrase.seed, random);
    for (let length = 0; length < slotBytes; length++)
      expect(codeOf(parseSlot(bytes.subarray(0, length)))).toBe("malformed");
    expect(codeOf(parseSlot(concat(bytes, Uint8Array.of(0))))).toBe("malformed");
    const changed = (at: number, value: number) => {
      const copy = concat(bytes);
      copy[at] = value;
      return codeOf(parseSlot(copy));
    };
    expect([changed(0, 0), changed(1, 0), changed(2, 2), changed(3, 1), changed(3, 4)]).toEqual(
      Array(5).fill("malformed"),
    );
    expect([changed(112, 0), changed(112, 2)]).toEqual(["malformed", "malformed"]);
    const noGeneration = concat(bytes);
    noGeneration.set(u32(0), 68);
    expect(codeOf(parseSlot(noGeneration))).toBe("malformed");
  });
  test("any flipped bit, by exactly the region it lies in (seed 82)", () => {
    const { random, vault, passphrase, kek, header } = world();
    const { bytes } = sealSlot(header, kek, passphrase.seed, random);
    const expected = (at: number, code: string | undefined): boolean => {
      if (at >= 169) return code === "malformed"; // nonce and ciphertext: the key was right
      if (at >= 137 || (at >= 52 && at < 112) || at >= 121)
        return code === "wrong-key" || code === "malformed";
      if (at >= 4 && at < 52) return code === "other-vault";
      return code === "malformed" || code === "kdf-out-of-range" || code === "wrong-key";
    };
    fc.assert(
      fc.property(fc.nat(slotBytes * 8 - 1), (bit) => {
        const copy = concat(bytes);
        copy[bit >> 3]! ^= 1 << (bit & 7);
        const slot = parseSlot(copy);
        const code = slot.ok ? codeOf(openSlot(slot.value, kek, vault)) : codeOf(slot);
        expect([bit >> 3, code, expected(bit >> 3, code)]).toEqual([bit >> 3, code, true]);
      }),
      { seed: 82, numRuns: 1000 },
    );
  });
  test("a ciphertext moved from another slot of the same key", () => {
    const { random, vault, passphrase, kek, header } = world();
    const older = sealSlot(header, kek, passphrase.seed, random);
    const newer = sealSlot({ ...header, gen: 2 }, kek, passphrase.seed, random);
    const mixed = concat(newer.bytes.subarray(0, 169), older.bytes.subarray(169));
    expect(codeOf(openSlot(reparsed(mixed), kek, vault))).toBe("malformed");
  });
});

test("the commitment binds the key: a header sealed without it opens under no key", () => {
  const { random, vault, passphrase, kek, header } = world();
  const { bytes } = sealSlot(header, kek, passphrase.seed, random);
  const head = bytes.subarray(0, 137);
  const attacker = random.bytes(32);
  const nonce = random.bytes(24);
  const aad = concat(head, bytes.subarray(137, 169));
  const forged = concat(
    aad,
    nonce,
    aeadSeal(kdf(attacker, "slot-key", head), nonce, idBytes(vault.genesisHash), aad),
  );
  expect(codeOf(openSlot(reparsed(forged), attacker, vault))).toBe("wrong-key");
  expect(codeOf(openSlot(reparsed(forged), kek, vault))).toBe("malformed");
});
