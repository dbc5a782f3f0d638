/**
 * Sync of an unlocked vault: the relay's client over this log, attachments behind text, presence to editors and tabs.
 * Off until a person turns it on; the choice is kept on this device.
 */
import {
  type Bytes,
  chunkLength,
  concat,
  err,
  type Hash,
  ok,
  openAttachment,
  type PrincipalId,
  parseAttachmentManifest,
  type Result,
} from "@whisperwell/crypto";
import type { BlobManifest } from "../documents/model.ts";
import {
  type BlobTransfer,
  createBlobHttp,
  createBlobTransfer,
  createRelayHttp,
  createSyncClient,
  findRelay,
  initialStatus,
  noCounts,
  type Peer,
  type StartOptions,
  type SyncCounts,
  syncErrorOf,
} from "../sync/index.ts";
import { createAdmission } from "./admission.ts";
import type { SyncError, SyncStatus } from "./api.ts";
import { departures } from "./departures.ts";
import type { EngineDeps } from "./deps.ts";
import { attempt } from "./failure.ts";
import { fixedTagsOf } from "./fixed-tags.ts";
import { createLogPort } from "./log/log-port.ts";
import { storedMembership } from "./log/membership-log.ts";
import { ownWriters } from "./log/outbox.ts";
import { isPublished } from "./log/reissue.ts";
import { createSyncLease } from "./log/sync-lease.ts";
import { createSubject, type Value } from "./observable.ts";
import { holdBack, watchJoining } from "./pairing/stored-anchor.ts";
import { waitingDocuments } from "./receipts.ts";
import { type RelaySetting, relaySetting } from "./relay-setting.ts";
import { createTabAwareness } from "./tab-awareness.ts";
import { createTabPresence, deviceLeft } from "./tab-presence.ts";
import type { TabMessage } from "./tab-signal.ts";
import type { Unlocked } from "./unlocked.ts";

export type BlobError = { readonly code: "not-here-yet" | "damaged" | "offline" | "cancelled" };

export interface SyncPart {
  readonly sync$: Value<SyncStatus>;
  readonly turnOn: (relay?: string, invite?: string) => Promise<Result<void, SyncError>>;
  readonly turnOff: () => Promise<void>;
  /** Pairing and restore found the relay already. */
  readonly use: (origin: string) => Promise<void>;
  readonly setting: () => RelaySetting | undefined;
  readonly now: () => void;
  /** Also what finds no room here is shown. */
  readonly readBlob: (manifest: BlobManifest, signal?: AbortSignal) => Promise<Result<Uint8Array, BlobError>>;
  /** Fetches it to be kept; true once all of it is. */
  readonly bringBlob: (manifest: BlobManifest) => Promise<boolean>;
  readonly hear: (message: Extract<TabMessage, { type: "presence" }>) => void;
  /** When each other device was last heard here, and who is there now. */
  readonly heard: () => ReadonlyMap<PrincipalId, number>;
  readonly online: () => ReadonlySet<PrincipalId>;
  readonly onPeers: (listener: () => void) => void;
  readonly begin: () => Promise<void>;
  /** Resolves when nothing of it uses a key any more. */
  readonly close: () => Promise<void>;
}

const repeatPeersEvery = 15_000;

