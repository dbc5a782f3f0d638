import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { concat } from "./bytes.ts";
import {
  createEpochKey,
  createKeyring,
  createVaultIdentity,
  epochBoxBytes,
  epochCommitment,
  epochLinkBytes,
  foldName,
  openEpochBox,
  openEpochLink,
  sealEpochBox,
  sealEpochLink,
} from "./epoch.ts";
import { type DocId, type DocTag, randomId, type VaultId, vaultTag } from "./ids.ts";
import { createPrincipal, sealBox } from "./principal.ts";
import { ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);
const world = () => {
  const random = seededRandom(31);
  const vaultId = randomId<VaultId>(random);
  const epoch = createEpochKey(3, random);
  const context = { vaultId, n: 3, commitment: epochCommitment(epoch.key, { vaultId, n: 3 }) };
  const phone = createPrincipal("device", random.bytes(32));
  const laptop = createPrincipal("device", random.bytes(32));
  return { random, vaultId, epoch, context, phone, laptop };
};
const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

describe("the box of an epoch key", () => {
  test("is 116 bytes and opens for its principal", () => {
    const { random, epoch, context, phone } = world();
    const box = sealEpochBox(epoch.key, context, phone, random);
    expect(box).toHaveLength(epochBoxBytes);
    expect(openEpochBox(box, context, phone)).toEqual({ ok: true, value: epoch });
  });
  test("names each field that does not fit", () => {
    const { random, vaultId, epoch, context, phone, laptop } = world();
    const other = randomId<VaultId>(random);
    const open = (box: Uint8Array) => codeOf(openEpochBox(box, context, phone));
    expect(open(sealEpochBox(epoch.key, { ...context, vaultId: other }, phone, random))).toBe("other-vault");
    expect(open(sealEpochBox(epoch.key, { vaultId, n: 4 }, phone, random))).toBe("other-epoch");
    const forged = { ...laptop, xPub: phone.xPub };
    expect(open(sealEpochBox(epoch.key, context, forged, random))).toBe("other-principal");
    expect(open(sealEpochBox(random.bytes(32), context, phone, random))).toBe("commitment");
    expect(open(sealEpochBox(epoch.key, context, laptop, random))).toBe("unreadable");
    expect(open(sealBox(random.bytes(67), phone.xPub, random))).toBe("malformed");
  });
  test("flipped anywhere is unreadable (seed 32)", () => {
    const { random, epoch, context, phone } = world();
    const box = sealEpochBox(epoch.key, context, phone, random);
    fc.assert(
      fc.property(fc.nat(epochBoxBytes - 1), (at) => {
        const changed = concat(box);
        changed[at]! ^= 1;
        expect(codeOf(openEpochBox(changed, context, phone))).toBe("unreadable");
      }),
      { seed: 32 },
    );
  });
});

describe("the link to the epoch before", () => {
  const linked = () => {
    const w = world();
    const previous = createEpochKey(2, w.random);
    const link = sealEpochLink(w.epoch.key, previous.key, w.context, w.random);
    const previousCommitment = epochCommitment(previous.key, { vaultId: w.vaultId, n: 2 });
    return { ...w, previous, link, context: { ...w.context, previousCommitment } };
  };
  test("is 72 bytes and gives the key before", () => {
    const { link, epoch, context, previous } = linked();
    expect(link).toHaveLength(epochLinkBytes);
    expect(openEpochLink(link, epoch.key, context)).toEqual({ ok: true, value: previous });
  });
  test("opens in its vault, its epoch, with its key, and whole only", () => {
    const { random, link, epoch, context } = linked();
    const code = (bytes: Uint8Array, key = epoch.key, over = {}) =>
      codeOf(openEpochLink(bytes, key, { ...context, ...over }));
    expect(code(link, random.bytes(32))).toBe("unreadable");
    expect(code(link, epoch.key, { n: 4 })).toBe("unreadable");
    expect(code(link, epoch.key, { vaultId: randomId<VaultId>(random) })).toBe("unreadable");
    expect(code(link.subarray(1))).toBe("malformed");
    expect(code(link, epoch.key, { n: 0 })).toBe("malformed");
    expect(code(link, epoch.key, { previousCommitment: random.bytes(32) })).toBe("commitment");
    for (let at = 0; at < epochLinkBytes; at++) {
      const changed = concat(link);
      changed[at]! ^= 0x80;
      expect(code(changed)).toBe("unreadable");
    }
  });
});

