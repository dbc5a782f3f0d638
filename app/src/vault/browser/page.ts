/**
 * The page's half of the engine: `Vault` over messages to a worker. It holds Y.Docs that are open, and nothing else. Hiding
 * the page flushes; a newer version of the app in another tab makes this one leave after its flush.
 */
import * as Comlink from "comlink";
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import * as Y from "yjs";
import type { Observable, OpenDocument, SavedState, Vault } from "../api.ts";
import { createSubject } from "../observable.ts";
import { type DocumentMessage, leaveMessage, type Topic, type Topics, type WorkerVault } from "./messages.ts";
import { setUpMark } from "./names.ts";
import workerUrl from "./worker.ts?worker-chunk";

/** Origin of transactions that came from the worker: they are not sent back. */
const fromWorker = Symbol("from the vault worker");

type Remote = Comlink.Remote<WorkerVault>;

const abortPort = (signal: AbortSignal | undefined): MessagePort | undefined => {
  if (signal === undefined) return undefined;
  const { port1, port2 } = new MessageChannel();
  const tell = () => port1.postMessage("abort");
  if (signal.aborted) tell();
  else signal.addEventListener("abort", tell, { once: true });
  return Comlink.transfer(port2, [port2]);
};

const observe =
  (remote: Remote) =>
  <T extends Topic>(topic: T, argument?: string): Observable<Topics[T]> => ({
    subscribe: (listener) => {
      let watching = true;
      const told = (value: Topics[T]) => {
        if (watching) listener(value);
      };
      const watch = remote.watch(topic, argument, Comlink.proxy(told) as never);
      return () => {
        if (!watching) return;
        watching = false;
        void watch.then((id) => remote.unwatch(id));
      };
    },
  });

const openDocument = async (remote: Remote, docId: string): ReturnType<Vault["open"]> => {
  const ydoc = new Y.Doc({ gc: true });
  const awareness = new Awareness(ydoc);
  const saved = createSubject<SavedState>({ code: "saved-here" });
  let sent = 0;
  const hear = (message: DocumentMessage) => {
    if (message.type === "update") Y.applyUpdateV2(ydoc, message.update, fromWorker);
    else if (message.type === "awareness") applyAwarenessUpdate(awareness, message.update, fromWorker);
    // Said of fewer keys than were typed by now: what was typed since is not in it, and its own word follows.
    else if (message.heard === sent) saved.set(message.state);
  };
  const opened = await remote.open(docId, Comlink.proxy(hear));
  if (!opened.ok) {
    awareness.destroy();
    ydoc.destroy();
    return opened;
  }
  const { document, state, writable } = opened.value;
  Y.applyUpdateV2(ydoc, state, fromWorker);
  ydoc.on("updateV2", (update: Uint8Array, origin: unknown) => {
    if (origin === fromWorker) return;
    sent += 1;
    saved.set({ code: "writing" });
    void remote.update(document, update);
  });
  awareness.on(
    "update",
    (change: { added: number[]; updated: number[]; removed: number[] }, origin: unknown) => {
      if (origin === fromWorker) return;
      const clients = [...change.added, ...change.updated, ...change.removed];
      void remote.awareness(document, encodeAwarenessUpdate(awareness, clients));
    },
  );
  const entry: OpenDocument = {
    docId,
    ydoc,
    awareness,
    saved$: saved,
    writable,
    close: async () => {
      removeAwarenessStates(awareness, [ydoc.clientID], "closed");
      awareness.destroy();
      await remote.close(document);
    },
  };
  return { ok: true, value: entry };
};

/** Steps of a pairing and what the person does; the session's number arrives a moment after the first call. */
const pairingOf = <Step extends { readonly step: string }>(
  remote: Remote,
  start: (listener: (step: Step) => void) => Promise<number>,
) => {
  const steps = createSubject<Step>({ step: "connecting" } as Step);
  const session = start(Comlink.proxy((step: Step) => steps.set(step)));
  const act = (action: Parameters<WorkerVault["pairing"]>[1]) =>
    void session.then((id) => remote.pairing(id, action));
  return { step$: steps as Observable<Step>, act };
};

