/**
 * What the relay knows of each vault it serves right now: its membership (validated by the same rules as a client's),
 * the heads, and who is connected. Made from the store on demand; a vault without sessions is forgotten in time.
 */
import {
  assert,
  type Bytes,
  currentEpoch,
  type Hash,
  headerEpoch,
  type MembershipState,
  type PrincipalId,
  parseEnvelope,
  reduceMembership,
  type VaultId,
  type WriterId,
  zeroWriter,
} from "@whisperwell/crypto";
import type { RelayStore, SealedEnvelope } from "../store/index.ts";
import { batchBytesMost, batchItemsMost, type Item } from "../wire/index.ts";
import type { Session } from "./session.ts";

export interface LiveVault {
  readonly vaultId: VaultId;
  membership: MembershipState;
  head: number;
  /** Last link of each writer, the zero writer left out. */
  readonly heads: Map<WriterId, { readonly wseq: number; readonly hash: Hash }>;
  readonly sessions: Set<Session>;
}
export interface Vaults {
  /** undefined when nobody made it here. */
  readonly get: (vaultId: VaultId) => Promise<LiveVault | undefined>;
  /** Notes what the store has taken. */
  readonly extended: (
    vault: LiveVault,
    batch: readonly SealedEnvelope[],
    head: number,
    membership: MembershipState | undefined,
  ) => void;
  /** The whole record that revoked this principal: proof for the refusal. */
  readonly revocation: (vault: LiveVault, principalId: PrincipalId) => Promise<Bytes | undefined>;
  readonly live: () => Iterable<LiveVault>;
}

const keptWithoutSessions = 2000;
const bounds = { bytes: batchBytesMost, items: batchItemsMost };

/** -1 between genesis and epoch 0 counts as 0, as headers write it. */
export const epochOf = (vault: LiveVault): number =>
  currentEpoch(vault.membership) < 0 ? 0 : headerEpoch(vault.membership);

const readRecords = async (store: RelayStore, vaultId: VaultId): Promise<readonly Item[]> => {
  const records: Item[] = [];
  const wanted = { kind: "writer", writerId: zeroWriter, from: 0, to: 2 ** 32 } as const;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const part = await store.bodies(vaultId, wanted, after, bounds);
    records.push(...part.items);
    after = part.next;
  }
  return records;
};

const replay = (records: readonly Item[]): MembershipState | undefined => {
  let state: MembershipState | undefined;
  for (const { bytes } of records) {
    const envelope = parseEnvelope(bytes);
    assert(envelope.ok, "the store gives back the records it was given");
    const step = reduceMembership(state, envelope.value);
    assert(step.ok, "a record was validated before it was stored");
    state = step.value.state;
  }
  return state;
};

export const createVaults = (store: RelayStore): Vaults => {
  const known = new Map<VaultId, Promise<LiveVault | undefined>>();
  const loaded = new Map<VaultId, LiveVault>();

  const load = async (vaultId: VaultId): Promise<LiveVault | undefined> => {
    const [summary, records] = [await store.vault(vaultId), await readRecords(store, vaultId)];
    const membership = replay(records);
    if (summary === undefined || membership === undefined) {
      known.delete(vaultId);
      return undefined;
    }
    const heads = new Map(summary.writers.map(({ writerId, wseq, hash }) => [writerId, { wseq, hash }]));
    const vault = { vaultId, membership, head: summary.head, heads, sessions: new Set<Session>() };
    loaded.set(vaultId, vault);
    return vault;
  };
  const forget = (): void => {
    if (known.size <= keptWithoutSessions) return;
    for (const [vaultId, vault] of loaded) {
      if (vault.sessions.size > 0) continue;
      loaded.delete(vaultId);
      known.delete(vaultId);
      if (known.size <= keptWithoutSessions) return;
    }
  };

  return {
    live: () => loaded.values(),
    get: (vaultId) => {
      const pending = known.get(vaultId) ?? load(vaultId);
      known.set(vaultId, pending);
      // A store that failed once is asked again: only what it answered is kept.
      pending.catch(() => {
        if (known.get(vaultId) === pending) known.delete(vaultId);
      });
      forget();
      return pending;
    },
    extended: (vault, batch, head, membership) => {
      vault.head = Math.max(vault.head, head);
      const last = batch.at(-1) as SealedEnvelope;
      if (last.writerId !== zeroWriter) {
        const before = vault.heads.get(last.writerId);
        if (before === undefined || before.wseq < last.wseq)
          vault.heads.set(last.writerId, { wseq: last.wseq, hash: last.hash });
      }
      if (membership !== undefined && membership.mseq === vault.membership.mseq + 1)
        vault.membership = membership;
    },
    revocation: async (vault, principalId) => {
      const mseq = vault.membership.principals.get(principalId)?.revokedAt?.mseq;
      if (mseq === undefined) return undefined;
      const wanted = { kind: "writer", writerId: zeroWriter, from: mseq, to: mseq } as const;
      return (await store.bodies(vault.vaultId, wanted, 0, bounds)).items[0]?.bytes;
    },
  };
};
