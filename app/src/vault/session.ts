/**
 * What an unlocked engine holds in memory and drops when it locks: keys, the membership state, and what follows from
 * them. The one place that decides what "unlocked" means.
 */
import {
  assert,
  type Bytes,
  createKeyring,
  createPrincipal,
  createVaultIdentity,
  type EpochKeys,
  type Hash,
  type Keyring,
  type LocalKeys,
  localKeysOf,
  type MembershipState,
  type Principal,
  type VaultId,
  type VaultIdentity,
  wipe,
} from "@whisperwell/crypto";

export interface Session {
  readonly vaultId: VaultId;
  readonly genesisHash: Hash;
  readonly device: Principal;
  /** L: given to other tabs sealed, never stored. */
  readonly localKey: Bytes;
  readonly local: LocalKeys;
  readonly keyring: Keyring;
  readonly identity: VaultIdentity;
  readonly membership: () => MembershipState;
  /** Takes a longer log, with keys of epochs it brought. */
  readonly advance: (state: MembershipState, keys: EpochKeys) => void;
  /** The slot that opened this device, kept only while that slot has to let it in at a relay; wiped with the keys. */
  readonly slot: () => Principal | undefined;
  readonly keepSlot: (slot: Principal) => void;
  readonly letGoOfSlot: () => void;
  /** Zeroes every key. Using the session afterwards is a bug. */
  readonly drop: () => void;
}

export const createSession = (opened: {
  readonly device: Principal;
  readonly localKey: Bytes;
  readonly membership: MembershipState;
  readonly epochKeys: EpochKeys;
}): Session => {
  const { device, membership, epochKeys } = opened;
  const { vaultId, genesisHash } = membership;
  const localKey = opened.localKey.slice();
  const local = localKeysOf(localKey);
  const keyring = createKeyring(
    vaultId,
    [...epochKeys].map(([n, key]) => ({ n, key })),
  );
  const firstKey = epochKeys.get(0);
  if (firstKey === undefined) throw new Error("broken promise: a session begins with the first epoch's key");
  let state = membership;
  let dropped = false;
  let slot: Principal | undefined;
  const letGoOfSlot = () => {
    if (slot !== undefined) for (const secret of [slot.seed, slot.edSecret, slot.xSecret]) wipe(secret);
    slot = undefined;
  };
  const live = (key: keyof LocalKeys) => {
    assert(!dropped, "nothing is sealed or opened with a key that was zeroed");
    return local[key];
  };
  const guarded: LocalKeys = {
    get device() {
      return live("device");
    },
    get cache() {
      return live("cache");
    },
    get draft() {
      return live("draft");
    },
  };
  return {
    vaultId,
    genesisHash,
    device,
    localKey,
    local: guarded,
    keyring,
    identity: createVaultIdentity(firstKey, vaultId),
    membership: () => state,
    advance: (longer, keys) => {
      for (const [n, key] of keys) keyring.add({ n, key });
      state = longer;
    },
    slot: () => slot,
    keepSlot: (given) => {
      letGoOfSlot();
      slot = createPrincipal(given.kind, given.seed);
    },
    letGoOfSlot,
    drop: () => {
      dropped = true;
      letGoOfSlot();
      keyring.wipe();
      for (const secret of [localKey, local.device, local.cache, local.draft, device.seed, device.edSecret])
        wipe(secret);
      wipe(device.xSecret);
    },
  };
};
