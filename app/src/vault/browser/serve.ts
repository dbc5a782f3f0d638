/** The worker's half: an engine behind the messages of a page. Listeners arrive as proxies and are let go when done. */
import { assert } from "@whisperwell/crypto";
import * as Comlink from "comlink";
import type {
  HolderPairing,
  HolderStep,
  NewcomerPairing,
  NewcomerStep,
  Observable,
  VaultState,
} from "../api.ts";
import type { DocumentHandle, Engine } from "../engine-api.ts";
import type { AbortPort, DocumentMessage, Topic, Topics, WorkerVault } from "./messages.ts";

/** A listener that came over Comlink is a proxy; letting it go closes its port. */
const release = (listener: object) => (listener as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.();

/** Numbers for things a page holds on to, because only plain values cross. */
const createHandles = <T>() => {
  const held = new Map<number, T>();
  let next = 1;
  return {
    add: (thing: T): number => {
      held.set(next, thing);
      return next++;
    },
    get: (id: number): T | undefined => held.get(id),
    take: (id: number): T | undefined => {
      const thing = held.get(id);
      held.delete(id);
      return thing;
    },
  };
};

const signalOf = (port: AbortPort): AbortSignal | undefined => {
  if (port === undefined) return undefined;
  const controller = new AbortController();
  port.onmessage = () => controller.abort();
  return controller.signal;
};

const observables = (
  engine: Engine,
): { readonly [T in Exclude<Topic, "receipt">]: Observable<Topics[T]> } => ({
  state: engine.state$,
  autoLock: engine.autoLock$,
  rows: engine.rows$,
  taxonomy: engine.taxonomy$,
  settings: engine.settings$,
  imports: engine.imports$,
  sync: engine.sync$,
  devices: engine.devices$,
  alarms: engine.alarms$,
  storage: engine.storage$,
});

/**
 * `begin` makes the engine when the page says start; until then nothing is opened, and calls that come before wait. Where
 * storage does not open there is no engine: `boot$` says why, and nothing else is answered.
 */
export const createWorkerVault = (
  begin: (everSetUp: boolean) => Promise<Engine | undefined>,
  boot$: Observable<VaultState>,
): WorkerVault => {
  let started = (_: Engine) => {};
  const engine = new Promise<Engine>((resolve) => {
    started = resolve;
  });
  const state$: Observable<VaultState> = {
    subscribe: (listener) => {
      let stop = boot$.subscribe(listener);
      let watching = true;
      void engine.then((running) => {
        stop();
        if (watching) stop = running.state$.subscribe(listener);
      });
      return () => {
        watching = false;
        stop();
      };
    },
  };
  const watches = createHandles<() => void>();
  const documents = createHandles<DocumentHandle>();
  const pairings = createHandles<NewcomerPairing | HolderPairing>();

  const join = <Session extends NewcomerPairing | HolderPairing>(
    session: Session,
    listener: (step: Parameters<Parameters<Session["step$"]["subscribe"]>[0]>[0]) => void,
  ): number => {
    (session.step$ as Observable<NewcomerStep | HolderStep>).subscribe((step) => {
      listener(step as never);
      if (step.step === "joined" || step.step === "failed") release(listener);
    });
    return pairings.add(session);
  };

  return {
    start: async (everSetUp) => {
      const running = await begin(everSetUp);
      if (running !== undefined) started(running);
    },
    watch: async (topic, argument, listener) => {
      assert(topic !== "receipt" || argument !== undefined, "a receipt is of one document");
      const sourceOf = async () => {
        if (topic === "state") return state$;
        const running = await engine;
        return topic === "receipt"
          ? running.receipt$(argument as string)
          : observables(running)[topic as "rows"];
      };
      const source = (await sourceOf()) as Observable<Topics[typeof topic]>;
      const stop = source.subscribe((value) => listener(value));
      return watches.add(() => {
        stop();
        release(listener);
      });
    },
    unwatch: (watch) => watches.take(watch)?.(),
    touch: () => void engine.then(({ touch }) => touch()),
    syncNow: () => void engine.then(({ syncNow }) => syncNow()),
    flush: async () => (await engine).flush(),
    notePersisted: (answer) => void engine.then(({ notePersisted }) => notePersisted(answer)),

    create: async (options, abort) => (await engine).create(options, signalOf(abort)),
    unlock: async (way, abort) => (await engine).unlock(way, signalOf(abort)),
    lock: async () => (await engine).lock(),
    setAutoLock: async (minutes) => (await engine).setAutoLock(minutes),
    check: async (way) => (await engine).check(way),
    createEntry: async (init) => (await engine).createEntry(init),
    edit: async (docId, changes) => (await engine).edit(docId, changes),
    readEntry: async (docId) => (await engine).readEntry(docId),
    editTaxonomy: async (change) => (await engine).editTaxonomy(change),
    editSettings: async (change) => (await engine).editSettings(change),
    ingest: async (run, batch) => (await engine).ingest(run, batch),
    importedBefore: async (importer, ids) => (await engine).importedBefore(importer, ids),
    undoImport: async (run) => (await engine).undoImport(run),
    turnOnSync: async (relay, invite) => (await engine).turnOnSync(relay, invite),
    turnOffSync: async () => (await engine).turnOffSync(),
    acknowledgeAlarm: async (id) => (await engine).acknowledgeAlarm(id),
    readBlob: async (manifest, abort) => {
      const read = await (await engine).readBlob(manifest, signalOf(abort));
      return read.ok ? Comlink.transfer(read, [read.value.buffer as ArrayBuffer]) : read;
    },

    open: async (docId, listener) => {
      const send = (message: DocumentMessage) => listener(message);
      let heard = 0;
      const opened = await (await engine).open(docId, {
        onUpdate: (update) => send({ type: "update", update }),
        onAwareness: (update) => send({ type: "awareness", update }),
        onSaved: (state) => send({ type: "saved", state, heard }),
      });
      if (!opened.ok) {
        release(listener);
        return opened;
      }
      const { state, writable, handle } = opened.value;
      const hear = (update: Uint8Array) => {
        heard += 1;
        handle.update(update);
      };
      const close = async () => {
        await handle.close();
        release(listener);
      };
      return {
        ok: true,
        value: { document: documents.add({ ...handle, update: hear, close }), state, writable },
      };
    },
    update: (document, update) => documents.get(document)?.update(update),
    awareness: (document, update) => documents.get(document)?.awareness(update),
    close: async (document) => documents.take(document)?.close(),

    joinAsNewcomer: async (options, listener) => join((await engine).joinAsNewcomer(options), listener),
    addDevice: async (options, listener) => join((await engine).addDevice(options), listener),
    pairing: (id, action) => {
      const session = pairings.get(id);
      if (session === undefined) return;
      if (action.type === "cancel") session.cancel();
      else if ("confirm" in session) action.type === "confirm" && session.confirm();
      else if (action.type === "digits") session.typeDigits(action.digits);
      else if (action.type === "approve") session.approve(action.way);
    },

    saveBackup: async (write, onProgress, abort) => {
      // A proxied write answers when the page's sink has room: backpressure reaches the engine.
      const sink = new WritableStream<Uint8Array>({ write: (bytes) => write(bytes) });
      return (await engine).saveBackup(sink, onProgress, signalOf(abort));
    },
    verifyBackup: async (file, abort) => (await engine).verifyBackup(file, signalOf(abort)),
    restoreBackup: async (file, way, deviceName, onProgress, abort) =>
      (await engine).restoreBackup(file, way, deviceName, onProgress, signalOf(abort)),
  };
};
