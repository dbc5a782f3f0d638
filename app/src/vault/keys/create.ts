/**
 * A new vault: keys, the first four records, and the two documents every vault has, in one strict transaction, so that
 * there is no half of one. Made only where storage said *absent*; proved by reading it back before it is used.
 */
import {
  assert,
  type Bytes,
  createLocalKey,
  createPrincipal,
  createRecoveryEntropy,
  createVault,
  err,
  type Issued,
  liveSlots,
  localKeysOf,
  lookupIdOf,
  type MembershipState,
  ok,
  type Principal,
  type PrincipalId,
  type PublicPrincipal,
  type Random,
  type Result,
  randomId,
  recoverySeedOf,
  recoveryWordsOf,
  type Slot,
  sealLocalKey,
  type WriterId,
  wipe,
  wrapDeviceSeed,
} from "@whisperwell/crypto";
import type { CreateError, WayIn } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import { firstDocuments } from "../live/first-documents.ts";
import { putSingleRows } from "../live/row-entries.ts";
import { openBatch } from "../log/commit-batch.ts";
import { appendRecords } from "../log/membership-log.ts";
import { createSession, type Session } from "../session.ts";
import type { KeyRecord, Transaction } from "../store/port.ts";
import { installationRecord, localBoxRecord, seedRecord, slotRecord } from "./key-store.ts";
import { sealPassphraseSlot, stretchForNewSlot } from "./passphrase-slot.ts";
import { isOfDevice, withSetup } from "./setup.ts";
import { locate, unlock } from "./unlock.ts";

/** Records of the table `keys` for a device of this vault; every slot principal of the vault can open it. */
export const keyRecordsFor = (
  device: Principal,
  localKey: Bytes,
  state: MembershipState,
  slots: readonly Slot[],
  random: Random,
): readonly KeyRecord[] => {
  const { vaultId, genesisHash } = state;
  const place = { vaultId, deviceId: device.id };
  return [
    installationRecord({ ...place, genesisHash }),
    seedRecord(wrapDeviceSeed(localKeysOf(localKey).device, device, vaultId, random)),
    ...slots.map(({ header, bytes }) => slotRecord(header.holder, bytes)),
    ...liveSlots(state).map((slot: PublicPrincipal) =>
      localBoxRecord(slot.id, sealLocalKey(localKey, place, slot, random)),
    ),
  ];
};

const tables = ["keys", "log", "meta", "rows"] as const;

const store = async (
  deps: EngineDeps,
  tx: Pick<Transaction, "keys" | "log" | "meta" | "rows">,
  vault: {
    readonly keys: readonly KeyRecord[];
    readonly records: readonly Issued[];
    readonly session: Session;
    readonly writer: WriterId;
    readonly slot: Slot;
    readonly names: { readonly deviceName: string; readonly journalName: string };
  },
): Promise<boolean> => {
  // Another tab may have created one while this one was stretching.
  if ((await tx.keys.count()) > 0 || (await tx.log.count()) > 0) return false;
  const { random, clock } = deps;
  const { session, writer } = vault;
  await tx.keys.put(vault.keys);
  await appendRecords(tx, vault.records);
  const batch = await openBatch(tx, { session, random, now: clock.now() }, writer);
  const entries = firstDocuments(session, random, { ...vault.names, slot: vault.slot }).map((document) => {
    const sealed = batch.seal(document);
    assert(sealed.ok, "the first documents are small, and the first epoch's key is in hand");
    const { record, hlc } = sealed.value;
    const { docId, docTag: tag } = document;
    return { docId, tag, row: undefined, hlc, writer, heads: new Map([[writer, record.wseq]]), stale: false };
  });
  await batch.finish();
  await putSingleRows(tx, entries, session.local, random);
  return true;
};

export interface CreateOptions {
  readonly passphrase: string;
  readonly deviceName: string;
  readonly journalName: string;
}
export interface Created {
  readonly words: readonly string[];
  readonly session: Session;
}

export const createNewVault = async (
  deps: EngineDeps,
  options: CreateOptions,
  signal?: AbortSignal,
): Promise<Result<Created, CreateError>> => {
  const created = await withSetup(deps, () => createAlone(deps, options, signal), signal);
  if (created.ok) return created.value;
  const { code } = created.error;
  return err({ code: code === "storage-unreadable" ? "storage-refused" : code });
};

const createAlone = async (
  deps: EngineDeps,
  { passphrase, deviceName, journalName }: CreateOptions,
  signal?: AbortSignal,
): Promise<Result<Created, CreateError>> => {
  const { random, clock } = deps;
  const located = await locate(deps);
  if (located.phase !== "absent") return err({ code: "already-there" });
  const stretched = await stretchForNewSlot(deps, passphrase, signal);
  if (!stretched.ok)
    return err({ code: stretched.error.code === "cancelled" ? "cancelled" : "storage-refused" });
  if (signal?.aborted) return err({ code: "cancelled" });

  const device = createPrincipal("device", random.bytes(32));
  const holder = createPrincipal("passphrase", random.bytes(32));
  const entropy = createRecoveryEntropy(random);
  const phrase = createPrincipal("recovery", recoverySeedOf(entropy));
  const writerIds = Array.from({ length: 4 }, () => randomId<WriterId>(random));
  const vault = createVault(
    { random, clock },
    { device, writerIds, passphrase: holder, phrase, lookupId: lookupIdOf(entropy) },
  );
  const words = recoveryWordsOf(entropy);
  wipe(entropy);
  const localKey = createLocalKey(random);
  const slot = sealPassphraseSlot(holder, stretched.value, vault.state, 1, random);
  const epochKeys = new Map([[vault.epochKey.n, vault.epochKey.key]]);
  const session = createSession({ device, localKey, membership: vault.state, epochKeys });
  const written = await deps.store.write(tables, "strict", (tx) =>
    store(deps, tx, {
      keys: keyRecordsFor(device, localKey, vault.state, [slot], random),
      records: vault.records,
      session,
      writer: writerIds[0] as WriterId,
      slot,
      names: { deviceName, journalName },
    }),
  );
  session.drop();
  if (!written.ok)
    return err({ code: written.error.code === "storage-full" ? "storage-full" : "storage-refused" });
  if (!written.value) return err({ code: "already-there" });
  await deps.marker.set();
  return proveCreated(deps, words, device.id);
};

/** The round trip: the words just made open what was just stored. What does not come back is not a journal yet. */
const proveCreated = async (
  deps: EngineDeps,
  words: readonly string[],
  deviceId: PrincipalId,
): Promise<Result<Created, CreateError>> => {
  const way: WayIn = { kind: "phrase", words: words.join(" ") };
  const session = await unlock(deps, way);
  if (session.ok) return ok({ words, session: session.value });
  await deps.store.erase((tx) => isOfDevice(tx, deviceId));
  return err({ code: "storage-refused" });
};
