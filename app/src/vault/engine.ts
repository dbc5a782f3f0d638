/**
 * The engine: one vault of one browser, from *starting* to *unlocked* and back. It holds no global state and reaches for
 * no global: a worker gives it a browser, a test gives it memory.
 */
import {
  type DocId,
  type DocTag,
  err,
  ok,
  parseDocId,
  type Result,
  randomId,
  ready,
} from "@whisperwell/crypto";
import { applyEntryChange, initEntryDoc } from "../documents/entry.ts";
import type { EntryContent } from "../documents/model.ts";
import { firstJournalId } from "../documents/names.ts";
import { initialStatus } from "../sync/status.ts";
import type {
  Alarm,
  DeviceInfo,
  LockError,
  Observable,
  OpenError,
  PastImport,
  Receipt,
  SyncStatus,
  VaultState,
} from "./api.ts";
import type { EngineDeps } from "./deps.ts";
import type { Engine } from "./engine-api.ts";
import { createFollowing } from "./following.ts";
import { createAutoLock } from "./keys/auto-lock.ts";
import { createNewVault } from "./keys/create.ts";
import { isOfDevice, setupLock } from "./keys/setup.ts";
import { askOtherTabs, giveKey } from "./keys/sharing.ts";
import { locate, lockedState, openPrincipal, openWithLocalKey, unlock } from "./keys/unlock.ts";
import { noSettings, noTaxonomy } from "./live/fixed-documents.ts";
import { importedAs } from "./live/import-ids.ts";
import { nameIdsOf } from "./live/names.ts";
import { createSubject } from "./observable.ts";
import { createPairings } from "./pairing/pairings.ts";
import { watchAnchor } from "./pairing/stored-anchor.ts";
import { deviceList, receiptOf } from "./receipts.ts";
import { createRowChanges } from "./row-changes.ts";
import type { Session } from "./session.ts";
import { createStorageWatch } from "./storage-watch.ts";
import type { StoreFailure } from "./store/port.ts";
import { createSyncPart, type SyncPart } from "./sync-part.ts";
import { openUnlocked, type Unlocked } from "./unlocked.ts";

/** Everything there is only while unlocked. */
export interface OpenVault {
  readonly unlocked: Unlocked;
  readonly sync: SyncPart;
}
/**
 * From keys to an open vault. `before` runs ahead of anyone seeing it; when it fails, what was stored is erased again:
 * only for a vault that was stored a moment ago.
 */
export type Enter = <E = never>(
  session: Session,
  before?: (open: OpenVault) => Promise<Result<void, E>>,
) => Promise<Result<void, E | { readonly code: StoreFailure["code"] }>>;
const nothingWaits = ({ waitingEntries, waitingOthers }: SyncStatus): boolean =>
  waitingEntries + waitingOthers === 0;
const locked = err({ code: "locked" } as const);
/** Milliseconds until a lock that would have taken words is tried again. */
const lockAgainAfter = 5000;

