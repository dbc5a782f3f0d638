/**
 * The vault worker of one tab: gives the engine the browser's storage, locks, clock and network, and serves it to the
 * page. Until storage has opened it answers with a state and nothing else.
 */
import { type PassphraseKdf, ready, systemRandom } from "@whisperwell/crypto";
import * as Comlink from "comlink";
import type { Clock } from "../../sync/ports.ts";
import { createWebNetwork } from "../../sync/web-network.ts";
import type { VaultState } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import { createEngine } from "../engine.ts";
import type { Engine } from "../engine-api.ts";
import { createSubject } from "../observable.ts";
import { openDexieStore } from "../store/dexie.ts";
import { createBroadcast } from "./broadcast.ts";
import { leaveMessage } from "./messages.ts";
import { databaseName } from "./names.ts";
import { createWorkerVault } from "./serve.ts";
import { createWebLocks } from "./web-locks.ts";

declare const __APP_VERSION__: string;

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Argon2id in a worker that ends with it: hundreds of megabytes are given back at once. */
const stretch: EngineDeps["stretch"] = (passphrase: string, kdf: PassphraseKdf, signal?: AbortSignal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(location.href, { type: "module", name: "unlock" });
    const end = (answer: Awaited<ReturnType<EngineDeps["stretch"]>>) => {
      worker.terminate();
      resolve(answer);
    };
    signal?.addEventListener("abort", () => end(undefined), { once: true });
    if (signal?.aborted) return end(undefined);
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = ({ message }) => {
      worker.terminate();
      reject(new Error(`the unlock worker stopped: ${message}`));
    };
    worker.postMessage({ passphrase, kdf });
  });

/** Milliseconds until leaving is tried again. */
const leaveAgainAfter = 5000;
const boot$ = createSubject<VaultState>({ phase: "starting" });
let running: Engine | undefined;

/** A newer version waits to upgrade the database: everything typed is committed first, then this page reloads. */
const leave = async (close: () => void) => {
  const left = await running?.dispose();
  // The newer version shows that it waits for this page until its words have a place.
  if (left?.ok === false) return void clock.after(leaveAgainAfter, () => void leave(close));
  close();
  postMessage(leaveMessage);
};

const begin = async (everSetUp: boolean): Promise<Engine | undefined> => {
  await ready;
  const store = await openDexieStore(databaseName, {
    onBlocked: () => boot$.set({ phase: "blocked" }),
    onVersionChange: (close) => void leave(close),
  });
  if (!store.ok) {
    const code = store.error.code === "storage-newer" ? "storage-newer" : "storage-unreadable";
    boot$.set({ phase: "unreadable", code });
    return undefined;
  }
  running = await createEngine({
    store: store.value,
    locks: createWebLocks(),
    signal: createBroadcast(databaseName),
    clock,
    random: systemRandom,
    // The page keeps the mark and sets it when it hears that there is a journal.
    marker: { isSet: async () => everSetUp, set: async () => undefined },
    stretch,
    network: createWebNetwork(),
    origin: location.origin,
    appVersion: __APP_VERSION__,
    ...(navigator.storage?.estimate === undefined ? {} : { estimate: () => navigator.storage.estimate() }),
  });
  return running;
};

Comlink.expose(createWorkerVault(begin, boot$));
