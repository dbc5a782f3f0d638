/**
 * What stays on this device: L, 32 random bytes, wraps the device's seed and seals everything in the local database.
 * L is sealed to every slot principal, so any way in opens any device (docs/protocol.md, "On this device").
 */
import { type Bytes, concat, equalBytes, lp, utf8 } from "./bytes.ts";
import { idBytes, type PrincipalId, type VaultId } from "./ids.ts";
import {
  createPrincipal,
  openBox,
  type Principal,
  type PublicPrincipal,
  sealBox,
  seedGives,
} from "./principal.ts";
import type { Random } from "./random.ts";
import { assert, err, ok, type Result } from "./result.ts";
import { kdf, openWithNonce, sealWithNonce } from "./sodium.ts";

export const createLocalKey = (random: Random): Bytes => random.bytes(32);

/** Keys derived from L, one per purpose. */
export interface LocalKeys {
  /** Wraps the device's seed. */
  readonly device: Bytes;
  /** Rows, snapshots, search index: what can be rebuilt. */
  readonly cache: Bytes;
  readonly draft: Bytes;
}
export const localKeysOf = (localKey: Uint8Array): LocalKeys => ({
  device: kdf(localKey, "device"),
  cache: kdf(localKey, "cache"),
  draft: kdf(localKey, "draft"),
});

/** mismatch: a genuine box, but of another vault, device or principal. */
export type BoundBoxError = { readonly code: "malformed" | "unreadable" | "mismatch" };
/** A box whose content begins with fields that must equal `expected`; the 32 bytes behind them. */
const openBound = (
  box: Uint8Array,
  expected: Uint8Array,
  opener: Pick<Principal, "xPub" | "xSecret">,
): Result<Bytes, BoundBoxError> => {
  if (box.length !== expected.length + 32 + 48) return err({ code: "malformed" });
  const opened = openBox(box, opener);
  if (opened === undefined) return err({ code: "unreadable" });
  if (!equalBytes(opened.subarray(0, expected.length), expected)) return err({ code: "mismatch" });
  return ok(opened.slice(expected.length));
};

export interface LocalPlace {
  readonly vaultId: VaultId;
  readonly deviceId: PrincipalId;
}
const localBoxFields = ({ vaultId, deviceId }: LocalPlace, principalId: PrincipalId) =>
  concat(utf8("ww/1/local"), idBytes(vaultId), idBytes(deviceId), idBytes(principalId));

/** crypto_box_seal("ww/1/local" ‖ vaultId ‖ deviceId ‖ principalId ‖ L), 138 bytes: this way in opens this device. */
export const sealLocalKey = (
  localKey: Uint8Array,
  place: LocalPlace,
  to: PublicPrincipal,
  random: Random,
): Bytes => sealBox(concat(localBoxFields(place, to.id), localKey), to.xPub, random);

export const openLocalKey = (
  box: Uint8Array,
  place: LocalPlace,
  opener: Pick<Principal, "id" | "xPub" | "xSecret">,
): Result<Bytes, BoundBoxError> => openBound(box, localBoxFields(place, opener.id), opener);

const deviceAad = ({ vaultId, deviceId }: LocalPlace) =>
  concat(utf8("ww/1/device"), idBytes(vaultId), idBytes(deviceId));

/** nonce ‖ AEAD(KDF(L,"device",""), seed, "ww/1/device" ‖ vaultId ‖ deviceId), 72 bytes. */
export const wrapDeviceSeed = (
  deviceKey: Uint8Array,
  device: Pick<Principal, "id" | "seed">,
  vaultId: VaultId,
  random: Random,
): Bytes => sealWithNonce(deviceKey, device.seed, deviceAad({ vaultId, deviceId: device.id }), random);

/** This device's principal; the seed must give its id. */
export const unwrapDeviceSeed = (
  wrapped: Uint8Array,
  deviceKey: Uint8Array,
  place: LocalPlace,
): Result<Principal, { readonly code: "unreadable" | "principal-mismatch" }> => {
  const seed = openWithNonce(deviceKey, wrapped, deviceAad(place));
  if (seed === undefined) return err({ code: "unreadable" });
  if (!seedGives("device", seed, place.deviceId)) return err({ code: "principal-mismatch" });
  return ok(createPrincipal("device", seed));
};

/** Where a sealed local value lies: it opens in this store under this key only. */
export interface LocalRecordPlace {
  readonly store: string;
  readonly key: string;
}
const recordAad = ({ store, key }: LocalRecordPlace) =>
  concat(utf8("ww/1/record"), lp(utf8(store)), lp(utf8(key)));

/** nonce ‖ AEAD(key, plaintext, "ww/1/record" ‖ lp(store) ‖ lp(key)). */
export const sealLocalRecord = (
  key: Uint8Array,
  place: LocalRecordPlace,
  plaintext: Uint8Array,
  random: Random,
): Bytes => sealWithNonce(key, plaintext, recordAad(place), random);
/** undefined: changed, moved to another place, or under another key. */
export const openLocalRecord = (
  key: Uint8Array,
  place: LocalRecordPlace,
  sealed: Uint8Array,
): Bytes | undefined => openWithNonce(key, sealed, recordAad(place));

export const oldSeedBoxBytes = 137;
export interface SeedChange {
  readonly vaultId: VaultId;
  readonly oldId: PrincipalId;
  readonly newId: PrincipalId;
}
const oldSeedFields = ({ vaultId, oldId, newId }: SeedChange) =>
  concat(utf8("ww/1/seed"), idBytes(vaultId), idBytes(oldId), idBytes(newId));

/**
 * The seed of a replaced passphrase for the new one, 137 bytes, so that a device that was off still opens its L:
 * crypto_box_seal("ww/1/seed" ‖ vaultId ‖ old id ‖ new id ‖ seed).
 */
export const sealOldSeed = (
  old: Pick<Principal, "id" | "seed">,
  to: PublicPrincipal,
  vaultId: VaultId,
  random: Random,
): Bytes => {
  assert(old.id !== to.id, "a changed passphrase is a new principal");
  return sealBox(concat(oldSeedFields({ vaultId, oldId: old.id, newId: to.id }), old.seed), to.xPub, random);
};
/** The old principal, of the kind the log says it had. */
export const openOldSeed = (
  box: Uint8Array,
  change: SeedChange & { readonly oldKind: Principal["kind"] },
  opener: Pick<Principal, "id" | "xPub" | "xSecret">,
): Result<Principal, BoundBoxError | { readonly code: "principal-mismatch" }> => {
  if (opener.id !== change.newId) return err({ code: "principal-mismatch" });
  const seed = openBound(box, oldSeedFields(change), opener);
  if (!seed.ok) return seed;
  if (!seedGives(change.oldKind, seed.value, change.oldId)) return err({ code: "principal-mismatch" });
  return ok(createPrincipal(change.oldKind, seed.value));
};