export const createEngine = async (deps: EngineDeps): Promise<Engine> => {
  await ready;
  const { store, clock, random, signal } = deps;
  const state$ = createSubject<VaultState>({ phase: "starting" });
  const rows = createRowChanges();
  const taxonomy = createFollowing(noTaxonomy);
  const settings = createFollowing(noSettings);
  const imports = createFollowing<readonly PastImport[]>([]);
  const sync = createFollowing<SyncStatus>(initialStatus(clock.now()));
  const devices = createFollowing<readonly DeviceInfo[]>([]);
  const alarms = createFollowing<readonly Alarm[]>([]);
  const storage = createStorageWatch(deps);
  let open: OpenVault | undefined;
  /** Opening and locking, one after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined); // whoever asked hears of it
    return mine;
  };

  const devicesOf = ({ session, fixed, progress, context }: Unlocked, part: SyncPart) => {
    const list = () =>
      deviceList(
        session,
        fixed.settings$.value(),
        progress,
        context.rows.entries().values(),
        part.heard(),
        part.online(),
      );
    const devices$ = createSubject(list());
    const refresh = () => devices$.set(list());
    fixed.settings$.subscribe(refresh);
    progress.picture$.subscribe(refresh);
    part.onPeers(refresh);
    return devices$;
  };

  /** Shows what was opened to everyone who listens. */
  const show = async (opened: OpenVault) => {
    const { unlocked, sync: part } = opened;
    const { session } = unlocked;
    open = opened;
    rows.show(unlocked.context.rows);
    taxonomy.follow(unlocked.fixed.taxonomy$);
    settings.follow(unlocked.fixed.settings$);
    imports.follow(unlocked.imports.imports$);
    alarms.follow(unlocked.alarms.alarms$);
    devices.follow(devicesOf(unlocked, part));
    sync.follow(part.sync$);
    unlocked.progress.picture$.subscribe(() =>
      storage.setReach({
        onRelay: part.setting()?.on === true && nothingWaits(part.sync$.value()),
        otherDevices: unlocked.progress.otherDevices().length,
      }),
    );
    await storage.refresh();
    await deps.marker.set();
    autoLock.touch();
    state$.set({ phase: "unlocked", vaultId: session.vaultId, deviceId: session.device.id });
  };

  const enter: Enter = async (session, before) => {
    const opened = await openUnlocked(deps, session);
    if (!opened.ok) {
      session.drop();
      return err({ code: opened.error.code });
    }
    const unlocked = opened.value;
    const part = createSyncPart(deps, unlocked);
    unlocked.fetchPayloadsBy(part.bringBlob);
    await part.begin();
    const prepared = (await before?.({ unlocked, sync: part })) ?? ok(undefined);
    if (!prepared.ok) {
      // What was joined was not what was promised: nothing of it stays.
      await part.close();
      await unlocked.close();
      await store.erase((tx) => isOfDevice(tx, session.device.id));
      await lookAround();
      return prepared;
    }
    await show({ unlocked, sync: part });
    if (before === undefined) watchAnchor(unlocked);
    return ok(undefined);
  };

  /** Calls that no document of `live` waits for, and that must be over before the keys are gone. */
  const createCalls = () => {
    const running = new Set<Promise<unknown>>();
    return {
      tracked: <T>(work: Promise<T>): Promise<T> => {
        running.add(work);
        const done = () => void running.delete(work);
        work.then(done, done);
        return work;
      },
      ended: async () => {
        while (running.size > 0) await Promise.allSettled(running);
      },
    };
  };
  /** What makes commits: a lock waits for it while words are still taken. */
  const sealing = createCalls();
  /** Backups: a lock that goes through stops them. */
  const saving = createCalls();
  /** A lock waits: an import brings no more. */
  let isLeaving = false;
  let leavingNow = new AbortController();
  /** Stopped by whoever asked for it, and by a lock. */
  const untilLocked = (signal: AbortSignal | undefined): AbortSignal =>
    signal === undefined ? leavingNow.signal : AbortSignal.any([signal, leavingNow.signal]);
  const leave = async (): Promise<Result<void, LockError>> => {
    autoLock.stop();
    const leaving = open;
    if (leaving === undefined) return ok(undefined);
    isLeaving = true;
    await sealing.ended();
    // Words first: what was typed becomes commits before any key goes, and while they have no place no key does.
    const left = await leaving.unlocked.live.leave();
    isLeaving = false;
    if (!left.ok) return left;
    open = undefined;
    // Nothing of the journal is on the screen any more; words that were on their way are still taken.
    state$.set({ phase: "starting" });
    leavingNow.abort();
    leavingNow = new AbortController();
    await Promise.all([sealing.ended(), saving.ended()]);
    cancelOwed();
    await leaving.sync.close();
    for (const following of [taxonomy, settings, imports, sync, devices, alarms]) following.rest();
    rows.hide();
    await leaving.unlocked.close();
    await lookAround();
    return ok(undefined);
  };
  const lockHere = () => inTurn(leave);
  let cancelOwed = () => {};
  let touches = 0;
  const touched = () => {
    touches += 1;
    cancelOwed();
    autoLock.touch();
  };
  /** Tries again until every word is kept, or until the person comes back. */
  const lockWhenKept = async (): Promise<void> => {
    const before = touches;
    const left = await lockHere();
    if (!left.ok && touches === before) cancelOwed = clock.after(lockAgainAfter, () => void lockWhenKept());
  };

  /** What lies in this browser, for a tab that has no keys. */
  const lookAround = async () => {
    const located = await locate(deps);
    if (located.phase === "here") return state$.set(lockedState(located));
    if (located.phase === "unreadable") return state$.set({ phase: "unreadable", code: located.code });
    if (located.phase === "in-setup") {
      state$.set({ phase: "starting" });
      void lookAfterSetup();
      return;
    }
    state$.set({ phase: "absent", vanished: await deps.marker.isSet() });
  };

  const ending = new AbortController();
  /** Another tab restores a backup here: what lies here is said when it is through, or has died. */
  const lookAfterSetup = async () => {
    const held = await deps.locks.hold(setupLock, ending.signal);
    held?.release();
    if (held !== undefined) await lookIfLocked();
  };

  const autoLock = createAutoLock(deps, () => void lockWhenKept());
  await autoLock.load();

  const unlockFromTab = async () => {
    const located = await locate(deps);
    if (located.phase !== "here") return;
    const localKey = await askOtherTabs(deps, located.installation.vaultId);
    if (localKey === undefined || open !== undefined) return;
    const session = await openWithLocalKey(deps, located, localKey);
    if (session.ok) await enter(session.value);
  };

  const stopHearing = signal.on((message) => {
    switch (message.type) {
      case "ask-key":
        if (open !== undefined) giveKey(deps, open.unlocked.session, message);
        return;
      case "lock":
        return void lockWhenKept();
      case "touch":
        return open === undefined ? undefined : touched();
      case "look":
        return void (open === undefined ? lookIfLocked() : open.unlocked.look(message.docTags));
      case "open":
        return open?.unlocked.company.hearTab(message.tab, message.docTags);
      case "presence":
        return open?.sync.hear(message);
      case "sync-now":
        return open?.sync.now();
      default:
        return;
    }
  });
  /** Another tab made or restored a vault: this one shows the lock screen, or opens with that tab's key. */
  const lookIfLocked = () =>
    inTurn(async () => {
      const { phase } = state$.value();
      if (open !== undefined || (phase !== "absent" && phase !== "starting")) return;
      await unlockFromTab();
      if (open === undefined) await lookAround();
    });

  const withOpen = async <T, E>(
    work: (open: OpenVault) => Promise<Result<T, E>>,
  ): Promise<Result<T, E | { readonly code: "locked" }>> => (open === undefined ? locked : work(open));
  const parsed = (docId: string): DocId | undefined => parseDocId(docId);
  const idsOf = ({ unlocked }: OpenVault) => nameIdsOf(unlocked.session, random);

  const receipt$ = (docId: string): Observable<Receipt> => ({
    subscribe: (listener) => {
      const present = open;
      const id = parsed(docId);
      const nothing: Receipt = { here: false, relay: false, seenBy: [], notYet: [] };
      if (present === undefined || id === undefined) {
        listener(nothing);
        return () => {};
      }
      const { progress, context, session } = present.unlocked;
      const tag = session.identity.docTagOf(id);
      const say = () => listener(receiptOf(progress, context.rows.entries().get(tag)?.heads));
      const stops = [
        progress.picture$.subscribe(say),
        context.rows.changes.on((changed) => {
          if (changed.some((entry) => entry.tag === tag)) say();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  });

  /** Read when someone saves or restores: nobody waits for it before the first word. */
  const backups = async () =>
    (await import("./backup/backups.ts")).createBackups({
      deps,
      open: () => open,
      enter,
      inTurn,
      storage,
      openScratch: openUnlocked,
    });
  const pairings = createPairings({ deps, open: () => open, enter, inTurn });

  await inTurn(async () => {
    const located = await locate(deps);
    if (located.phase === "here") await unlockFromTab();
    if (open === undefined) await lookAround();
  });

  return {
    state$,
    create: (options, aborted) =>
      inTurn(async () => {
        if (open !== undefined) return err({ code: "already-there" });
        const created = await createNewVault(deps, options, aborted);
        if (!created.ok) return created;
        const entered = await enter(created.value.session);
        if (!entered.ok) return err({ code: "storage-refused" });
        signal.post({ type: "look", docTags: [] });
        return ok({ words: created.value.words });
      }),
    unlock: (way, aborted) =>
      inTurn(async () => {
        if (open !== undefined) return ok(undefined);
        const session = await unlock(deps, way, aborted);
        return session.ok ? enter(session.value) : session;
      }),
    lock: async () => {
      signal.post({ type: "lock" });
      const left = await lockHere();
      if (!left.ok) touched(); // who asked is here and hears why
      return left;
    },
    setAutoLock: autoLock.set,
    autoLock$: autoLock.minutes$,
    touch: () => {
      if (open === undefined) return;
      touched();
      signal.post({ type: "touch" });
    },
    check: async (way) => {
      const principal = await openPrincipal(deps, way);
      return principal.ok ? ok(undefined) : principal;
    },

    rows$: rows.rows$,
    open: (docId, listener) => withOpen(({ unlocked }) => unlocked.live.open(docId, listener)),
    createEntry: ({ when, journal }) =>
      withOpen<string, OpenError>(async (present) => {
        const docId = randomId<DocId>(random);
        const created = await present.unlocked.live.create(docId, (doc) =>
          initEntryDoc(doc, { when, journal: journal ?? firstJournalId(idsOf(present)) }),
        );
        return created.ok ? ok(docId) : created;
      }),
    edit: (id, changes) =>
      withOpen<void, OpenError>(async (present) => {
        const docId = parsed(id);
        if (docId === undefined) return err({ code: "not-found" });
        return present.unlocked.live.change(docId, (doc) => {
          for (const change of changes) applyEntryChange(doc, change, idsOf(present));
        });
      }),
    readEntry: (id) =>
      withOpen<EntryContent, OpenError>(async ({ unlocked }) => {
        const docId = parsed(id);
        if (docId === undefined) return err({ code: "not-found" });
        const { contentOf } = await import("../documents/entry-content.ts");
        return unlocked.live.readWhole(docId, ({ doc }) => contentOf(doc, docId));
      }),
    receipt$,
    taxonomy$: taxonomy.value$,
    editTaxonomy: async (change) => {
      if (open !== undefined) await sealing.tracked(open.unlocked.fixed.editTaxonomy(change));
    },
    settings$: settings.value$,
    editSettings: async (change) => {
      if (open !== undefined) await sealing.tracked(open.unlocked.fixed.editSettings(change));
    },
    readBlob: async (manifest, aborted) =>
      open === undefined ? err({ code: "not-here-yet" }) : open.sync.readBlob(manifest, aborted),

    ingest: async (run, documents) => {
      const present = open;
      if (present === undefined)
        return documents.map(({ sourceId }) => ({ sourceId, outcome: "failed", code: "storage-refused" }));
      const { context, live, fixed, imports: past } = present.unlocked;
      autoLock.touch();
      const take = async () => {
        await past.remember(run);
        const { ingest } = await import("./live/ingest.ts"); // brings the editor schema, which nobody else needs
        const parts = { context, live, ids: idsOf(present), taxonomy: fixed.taxonomy$.value };
        const isStopped = () => isLeaving;
        return ingest({ ...parts, editTaxonomy: fixed.editTaxonomy, isStopped }, run, documents);
      };
      return sealing.tracked(take());
    },
    importedBefore: async (importer, sourceIds) => {
      if (open === undefined) return { here: 0, trashed: 0 };
      const { session, rows } = open.unlocked.context;
      const { identity } = session;
      const has = (tag: DocTag) => rows.entries().has(tag);
      const docIds = sourceIds.flatMap((id) => importedAs({ identity, has }, importer, id) ?? []);
      const docTags = new Set(docIds.map(identity.docTagOf));
      const found = [...docTags].flatMap((docTag) => rows.entries().get(docTag) ?? []);
      const trashed = found.filter(({ row }) => row?.trashedAt !== undefined);
      return { here: found.length, trashed: trashed.length };
    },
    imports$: imports.value$,
    undoImport: async (run) => {
      const present = open;
      if (present === undefined) return 0;
      const { context, live } = present.unlocked;
      const docIds = [...context.rows.entries().values()].flatMap(({ docId, row }) =>
        row?.importRun === run && row.trashedAt === undefined ? [docId] : [],
      );
      const at = clock.now();
      const moved = await live.changeMany(docIds, (doc) =>
        applyEntryChange(doc, { type: "trash", at }, idsOf(present)),
      );
      return moved.changed.size;
    },

    sync$: sync.value$,
    turnOnSync: async (relay, invite) =>
      open === undefined ? err({ code: "relay-unreachable" }) : open.sync.turnOn(relay, invite),
    turnOffSync: async () => open?.sync.turnOff(),
    syncNow: () => {
      open?.sync.now();
      signal.post({ type: "sync-now" });
    },
    devices$: devices.value$,
    alarms$: alarms.value$,
    acknowledgeAlarm: async (id) => open?.unlocked.alarms.acknowledge(id),

    joinAsNewcomer: pairings.joinAsNewcomer,
    addDevice: pairings.addDevice,

    storage$: storage.storage$,
    notePersisted: storage.notePersisted,
    saveBackup: (sink, onProgress, aborted) => {
      const signal = untilLocked(aborted);
      return saving.tracked(backups().then(({ save }) => save(sink, onProgress, signal)));
    },
    verifyBackup: (file, aborted) => {
      const signal = untilLocked(aborted);
      return saving.tracked(backups().then(({ verify }) => verify(file, signal)));
    },
    restoreBackup: async (...given) => (await backups()).restore(...given),

    flush: async () => open?.unlocked.live.flush("leaving"),
    dispose: async () => {
      ending.abort();
      const left = await lockHere();
      if (!left.ok) return left;
      stopHearing();
      signal.close();
      store.close();
      return ok(undefined);
    },
  };
};
