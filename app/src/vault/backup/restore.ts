/**
 * A backup into an empty browser: a *new* device with writers of its own, added by the way in that opened the file, so
 * one backup can be restored twice, or beside the device it came from, without forking a chain. Keys are stored last:
 * what a crash leaves is half a restore that is named as such, never half a journal that looks whole.
 */
import {
  type BackupWay,
  createLocalKey,
  type DocTag,
  err,
  localKeysOf,
  ok,
  type Result,
  toHex,
  type VerifiedBackup,
  wayOfPrincipal,
} from "@whisperwell/crypto";
import type { BackupError, Progress } from "../api.ts";
import { type JoinRefused, storeJoined } from "../keys/join.ts";
import { isHalfRestored, isRestoring, restoring } from "../keys/setup.ts";
import { relaySetting } from "../relay-setting.ts";
import type { Session } from "../session.ts";
import type { StoreFailure, VaultStore } from "../store/port.ts";
import { fillFromFile, keysOfFile } from "./fill.ts";
import { type LetInDeps, letIn, newestLog, recordsOf } from "./let-in.ts";

export const storageErrorOf = (failure: StoreFailure | BackupError | JoinRefused): BackupError => {
  switch (failure.code) {
    case "storage-full":
      return { code: "storage-full" };
    case "cancelled":
    case "backup-damaged":
      return { code: failure.code };
    default:
      return { code: "write-failed" };
  }
};

/** Clears away what this restore wrote, and nothing else: not once there are keys, not what another restore began. */
const eraseOwn = (store: VaultStore, name: string) =>
  store.erase(async (tx) => (await isHalfRestored(tx)) && (await isRestoring(name)(tx)));

/** Claims an empty browser. False where something lies in it. */
const begin = (store: VaultStore, name: string) =>
  store.write(["keys", "log", "meta"], "strict", async (tx) => {
    if ((await tx.keys.count()) > 0 || (await tx.log.count()) > 0) return false;
    if ((await restoring.read(tx)).state !== "absent") return false;
    await restoring.put(tx, name);
    return true;
  });

export interface RestoreDeps extends LetInDeps {
  readonly store: VaultStore;
}

/**
 * The caller holds `setup`. `verified`: the answer of a first reading of the whole file; nothing is stored of a file that was not
 * read to its end.
 */
export const restoreIntoEmpty = async (
  deps: RestoreDeps,
  file: Blob,
  verified: VerifiedBackup,
  deviceName: string,
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Result<{ readonly session: Session; readonly tags: ReadonlySet<DocTag> }, BackupError>> => {
  const { store, random, clock } = deps;
  const keys = keysOfFile(verified);
  if (keys === undefined) return err({ code: "backup-damaged" });
  const name = toHex(random.bytes(16));
  const still = isRestoring(name);
  const begun = await begin(store, name);
  if (!begun.ok) return err(storageErrorOf(begun.error));
  if (!begun.value) return err({ code: "write-failed" });
  const localKey = createLocalKey(random);
  const way: BackupWay = wayOfPrincipal(verified.principal);
  const filled = await fillFromFile(
    { store, random, now: clock.now(), local: localKeysOf(localKey), still },
    file,
    way,
    keys,
    (await newestLog(deps, verified, signal)).state,
    onProgress,
    signal,
  );
  keys.keyring.wipe();
  if (!filled.ok) {
    await eraseOwn(store, name);
    return err(storageErrorOf(filled.error));
  }
  const added = await letIn(deps, verified, deviceName, signal);
  const session = await storeJoined(deps, {
    from: added.published ? "feed" : "file",
    device: added.device,
    localKey,
    ...recordsOf(added),
    state: added.added.state,
    slots: verified.slots,
    still,
    finish: async (tx) => {
      await tx.meta.delete([restoring.name]);
      // The relay has the journal and knows this device: it goes on from there.
      if (added.published && deps.relay !== undefined)
        await relaySetting.put(tx, { origin: deps.relay.origin, on: true });
    },
  });
  if (!session.ok) {
    await eraseOwn(store, name);
    return err(storageErrorOf(session.error));
  }
  // Where a relay turns out to have the journal after all, this slot lets the device in there.
  if (!added.published && deps.relay !== undefined) session.value.keepSlot(verified.principal);
  return ok({ session: session.value, tags: filled.value.tags });
};