test("a commitment is of one key, one vault, one epoch", () => {
  const { random, vaultId, epoch } = world();
  const commitments = [
    epochCommitment(epoch.key, { vaultId, n: 3 }),
    epochCommitment(epoch.key, { vaultId, n: 4 }),
    epochCommitment(epoch.key, { vaultId: randomId<VaultId>(random), n: 3 }),
    epochCommitment(random.bytes(32), { vaultId, n: 3 }),
  ];
  expect(new Set(commitments.map(String)).size).toBe(4);
});

describe("ids that follow from the first key", () => {
  test("names spelled alike are one id; another kind or vault is another", () => {
    const { random, vaultId, epoch } = world();
    const identity = createVaultIdentity(epoch.key, vaultId);
    const elsewhere = createVaultIdentity(epoch.key, randomId<VaultId>(random));
    const cafe = identity.nameIdOf("place", "Caf\u00e9  Luna");
    expect(identity.nameIdOf("place", " cafe\u0301\tLUNA ")).toBe(cafe);
    expect(identity.nameIdOf("tag", "Caf\u00e9 Luna")).not.toBe(cafe);
    expect(elsewhere.nameIdOf("place", "Caf\u00e9 Luna")).not.toBe(cafe);
    expect(foldName("  \u0130stanbul \u3000 Park ")).toBe("i\u0307stanbul park");
  });
  test("the boundary between source and source id counts", () => {
    const identity = createVaultIdentity(world().epoch.key, world().vaultId);
    expect(identity.importedDocId("day", "one1")).not.toBe(identity.importedDocId("dayone", "1"));
    expect(identity.importedDocId("day", "one1")).toBe(identity.importedDocId("day", "one1"));
  });
  test("fixed documents, their tags and imports never meet", () => {
    const identity = createVaultIdentity(world().epoch.key, world().vaultId);
    const fixed = (["taxonomy", "settings", "index"] as const).map(identity.fixedDocId);
    const ids: string[] = [...fixed, ...fixed.map(identity.docTagOf), identity.importedDocId("", "")];
    expect(new Set(ids).size).toBe(7);
    expect(identity.docTagOf(fixed[0] as DocId)).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("a keyring", () => {
  test("answers undefined for an epoch it does not hold, and keeps vault and documents apart", () => {
    const { vaultId, epoch, random } = world();
    const keyring = createKeyring(vaultId, [epoch]);
    const tag = randomId<DocTag>(random);
    expect(keyring.envelopeKey(2, tag)).toBeUndefined();
    expect(keyring.envelopeKey(3, tag)).toEqual(keyring.envelopeKey(3, tag));
    expect(keyring.envelopeKey(3, tag)).not.toEqual(keyring.envelopeKey(3, vaultTag));
  });
  test("refuses a second key for one epoch", () => {
    const { vaultId, epoch, random } = world();
    const keyring = createKeyring(vaultId, [epoch]);
    keyring.add({ n: 3, key: concat(epoch.key) });
    expect(() => keyring.add(createEpochKey(3, random))).toThrow(/one key/);
  });
  test("holds nothing once wiped, and zeroes what it handed out", () => {
    const { vaultId, epoch, random } = world();
    const keyring = createKeyring(vaultId, [epoch]);
    const tag = randomId<DocTag>(random);
    const handedOut = keyring.envelopeKey(3, tag)!;
    keyring.wipe();
    expect(handedOut.every((byte) => byte === 0)).toBe(true);
    expect(keyring.keyOf(3)).toBeUndefined();
    expect(keyring.envelopeKey(3, tag)).toBeUndefined();
    expect(epoch.key.some((byte) => byte !== 0)).toBe(true);
  });
});
