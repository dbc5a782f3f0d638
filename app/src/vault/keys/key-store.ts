/**
 * The table `keys`: which vault this is, the wrapped device seed, slot bytes, and the local key L sealed to every way
 * in. Reading answers present, absent or unreadable; only *absent* everywhere may ever lead to a new vault.
 */
import {
  type Bytes,
  equalBytes,
  type Hash,
  type PrincipalId,
  parseHash,
  parsePrincipalId,
  parseSlot,
  parseVaultId,
  type Slot,
  type Stored,
  type VaultId,
} from "@whisperwell/crypto";
import { decodeChecked, encodeChecked, fieldsOf } from "../checked.ts";
import type { KeyRecord, Transaction } from "../store/port.ts";

/** Public names of this installation. */
export interface Installation {
  readonly vaultId: VaultId;
  readonly genesisHash: Hash;
  readonly deviceId: PrincipalId;
}
export interface StoredKeys {
  readonly installation: Stored<Installation>;
  readonly seed: Stored<Bytes>;
  /** Slot bytes that opened here, or were made here. */
  readonly slots: readonly Stored<Slot>[];
  /** Newer wrappings that other devices offer for a slot held here; each must open before it takes that one's place. */
  readonly newer: ReadonlyMap<PrincipalId, Slot>;
  /** Newer wrappings that did not open with what opened the held one; named, and not tried again. */
  readonly refused: ReadonlyMap<PrincipalId, Bytes>;
  /** L sealed to a slot principal, by its id. */
  readonly localBoxes: ReadonlyMap<PrincipalId, Bytes>;
}

const installationName = "vault";
const seedName = "seed";
const slotPrefix = "slot/";
const newerPrefix = "newer/";
const refusedPrefix = "refused/";
const localPrefix = "local/";

const parseInstallation = (value: unknown): Installation | undefined => {
  const fields = fieldsOf(value);
  const vaultId = parseVaultId(fields?.vaultId);
  const genesisHash = parseHash(fields?.genesisHash);
  const deviceId = parsePrincipalId(fields?.deviceId);
  return vaultId && genesisHash && deviceId ? { vaultId, genesisHash, deviceId } : undefined;
};

const sealedBytes = (record: KeyRecord | undefined, length: number): Stored<Bytes> => {
  if (record === undefined) return { state: "absent" };
  return record.value.length === length
    ? { state: "present", value: record.value }
    : { state: "unreadable", cause: new Error("length") };
};
const storedSlot = ({ value }: KeyRecord): Stored<Slot> => {
  const slot = parseSlot(value);
  return slot.ok ? { state: "present", value: slot.value } : { state: "unreadable", cause: slot.error };
};

export const readKeys = async (tx: Pick<Transaction, "keys">): Promise<StoredKeys> => {
  const records = await tx.keys.all();
  const named = (name: string) => records.find((record) => record.name === name);
  const byHolder = (prefix: string): ReadonlyMap<PrincipalId, Bytes> =>
    new Map(
      records.flatMap(({ name, value }) => {
        const id = name.startsWith(prefix) ? parsePrincipalId(name.slice(prefix.length)) : undefined;
        return id === undefined ? [] : [[id, value] as const];
      }),
    );
  return {
    installation: decodeChecked(named(installationName), parseInstallation),
    seed: sealedBytes(named(seedName), 72),
    slots: records.filter(({ name }) => name.startsWith(slotPrefix)).map(storedSlot),
    newer: new Map(
      [...byHolder(newerPrefix)].flatMap(([id, bytes]) => {
        const slot = parseSlot(bytes);
        return slot.ok ? [[id, slot.value] as const] : [];
      }),
    ),
    refused: byHolder(refusedPrefix),
    localBoxes: byHolder(localPrefix),
  };
};

export const installationRecord = (installation: Installation): KeyRecord => ({
  name: installationName,
  value: encodeChecked(installationName, installation),
});
export const seedRecord = (wrapped: Bytes): KeyRecord => ({ name: seedName, value: wrapped });
export const slotRecord = (holder: string, bytes: Bytes): KeyRecord => ({
  name: slotPrefix + holder,
  value: bytes,
});
export const localBoxRecord = (holder: PrincipalId, box: Bytes): KeyRecord => ({
  name: localPrefix + holder,
  value: box,
});
export const newerSlotRecord = (holder: PrincipalId, bytes: Bytes): KeyRecord => ({
  name: newerPrefix + holder,
  value: bytes,
});

/** What a newer wrapping turned out to be, when its passphrase was typed. */
export interface NewerSlot {
  readonly holder: PrincipalId;
  readonly bytes: Bytes;
  readonly opened: boolean;
}
/** It takes the held one's place, or is set aside by name; unless another tab has settled it or holds another by now. */
export const settleNewerSlot = async (
  tx: Pick<Transaction, "keys">,
  { holder, bytes, opened }: NewerSlot,
): Promise<void> => {
  const present = await tx.keys.get(newerPrefix + holder);
  if (present === undefined || !equalBytes(present.value, bytes)) return;
  await tx.keys.put([opened ? slotRecord(holder, bytes) : { name: refusedPrefix + holder, value: bytes }]);
  await tx.keys.delete([newerPrefix + holder]);
};
