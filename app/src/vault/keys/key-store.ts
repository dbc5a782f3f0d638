/**
 * The table `keys`: which vault this is, the wrapped device seed, slot bytes, and the local key L sealed to every way
 * in. Reading answers present, absent or unreadable; only *absent* everywhere may ever lead to a new vault.
 */
import {
  type Bytes,
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
  readonly slots: readonly Stored<Slot>[];
  /** L sealed to a slot principal, by its id. */
  readonly localBoxes: ReadonlyMap<PrincipalId, Bytes>;
}

const installationName = "vault";
const seedName = "seed";
const slotPrefix = "slot/";
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
  const localBoxes = new Map<PrincipalId, Bytes>();
  for (const { name, value } of records) {
    const id = name.startsWith(localPrefix) ? parsePrincipalId(name.slice(localPrefix.length)) : undefined;
    if (id !== undefined) localBoxes.set(id, value);
  }
  return {
    installation: decodeChecked(named(installationName), parseInstallation),
    seed: sealedBytes(named(seedName), 72),
    slots: records.filter(({ name }) => name.startsWith(slotPrefix)).map(storedSlot),
    localBoxes,
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