const bytesIn = (value: unknown): ArrayBuffer[] => {
  if (value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  if (Array.isArray(value)) return value.flatMap(bytesIn);
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(bytesIn) : [];
};

const flushWhenHidden = (remote: Remote) => {
  const flush = () => void remote.flush();
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
  addEventListener("pagehide", flush);
  addEventListener("blur", flush);
};

const readPersisted = async (ask: boolean): Promise<"yes" | "no" | "unknown"> => {
  if (navigator.storage?.persisted === undefined) return "unknown";
  const answer = (await navigator.storage.persisted()) || (ask && (await navigator.storage.persist()));
  return answer ? "yes" : "no";
};

/** Starts the vault worker of this tab. One per page. */
export const createVault = (): Vault => {
  const worker = new Worker(workerUrl, { type: "module", name: "vault" });
  worker.addEventListener("message", ({ data }) => data === leaveMessage && location.reload());
  const remote = Comlink.wrap<WorkerVault>(worker);
  const observable = observe(remote);

  void remote.start(localStorage.getItem(setUpMark) !== null);
  const state$ = observable("state");
  state$.subscribe((state) => {
    if (state.phase === "locked" || state.phase === "unlocked") localStorage.setItem(setUpMark, "1");
  });
  flushWhenHidden(remote);
  void readPersisted(false).then((answer) => remote.notePersisted(answer));

  return {
    state$,
    create: (options, signal) => remote.create(options, abortPort(signal)),
    unlock: (way, signal) => remote.unlock(way, abortPort(signal)),
    lock: () => remote.lock(),
    setAutoLock: (minutes) => remote.setAutoLock(minutes),
    autoLock$: observable("autoLock"),
    touch: () => void remote.touch(),
    check: (way) => remote.check(way),

    rows$: observable("rows"),
    open: (docId) => openDocument(remote, docId),
    createEntry: (init) => remote.createEntry(init),
    edit: (docId, changes) => remote.edit(docId, changes),
    readEntry: (docId) => remote.readEntry(docId),
    receipt$: (docId) => observable("receipt", docId),
    taxonomy$: observable("taxonomy"),
    editTaxonomy: (change) => remote.editTaxonomy(change),
    settings$: observable("settings"),
    editSettings: (change) => remote.editSettings(change),

    readBlob: (manifest, signal) => remote.readBlob(manifest, abortPort(signal)),

    ingest: (run, documents) =>
      remote.ingest(run, Comlink.transfer([...documents], [...new Set(bytesIn(documents))])),
    imports$: observable("imports"),
    importedBefore: (importer, sourceIds) => remote.importedBefore(importer, sourceIds),
    undoImport: (run) => remote.undoImport(run),

    sync$: observable("sync"),
    turnOnSync: (relay, invite) => remote.turnOnSync(relay, invite),
    turnOffSync: () => remote.turnOffSync(),
    syncNow: () => void remote.syncNow(),
    devices$: observable("devices"),
    alarms$: observable("alarms"),
    acknowledgeAlarm: (id) => remote.acknowledgeAlarm(id),

    joinAsNewcomer: (options) => {
      const { step$, act } = pairingOf(remote, (listener: Parameters<WorkerVault["joinAsNewcomer"]>[1]) =>
        remote.joinAsNewcomer(options, listener),
      );
      return { step$, confirm: () => act({ type: "confirm" }), cancel: () => act({ type: "cancel" }) };
    },
    addDevice: (options) => {
      const { step$, act } = pairingOf(remote, (listener: Parameters<WorkerVault["addDevice"]>[1]) =>
        remote.addDevice(options, listener),
      );
      return {
        step$,
        typeDigits: (digits) => act({ type: "digits", digits }),
        approve: (way) => act({ type: "approve", way }),
        cancel: () => act({ type: "cancel" }),
      };
    },

    storage$: observable("storage"),
    askToPersist: async () => {
      const answer = await readPersisted(true);
      void remote.notePersisted(answer);
      return answer;
    },
    saveBackup: async (sink, onProgress = () => undefined, signal) => {
      const writer = sink.getWriter();
      const write = (bytes: Uint8Array) => writer.write(bytes);
      const saved = await remote.saveBackup(
        Comlink.proxy(write),
        Comlink.proxy(onProgress),
        abortPort(signal),
      );
      if (saved.ok) await writer.close();
      else await writer.abort(saved.error.code);
      return saved;
    },
    verifyBackup: (file, signal) => remote.verifyBackup(file, abortPort(signal)),
    restoreBackup: (file, way, deviceName, onProgress = () => undefined, signal) =>
      remote.restoreBackup(file, way, deviceName, Comlink.proxy(onProgress), abortPort(signal)),
  };
};
