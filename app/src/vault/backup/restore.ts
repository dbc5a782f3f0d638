/**
 * A backup into an empty browser: a *new* device with writers of its own, added by the way in that opened the file, so
 * one backup can be restored twice, or beside the device it came from, without forking a chain. Keys are stored last:
 * what a crash leaves is half a restore that is named as such, never half a journal that looks whole.
 */
import {
  assert,
  type BackupWay,
  createLocalKey,
  createPrincipal,
  currentEpoch,
  type DocTag,
  encodeEnvelope,
  err,
  type Issued,
  issueAdd,
  localKeysOf,
  ok,
  type Result,
  randomId,
  type VerifiedBackup,
  type WriterId,
  wayOfPrincipal,
} from "@whisperwell/crypto";
import type { BackupError, Progress } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import { type JoinRefused, storeJoined } from "../keys/join.ts";
import { restoring } from "../keys/unlock.ts";
import type { Session } from "../session.ts";
import type { StoreFailure, VaultStore } from "../store/port.ts";
import { fillFromFile, keysOfFile } from "./fill.ts";

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

/** The slot that opened the file lets the new device in. */
const addNewDevice = (
  { random, clock }: Pick<EngineDeps, "random" | "clock">,
  { log, principal, epochKeys }: VerifiedBackup,
  deviceName: string,
): { readonly device: ReturnType<typeof createPrincipal>; readonly added: Issued } => {
  const device = createPrincipal("device", random.bytes(32));
  const n = currentEpoch(log.state);
  const key = epochKeys.get(n);
  assert(key !== undefined, "the file was opened with the key of its newest epoch");
  const added = issueAdd({ random, clock }, log.state, {
    signer: principal,
    epochKey: { n, key },
    edPub: device.edPub,
    xPub: device.xPub,
    writerIds: Array.from({ length: 4 }, () => randomId<WriterId>(random)),
    label: deviceName,
  });
  assert(added.ok, "a live slot may add a device");
  return { device, added: added.value };
};

export interface RestoreDeps extends Pick<EngineDeps, "random" | "clock"> {
  readonly store: VaultStore;
}

/** `verified`: the answer of a first reading of the whole file; nothing is stored of a file that was not read to its end. */
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
  const begun = await store.write(["meta"], "strict", (tx) => restoring.put(tx, clock.now()));
  if (!begun.ok) return err(storageErrorOf(begun.error));
  const localKey = createLocalKey(random);
  const way: BackupWay = wayOfPrincipal(verified.principal);
  const filled = await fillFromFile(
    { store, random, now: clock.now(), local: localKeysOf(localKey) },
    file,
    way,
    keys,
    verified.log.state,
    onProgress,
    signal,
  );
  keys.keyring.wipe();
  if (!filled.ok) {
    await store.erase();
    return err(storageErrorOf(filled.error));
  }
  const { device, added } = addNewDevice(deps, verified, deviceName);
  const session = await storeJoined(deps, {
    from: "file",
    device,
    localKey,
    published: verified.log.steps.map(({ envelope }) => encodeEnvelope(envelope)),
    own: [added],
    state: added.state,
    slots: verified.slots,
    finish: (tx) => tx.meta.delete([restoring.name]),
  });
  if (!session.ok) {
    await store.erase();
    return err(storageErrorOf(session.error));
  }
  return ok({ session: session.value, tags: filled.value });
};
