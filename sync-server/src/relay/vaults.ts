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
import type { AppendOutcome, RelayStore, SealedEnvelope } from "../store/index.ts";
import { batchBytesMost, batchItemsMost, type Item, type WriterHead } from "../wire/index.ts";
import type { Session } from "./session.ts";

type StoredOutcome = Extract<AppendOutcome, { code: "stored" }>;

export interface LiveVault {
  readonly vaultId: VaultId;
  membership: MembershipState;
  head: number;
  /** Last link of each writer, the zero writer left out. */
  readonly heads: Map<WriterId, { readonly wseq: number; readonly hash: Hash }>;
  readonly sessions: Set<Session>;
  /** Something was appended by another relay: `heads` may lack it. */
  isBehind: boolean;
}
export interface Vaults {
  /** undefined when nobody made it here. */
  readonly get: (vaultId: VaultId) => Promise<LiveVault | undefined>;
  /** The same, read again where other relays may have added to it. */
  readonly current: (vaultId: VaultId) => Promise<LiveVault | undefined>;
  /** Reads what other relays added; true when there was anything, `gone` when the vault was deleted. */
  readonly refresh: (vault: LiveVault) => Promise<boolean | "gone">;
  readonly forget: (vaultId: VaultId) => void;
  /** Notes what the store has taken. */
  readonly extended: (
    vault: LiveVault,
    batch: readonly SealedEnvelope[],
    stored: Pick<StoredOutcome, "runs" | "head">,
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

const readRecords = async (store: RelayStore, vaultId: VaultId, from: number): Promise<readonly Item[]> => {
  const records: Item[] = [];
  const wanted = { kind: "writer", writerId: zeroWriter, from, to: 2 ** 32 } as const;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const part = await store.bodies(vaultId, wanted, after, bounds);
    records.push(...part.items);
    after = part.next;
  }
  return records;
};

const replay = (
  before: MembershipState | undefined,
  records: readonly Item[],
): MembershipState | undefined => {
  let state = before;
  for (const { bytes } of records) {
    const envelope = parseEnvelope(bytes);
    assert(envelope.ok, "the store gives back the records it was given");
    const step = reduceMembership(state, envelope.value);
    assert(step.ok, "a record was validated before it was stored");
    state = step.value.state;
  }
  return state;
};

/** How many of the records, read a moment ago, have become known since. */
const known = (vault: LiveVault, records: readonly Item[]): number => {
  const first = records[0] && parseEnvelope(records[0].bytes);
  return first?.ok ? Math.max(0, vault.membership.mseq + 1 - first.value.header.wseq) : 0;
};

export const createVaults = (store: RelayStore): Vaults => {
  const reading = new Map<VaultId, Promise<LiveVault | undefined>>();
  const loaded = new Map<VaultId, LiveVault>();

  const load = async (vaultId: VaultId): Promise<LiveVault | undefined> => {
    const [summary, records] = [await store.vault(vaultId), await readRecords(store, vaultId, 0)];
    const membership = replay(undefined, records);
    if (summary === undefined || membership === undefined) {
      reading.delete(vaultId);
      return undefined;
    }
    const heads = new Map(summary.writers.map(({ writerId, wseq, hash }) => [writerId, { wseq, hash }]));
    const sessions = new Set<Session>();
    const vault: LiveVault = { vaultId, membership, head: summary.head, heads, sessions, isBehind: false };
    loaded.set(vaultId, vault);
    return vault;
  };
  const makeRoom = (): void => {
    if (reading.size <= keptWithoutSessions) return;
    for (const [vaultId, vault] of loaded) {
      if (vault.sessions.size > 0) continue;
      loaded.delete(vaultId);
      reading.delete(vaultId);
      if (reading.size <= keptWithoutSessions) return;
    }
  };

  const take = (vault: LiveVault, heads: readonly WriterHead[], head: number): void => {
    vault.head = Math.max(vault.head, head);
    for (const { writerId, wseq, hash } of heads)
      if ((vault.heads.get(writerId)?.wseq ?? -1) < wseq) vault.heads.set(writerId, { wseq, hash });
  };

  const refresh = async (vault: LiveVault): Promise<boolean | "gone"> => {
    const head = await store.head(vault.vaultId);
    if (head === undefined) return "gone";
    if (head === vault.head && !vault.isBehind) return false;
    vault.isBehind = false;
    // Membership last: a head of a writer that is not registered yet says less than a writer without its head.
    const summary = await store.vault(vault.vaultId);
    if (summary === undefined) return "gone";
    const records = await readRecords(store, vault.vaultId, vault.membership.mseq + 1);
    take(vault, summary.writers, summary.head);
    vault.membership = replay(vault.membership, records.slice(known(vault, records))) as MembershipState;
    return true;
  };

  const get = (vaultId: VaultId): Promise<LiveVault | undefined> => {
    const pending = reading.get(vaultId) ?? load(vaultId);
    reading.set(vaultId, pending);
    // A store that failed once is asked again: only what it answered is kept.
    pending.catch(() => {
      if (reading.get(vaultId) === pending) reading.delete(vaultId);
    });
    makeRoom();
    return pending;
  };

  return {
    live: () => loaded.values(),
    get,
    refresh,
    current: async (vaultId) => {
      const vault = await get(vaultId);
      if (vault === undefined || !store.isShared) return vault;
      return (await refresh(vault)) === "gone" ? undefined : vault;
    },
    forget: (vaultId) => {
      loaded.delete(vaultId);
      reading.delete(vaultId);
    },
    extended: (vault, batch, { runs, head }, membership) => {
      const ours = runs.reduce(
        (sum, run) => sum + Math.max(0, run.seq + run.n - 1 - Math.max(run.seq - 1, vault.head)),
        0,
      );
      if (head > vault.head + ours) vault.isBehind = true;
      const last = batch.at(-1) as SealedEnvelope;
      take(vault, last.writerId === zeroWriter ? [] : [last], head);
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
