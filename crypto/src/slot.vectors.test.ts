/** Slots, and what lies on a device: a passphrase chosen today opens both for ever. */
import sodium from "libsodium-wrappers";
import { beforeAll, expect, test } from "vitest";
import { fromHex } from "./bytes.ts";
import type { Hash, PrincipalId, VaultId } from "./ids.ts";
import { localKeysOf, openLocalKey, openLocalRecord, openOldSeed, unwrapDeviceSeed } from "./local.ts";
import { createPrincipal, type PrincipalKind } from "./principal.ts";
import { openJournalSlot, openSlot, parseSlot, passkeyKek } from "./slot.ts";
import { ready } from "./sodium.ts";
import {
  boxOpened,
  derived,
  hex,
  hexOf,
  idOfSeed,
  int,
  join,
  lengthPrefixed,
  opened,
  text,
  vectorsOf,
} from "./vectors-testing.ts";

beforeAll(() => ready);

interface SlotVector {
  readonly kind: "passphrase" | "passkey" | "journal";
  readonly passphrase?: string;
  readonly prf?: string;
  readonly kek: string;
  readonly secret: string;
  readonly slot: {
    readonly bytes: string;
    readonly header: {
      readonly vaultId: VaultId;
      readonly genesisHash: Hash;
      readonly gen: number;
      readonly mark: { readonly mseq: number; readonly mhash: string };
      readonly holder: string;
      readonly kdf?: { readonly t: number; readonly kib: number; readonly salt: string };
    };
  };
}
const kindBytes = { passphrase: "02", passkey: "04", journal: "09" } as const;

test.each(vectorsOf<SlotVector[]>("slot"))(
  "the $kind slot is laid out, sealed and opened as written",
  (vector) => {
    const { header, bytes } = vector.slot;
    const kdf = header.kdf;
    const head = join(
      text("WS"),
      "01",
      kindBytes[vector.kind],
      header.vaultId,
      header.genesisHash,
      header.holder,
      int(header.gen, 4),
      int(header.mark.mseq, 8),
      header.mark.mhash,
      kdf === undefined ? "00".repeat(25) : `01${int(kdf.t, 4)}${int(kdf.kib, 4)}${kdf.salt}`,
    );
    const raw = hex(bytes);
    expect([raw.length, hexOf(raw.subarray(0, 137))]).toEqual([241, hexOf(head)]);
    if (kdf !== undefined) {
      const words = text((vector.passphrase as string).normalize("NFKC"));
      const stretched = sodium.crypto_pwhash(64, words, hex(kdf.salt), kdf.t, kdf.kib * 1024, 2);
      expect(hexOf(stretched.subarray(32))).toBe(vector.kek);
    } else {
      expect(hexOf(derived(hex(vector.prf as string), "passkey", hex(header.holder)))).toBe(vector.kek);
      expect(passkeyKek(fromHex(vector.prf as string), header.holder as PrincipalId)).toEqual(
        fromHex(vector.kek),
      );
    }
    const kek = hex(vector.kek);
    const commitment = derived(kek, "slot-commit", head);
    expect(hexOf(raw.subarray(137, 169))).toBe(hexOf(commitment));
    const secret = opened(derived(kek, "slot-key", head), raw.subarray(169), join(head, commitment));
    expect(hexOf(secret)).toBe(vector.secret);

    const slot = parseSlot(fromHex(bytes));
    if (!slot.ok) throw new Error(slot.error.code);
    const vault = { vaultId: header.vaultId, genesisHash: header.genesisHash };
    if (vector.kind === "journal") {
      const journalKey = openJournalSlot(slot.value, fromHex(vector.kek), vault);
      expect(journalKey).toEqual({ ok: true, value: fromHex(vector.secret) });
    } else {
      expect(idOfSeed(vector.kind, secret)).toBe(header.holder);
      const principal = openSlot(slot.value, fromHex(vector.kek), vault);
      expect(principal).toMatchObject({ ok: true, value: { id: header.holder, kind: vector.kind } });
    }
  },
);

interface LocalVectors {
  readonly vaultId: VaultId;
  readonly deviceSeed: string;
  readonly localKey: string;
  readonly keys: Readonly<Record<"device" | "cache" | "draft", string>>;
  readonly boxes: readonly { readonly kind: PrincipalKind; readonly seed: string; readonly box: string }[];
  readonly wrappedSeed: string;
  readonly record: {
    readonly store: string;
    readonly key: string;
    readonly plaintext: string;
    readonly sealed: string;
  };
  readonly oldSeed: { readonly oldSeed: string; readonly newSeed: string; readonly box: string };
}
test("what lies on a device opens by every way in", () => {
  const vectors = vectorsOf<LocalVectors>("local");
  const { vaultId, localKey, keys, record, oldSeed } = vectors;
  const deviceId = idOfSeed("device", hex(vectors.deviceSeed)) as PrincipalId;
  const place = { vaultId, deviceId };
  for (const [label, expected] of Object.entries(keys))
    expect(hexOf(derived(hex(localKey), label))).toBe(expected);
  const made = localKeysOf(fromHex(localKey));
  expect(made).toEqual({
    device: fromHex(keys.device),
    cache: fromHex(keys.cache),
    draft: fromHex(keys.draft),
  });
  for (const { kind, seed, box } of vectors.boxes) {
    const content = join(text("ww/1/local"), vaultId, deviceId, idOfSeed(kind, hex(seed)), localKey);
    expect(hexOf(boxOpened(hex(box), hex(seed)))).toBe(hexOf(content));
    const opener = createPrincipal(kind, fromHex(seed));
    expect(openLocalKey(fromHex(box), place, opener)).toEqual({ ok: true, value: fromHex(localKey) });
  }
  const deviceAad = join(text("ww/1/device"), vaultId, deviceId);
  expect(hexOf(opened(hex(keys.device), hex(vectors.wrappedSeed), deviceAad))).toBe(vectors.deviceSeed);
  expect(unwrapDeviceSeed(fromHex(vectors.wrappedSeed), made.device, place)).toMatchObject({
    ok: true,
    value: { id: deviceId },
  });
  const recordAad = join(text("ww/1/record"), lengthPrefixed(record.store), lengthPrefixed(record.key));
  expect(hexOf(opened(hex(keys.cache), hex(record.sealed), recordAad))).toBe(record.plaintext);
  expect(openLocalRecord(made.cache, record, fromHex(record.sealed))).toEqual(fromHex(record.plaintext));

  const [oldId, newId] = [oldSeed.oldSeed, oldSeed.newSeed].map((seed) =>
    idOfSeed("passphrase", hex(seed)),
  ) as [PrincipalId, PrincipalId];
  const content = join(text("ww/1/seed"), vaultId, oldId, newId, oldSeed.oldSeed);
  expect(hexOf(boxOpened(hex(oldSeed.box), hex(oldSeed.newSeed)))).toBe(hexOf(content));
  const opener = createPrincipal("passphrase", fromHex(oldSeed.newSeed));
  const change = { vaultId, oldId, newId, oldKind: "passphrase" } as const;
  expect(openOldSeed(fromHex(oldSeed.box), change, opener)).toMatchObject({ ok: true, value: { id: oldId } });
});
