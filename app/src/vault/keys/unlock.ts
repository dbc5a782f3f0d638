/**
 * From a way in to a session: way → slot principal → L → this device's seed → epoch keys. Every step answers present,
 * absent or unreadable, and nothing is ever made anew because a read failed.
 */
import {
  type Bytes,
  err,
  localKeysOf,
  ok,
  openLocalKey,
  type Principal,
  type Result,
  unwrapDeviceSeed,
} from "@whisperwell/crypto";
import type { UnlockError, VaultState, WayIn } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import { attempt } from "../failure.ts";
import { unpublishedAdd } from "../log/let-in-again.ts";
import { epochKeysFor, loadMembership } from "../log/membership-log.ts";
import { relaySetting } from "../relay-setting.ts";
import { createSession, type Session } from "../session.ts";
import type { VaultStore } from "../store/port.ts";
import { type Installation, readKeys, type StoredKeys, settleNewerSlot } from "./key-store.ts";
import { isHalfRestored, setupLock } from "./setup.ts";
import { phrasePrincipal, principalOf } from "./ways-in.ts";

type Located =
  | { readonly phase: "absent" }
  /** Another tab is restoring a backup here at this moment. */
  | { readonly phase: "in-setup" }
  | { readonly phase: "unreadable"; readonly code: "storage-unreadable" | "key-unreadable" }
  | { readonly phase: "here"; readonly installation: Installation; readonly keys: StoredKeys };

/** Half a restore is cleared away only when nobody is at it: then `setup` is free. */
const clearHalf = async (deps: LocateDeps): Promise<Located> => {
  const held = await deps.locks.tryHold(setupLock);
  if (held === undefined) return { phase: "in-setup" };
  try {
    const erased = await deps.store.erase(isHalfRestored);
    if (!erased.ok) return { phase: "unreadable", code: "storage-unreadable" };
    return erased.value ? { phase: "absent" } : await locate(deps);
  } finally {
    held.release();
  }
};

type LocateDeps = Pick<EngineDeps, "store" | "locks">;
/** What lies in this browser. `absent` only where keys and log are both empty and both could be read. */
export const locate = async (deps: LocateDeps): Promise<Located> => {
  const { store } = deps;
  const read = await attempt(() =>
    store.read(["keys", "log", "meta"], async (tx) => ({
      half: await isHalfRestored(tx),
      keys: await readKeys(tx),
      keyCount: await tx.keys.count(),
      logCount: await tx.log.count(),
    })),
  );
  if (!read.ok) return { phase: "unreadable", code: "storage-unreadable" };
  const { keys, keyCount, logCount, half } = read.value;
  if (half) return clearHalf(deps);
  if (keyCount === 0 && logCount === 0) return { phase: "absent" };
  if (keys.installation.state !== "present") return { phase: "unreadable", code: "key-unreadable" };
  return { phase: "here", installation: keys.installation.value, keys };
};

/** What the lock screen offers: the ways in this device can be opened by. */
export const lockedState = ({ keys }: Extract<Located, { phase: "here" }>): VaultState => {
  const passphrase = keys.slots.some(
    (slot) => slot.state === "present" && slot.value.header.kind === "passphrase",
  );
  const held = new Set(
    keys.slots.flatMap((slot) => (slot.state === "present" ? [slot.value.header.holder as string] : [])),
  );
  const phrase = [...keys.localBoxes.keys()].some((id) => !held.has(id));
  return {
    phase: "locked",
    waysIn: [...(passphrase ? ["passphrase" as const] : []), ...(phrase ? ["phrase" as const] : [])],
  };
};

const openDevice = (
  principal: Principal,
  { installation, keys }: Extract<Located, { phase: "here" }>,
): Result<{ readonly localKey: Bytes }, UnlockError> => {
  const box = keys.localBoxes.get(principal.id);
  if (box === undefined)
    return err({ code: principal.kind === "recovery" ? "wrong-words" : "key-unreadable" });
  const localKey = openLocalKey(box, installation, principal);
  return localKey.ok ? ok({ localKey: localKey.value }) : err({ code: "key-unreadable" });
};

/** Everything behind L. */
export const openWithLocalKey = async (
  { store }: Pick<EngineDeps, "store">,
  { installation, keys }: Extract<Located, { phase: "here" }>,
  localKey: Bytes,
): Promise<Result<Session, UnlockError>> => {
  const unreadable = err({ code: "key-unreadable" } as const);
  if (keys.seed.state !== "present") return unreadable;
  const device = unwrapDeviceSeed(keys.seed.value, localKeysOf(localKey).device, installation);
  if (!device.ok) return unreadable;
  const read = await attempt(() => store.read(["log"], loadMembership));
  const membership = read.ok ? read.value : undefined;
  if (membership === undefined || membership.vaultId !== installation.vaultId) return unreadable;
  const { keys: epochKeys } = epochKeysFor(membership, device.value);
  if (!epochKeys.has(0)) return unreadable;
  return ok(createSession({ device: device.value, localKey, membership, epochKeys }));
};

type WayDeps = LocateDeps & Pick<EngineDeps, "stretch">;
type Here = Extract<Located, { phase: "here" }>;

/** The principal of a way in, and L behind it. */
const openWay = async (
  deps: WayDeps,
  way: WayIn,
  signal: AbortSignal | undefined,
): Promise<
  Result<{ readonly located: Here; readonly principal: Principal; readonly localKey: Bytes }, UnlockError>
> => {
  if (way.kind === "phrase") {
    const words = phrasePrincipal(way.words); // said before storage is asked: a typing error is a typing error
    if (!words.ok) return words;
  }
  const located = await locate(deps);
  if (located.phase !== "here") return err({ code: "key-unreadable" });
  const opened = await principalOf(deps, located.keys, located.installation, way, signal);
  if (!opened.ok) return opened;
  const { principal, newer } = opened.value;
  const device = openDevice(principal, located);
  if (!device.ok) return device;
  // Where this cannot be written both stay as they are, and the next unlocking tries both again.
  if (newer !== undefined) await deps.store.write(["keys"], "strict", (tx) => settleNewerSlot(tx, newer));
  return ok({ located, principal, localKey: device.value.localKey });
};

export const unlock = async (
  deps: WayDeps,
  way: WayIn,
  signal?: AbortSignal,
): Promise<Result<Session, UnlockError>> => {
  const opened = await openWay(deps, way, signal);
  if (!opened.ok) return opened;
  const { located, localKey, principal } = opened.value;
  const session = await openWithLocalKey(deps, located, localKey);
  if (session.ok && (await needsSlot(deps.store, session.value))) session.value.keepSlot(principal);
  return session;
};

/** Sync is on, and no relay has heard of this device yet: only the way in that is open now can let it in. */
const needsSlot = async (store: VaultStore, session: Session): Promise<boolean> => {
  const read = await attempt(() =>
    store.read(["log", "meta"], async (tx) => {
      const setting = await relaySetting.read(tx);
      const isOn = setting.state === "present" && setting.value.on;
      return isOn && (await unpublishedAdd(tx, session)) !== undefined;
    }),
  );
  return read.ok && read.value; // what cannot be read is said where it is needed, and opening does not depend on it
};

/** Opens the principal of a way in and nothing else: for checks, and for records that need its signature. */
export const openPrincipal = async (
  deps: WayDeps,
  way: WayIn,
  signal?: AbortSignal,
): Promise<Result<Principal, UnlockError>> => {
  const opened = await openWay(deps, way, signal);
  return opened.ok ? ok(opened.value.principal) : opened;
};
