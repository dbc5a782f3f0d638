/** Lets go, vault after vault, of what the plan says may go. Every step may be cut off and done again. */
import { livePrincipal, type VaultId } from "@whisperwell/crypto";
import type { Clock } from "../relay/clock.ts";
import type { LiveVault, Vaults } from "../relay/vaults.ts";
import { extendedKinds, type RelayStore } from "../store/index.ts";
import { blobsToDrop, bodiesToDrop, type PlanInput, touchedTags } from "./plan.ts";

export interface Collector {
  readonly collect: (vault: LiveVault) => Promise<void>;
  readonly stop: () => void;
}

const stepEvery = 60_000;
const vaultsAStep = 20;
/** One walk over all vaults begins this long after the one before began. */
const walkEvery = 24 * 3_600_000;

export const createCollector = (deps: {
  readonly store: RelayStore;
  readonly vaults: Vaults;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}): Collector => {
  const { store, vaults, clock, report } = deps;

  const collect = async ({ vaultId, membership }: LiveVault): Promise<void> => {
    const special = await store.outline(vaultId, { by: "kinds", kinds: extendedKinds });
    if (special.length === 0) return;
    const input: PlanInput = {
      now: clock.now(),
      special,
      deviceOf: (writerId) => membership.writers.get(writerId)?.device,
      isLive: (device) => livePrincipal(membership, device) !== undefined,
    };
    for (const docTag of touchedTags(input)) {
      const document = await store.outline(vaultId, { by: "document", docTag });
      const seqs = bodiesToDrop(input, docTag, document);
      if (seqs.length > 0) await store.dropBodies(vaultId, seqs);
    }
    const { blobIds, upTo } = blobsToDrop(input, await store.heldBlobs(vaultId));
    if (blobIds.length > 0) await store.dropBlobs(vaultId, blobIds, upTo);
  };

  let after: VaultId | undefined;
  let beganAt = Number.NEGATIVE_INFINITY;
  let isWalking = false;
  const step = async (): Promise<void> => {
    if (after === undefined && clock.now() - beganAt < walkEvery) return;
    if (after === undefined) beganAt = clock.now();
    const vaultIds = await store.vaultIds(after, vaultsAStep);
    for (const vaultId of vaultIds) {
      const vault = await vaults.current(vaultId);
      if (vault !== undefined) await collect(vault);
    }
    after = vaultIds.length < vaultsAStep ? undefined : vaultIds.at(-1);
  };
  const stop = clock.every(stepEvery, () => {
    if (isWalking) return;
    isWalking = true;
    step()
      .catch(report)
      .finally(() => {
        isWalking = false;
      });
  });
  return { collect, stop };
};
