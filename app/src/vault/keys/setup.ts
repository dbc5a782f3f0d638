/**
 * One tab at a time makes, joins or restores a vault: whoever does holds the lock `setup` from its first look to its last
 * write. What lies half restored without that lock being held is a dead tab's, and only that is ever cleared away.
 */
import { err, ok, type PrincipalId, type Result } from "@whisperwell/crypto";
import type { EngineDeps } from "../deps.ts";
import { type MetaTx, metaField } from "../log/meta.ts";
import type { StoreFailure, Transaction } from "../store/port.ts";
import { readKeys } from "./key-store.ts";

export const setupLock = "setup";

/** The restore that is filling this browser, by a random name of its own; gone with the keys it ends in. */
export const restoring = metaField("restoring", (value) =>
  typeof value === "string" && value.length > 0 ? value : undefined,
);
/** True while the restore of this name is still the one that fills this browser. */
export const isRestoring =
  (name: string) =>
  async (tx: MetaTx): Promise<boolean> => {
    const present = await restoring.read(tx);
    return present.state === "present" && present.value === name;
  };
/** A restore that never came to its keys: the file is where it was. */
export const isHalfRestored = async (tx: Pick<Transaction, "keys" | "meta">): Promise<boolean> =>
  (await tx.keys.count()) === 0 && (await restoring.read(tx)).state !== "absent";

/** False where another device's keys lie here: what failed may then not clear it away. */
export const isOfDevice = async (tx: Pick<Transaction, "keys">, deviceId: PrincipalId): Promise<boolean> => {
  const { installation } = await readKeys(tx);
  return installation.state !== "present" || installation.value.deviceId === deviceId;
};

/** Waits for its turn among the tabs, clears a dead tab's half away, and works alone. */
export const withSetup = async <T>(
  { locks, store }: Pick<EngineDeps, "locks" | "store">,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<Result<T, StoreFailure | { readonly code: "cancelled" }>> => {
  const held = signal?.aborted === true ? undefined : await locks.hold(setupLock, signal);
  if (held === undefined) return err({ code: "cancelled" });
  try {
    const cleared = await store.erase(isHalfRestored);
    return cleared.ok ? ok(await work()) : cleared;
  } finally {
    held.release();
  }
};