export const createSyncPart = (deps: EngineDeps, unlocked: Unlocked): SyncPart => {
  const { clock, network, signal, store, random } = deps;
  const { context, session, live, progress, blobs, company } = unlocked;
  const lease = createSyncLease(deps);
  const logPort = createLogPort({
    context,
    holder: lease.generation,
    reEmit: unlocked.reEmit,
    onBlobsOffered: blobs.changed,
  });
  const log = holdBack(logPort, store);
  const counts$ = createSubject<SyncCounts>(noCounts);
  const client = createSyncClient({ clock, network, log, lease, counts$, random });
  const sync$ = createSubject<SyncStatus>(initialStatus(clock.now()));
  const admission = createAdmission({
    context,
    network,
    status$: client.status$,
    origin: () => (setting?.on === true ? setting.origin : undefined),
    show: sync$.set,
    onLetIn: () => {
      client.nudge();
      signal.post({ type: "sync-now" }); // another tab may talk for all
    },
    onNeedsSlot: () => signal.post({ type: "sync-now" }), // another tab may have been opened with it
  });
  const ownTab = context.lease().tab;
  const tabPresence = createTabPresence({ signal, random }, session, ownTab);
  const carets = createTabAwareness();
  const heard = new Map<PrincipalId, number>();
  const listeners = new Set<() => void>();
  const fixedTags = fixedTagsOf(session);
  let setting: RelaySetting | undefined;
  let transfer: BlobTransfer | undefined;
  let waitingFiles = 0;
  let cancelRepeat = () => {};
  let peers: readonly Peer[] = [];

  const newcomer = watchJoining(context, () => {
    count();
    transfer?.nudge();
  });
  const count = () => {
    const others = progress.otherDevices();
    const waiting = waitingDocuments(progress, context.rows.entries(), ownWriters(context), fixedTags);
    counts$.set({
      waitingEntries: waiting.entries,
      waitingOthers: waiting.others,
      waitingFiles,
      joining: newcomer.joining(),
      otherDevices: others.length,
      upToDateDevices: others.filter(progress.isUpToDate).length,
    });
  };
  const countFiles = async () => {
    waitingFiles = (await blobs.pendingUploads()).length;
    count();
  };

  const tellPeers = () => {
    cancelRepeat();
    for (const { deviceId, documents } of peers) {
      const tags = documents.map(({ docId }) => session.identity.docTagOf(docId));
      company.hearDevice(deviceId, tags);
      heard.set(deviceId, clock.now());
      for (const { docId, awareness } of documents) {
        live.hearAwareness(docId, awareness);
        tabPresence.send({ deviceId, docId, awareness });
      }
      if (documents.length === 0)
        tabPresence.send({ deviceId, docId: undefined, awareness: new Uint8Array(0) });
    }
    for (const listener of listeners) listener();
    if (peers.length > 0) cancelRepeat = clock.after(repeatPeersEvery, tellPeers);
  };

  /** Presence ends with the link it came by: no device is called open, and no caret stands, on the word of a dead relay. */
  const letGo = (before: readonly Peer[], now: readonly Peer[]) => {
    const { devices, carets } = departures(before, now);
    for (const { deviceId, docId, awareness } of carets) {
      live.hearAwareness(docId, awareness);
      tabPresence.send({ deviceId, docId, awareness });
    }
    for (const deviceId of devices) {
      company.forgetDevice(deviceId);
      tabPresence.send({ deviceId, docId: undefined, awareness: deviceLeft });
    }
  };

  const connectBlobs = (origin: string) => {
    transfer?.stop();
    const http = createRelayHttp(network, origin);
    const identity = { vaultId: session.vaultId, deviceId: session.device.id, sign: log.sign };
    transfer = createBlobTransfer({
      clock,
      random,
      blobs,
      transport: createBlobHttp({ network, clock, http, identity }),
      textWaits: () => newcomer.joining() || !client.textIsThrough(),
      onRefused: (code) => void context.alarms.raise("REFUSED", { code }),
      raise: context.alarms.raise,
    });
  };
  const start = (chosen: RelaySetting, options: StartOptions) => {
    setting = chosen;
    connectBlobs(chosen.origin);
    client.start(chosen.origin, options);
  };
  const remember = (chosen: RelaySetting) =>
    attempt(() => store.write(["meta"], "strict", (tx) => relaySetting.put(tx, chosen)));
  const use = async (origin: string) => {
    const chosen = { origin, on: true };
    const moved = setting !== undefined && setting.origin !== origin;
    await remember(chosen);
    start(chosen, { moved, fill: true });
  };

  unlocked.onAwareness((docId, update) => {
    const parsed = docId as Parameters<typeof client.sendAwareness>[0];
    tabPresence.send({ deviceId: session.device.id, docId: parsed, awareness: update ?? new Uint8Array(0) });
    client.sendAwareness(parsed, carets.note(ownTab, parsed, update) as Bytes | undefined);
  });
  const stops = [
    client.peers$.subscribe((present) => {
      letGo(peers, present);
      peers = present;
      tellPeers();
    }),
    client.onIdle(() => transfer?.nudge()),
    progress.picture$.subscribe(count),
    context.rows.changes.on(count),
    blobs.onChange(() => void countFiles()),
  ];

  const publishedRecords = async () => {
    const read = await attempt(() => store.read(["log"], (tx) => storedMembership(tx)));
    return read.ok ? read.value.filter(isPublished).map(({ bytes }) => bytes) : [];
  };
  const fetchChunk = async (chunkId: Hash, aborted?: AbortSignal): Promise<Result<Uint8Array, BlobError>> => {
    const here = await blobs.readChunk(chunkId);
    if (here !== undefined) return ok(here);
    if (transfer === undefined || setting?.on !== true) return err({ code: "not-here-yet" });
    const got = await transfer.download(chunkId, aborted);
    if (got.ok) {
      await blobs.keep(chunkId, got.value);
      return got;
    }
    const { code } = got.error;
    if (code === "blob-invalid") return err({ code: "damaged" });
    if (code === "not-found") return err({ code: "not-here-yet" });
    return err({ code: aborted?.aborted === true ? "cancelled" : "offline" });
  };

  const readWhole = async (
    manifest: BlobManifest,
    aborted?: AbortSignal,
  ): Promise<Result<{ readonly bytes: Uint8Array; readonly kept: boolean }, BlobError>> => {
    const parsed = parseAttachmentManifest(manifest);
    if (parsed === undefined) return err({ code: "damaged" });
    let failure: BlobError = { code: "not-here-yet" };
    const parts: Bytes[] = [];
    let fetched = false;
    const chunks = openAttachment(session.vaultId, parsed, async (_, chunkId) => {
      if (aborted?.aborted) {
        failure = { code: "cancelled" };
        return undefined;
      }
      fetched ||= (await blobs.readChunk(chunkId)) === undefined;
      const chunk = await fetchChunk(chunkId, aborted);
      if (chunk.ok) return chunk.value;
      failure = chunk.error;
      return undefined;
    });
    for await (const part of chunks) {
      if (!part.ok) return err(part.error.code === "chunk-missing" ? failure : { code: "damaged" });
      parts.push(part.value);
    }
    let kept = true;
    if (fetched) {
      const { blobId, chunkIds, size } = parsed;
      kept = await blobs.noteWhole(blobId, {
        chunkIds,
        lengths: chunkIds.map((_, index) => chunkLength(size, index)),
      });
    }
    return ok({ bytes: concat(...parts), kept });
  };

  return {
    sync$,
    turnOn: async (relay = deps.origin, invite) => {
      const http = createRelayHttp(network, new URL(relay).origin);
      const found = await findRelay(http);
      if (!found.ok) return found;
      const options = invite === undefined ? {} : { invite };
      let created = await http.createVault(await log.membership(0), options);
      // Another device was faster with a record: ours, which nobody has seen, are issued again behind it.
      if (!created.ok && created.error.code === "conflict")
        created = await http.createVault(await publishedRecords(), options);
      if (!created.ok) return err(syncErrorOf(created.error));
      await use(http.origin);
      return ok(undefined);
    },
    turnOff: async () => {
      client.stop();
      transfer?.stop();
      transfer = undefined;
      if (setting === undefined) return;
      setting = { ...setting, on: false };
      await remember(setting);
    },
    use,
    setting: () => setting,
    now: () => {
      client.nudge();
      transfer?.nudge();
      admission.look();
    },
    readBlob: async (manifest, aborted) => {
      const read = await readWhole(manifest, aborted);
      return read.ok ? ok(read.value.bytes) : read;
    },
    bringBlob: async (manifest) => {
      const read = await readWhole(manifest);
      return read.ok && read.value.kept;
    },
    hear: (message) => {
      const presence = tabPresence.open(message);
      if (presence === undefined) return;
      const { deviceId, docId, awareness } = presence;
      if (deviceId !== session.device.id) {
        if (docId === undefined && awareness.length > 0) company.forgetDevice(deviceId);
        else {
          heard.set(deviceId, clock.now());
          company.hearDevice(deviceId, docId === undefined ? [] : [session.identity.docTagOf(docId)]);
        }
        for (const listener of listeners) listener();
      }
      if (docId === undefined) return;
      if (awareness.length > 0) live.hearAwareness(docId, awareness);
      if (deviceId !== session.device.id) return;
      // Noted also while another tab talks to the relay: this one may take over.
      const all = carets.note(message.from, docId, awareness.length > 0 ? awareness : undefined);
      client.sendAwareness(docId, all as Bytes | undefined);
    },
    heard: () => heard,
    online: () => company.onlineDevices(),
    onPeers: (listener) => void listeners.add(listener),
    begin: async () => {
      await newcomer.load();
      const read = await attempt(() => store.read(["meta"], relaySetting.get));
      if (read.ok && read.value !== undefined) {
        setting = read.value;
        if (setting.on) start(setting, {});
        admission.look();
      }
      await countFiles();
    },
    close: async () => {
      const asked = admission.close();
      cancelRepeat();
      for (const stop of stops) stop();
      newcomer.stop();
      client.stop();
      transfer?.stop();
      await asked;
    },
  };
};
