/**
 * New versions. The service worker installs one beside the running one and waits; the page names it and lets the person
 * choose when. Nothing is swapped while a page is in use: the page loads again only where someone asked for it.
 */
import { useSyncExternalStore } from "react";

export type Update =
  | { readonly state: "none" }
  | { readonly state: "ready"; readonly version: string }
  /** Another tab opened the new version; this page still runs the old one. */
  | { readonly state: "replaced" }
  /** The browser refused a service worker: everything works but starting without a network. */
  | { readonly state: "unavailable" };

let present: Update = { state: "none" };
let waiting: ServiceWorker | undefined;
let asked = false;
const listeners = new Set<() => void>();
const show = (next: Update) => {
  present = next;
  for (const listener of listeners) listener();
};

const answerWithin = 3000;
/** The version a worker is of; empty when it does not say so in time. */
const versionOf = (worker: ServiceWorker): Promise<string> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(""), answerWithin);
    port1.onmessage = (event) => {
      clearTimeout(timer);
      resolve(typeof event.data === "string" ? event.data : "");
    };
    worker.postMessage("version", [port2]);
  });

const offer = async (worker: ServiceWorker): Promise<void> => {
  waiting = worker;
  show({ state: "ready", version: await versionOf(worker) });
};

const lookEvery = 60 * 60 * 1000;
/** Registers the worker and watches for new versions; called once, after the first screen is drawn. */
export const watchForUpdates = async (
  container: ServiceWorkerContainer,
  reload: () => void,
): Promise<void> => {
  // On the very first visit the worker takes over a page that had none: that is no update.
  const hadController = container.controller !== null;
  container.addEventListener("controllerchange", () => {
    if (asked) reload();
    else if (hadController) show({ state: "replaced" });
  });
  const registration = await container
    .register("/sw.js", { updateViaCache: "none" })
    // Private windows and full disks refuse.
    .catch(() => undefined);
  if (registration === undefined) return show({ state: "unavailable" });
  if (registration.waiting !== null && container.controller !== null) await offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const installing = registration.installing;
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed" && container.controller !== null) void offer(installing);
    });
  });
  let looked = performance.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || performance.now() - looked < lookEvery) return;
    looked = performance.now();
    // Offline, or the server is down: the next time the page is shown will look again.
    registration.update().catch(() => undefined);
  });
};

/** Opens the waiting version here; every other tab is told and goes on as it is. */
export const openUpdate = (): void => {
  asked = true;
  waiting?.postMessage("skip-waiting");
};
export const dismissUpdate = (): void => show({ state: "none" });
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useUpdate = (): Update => useSyncExternalStore(subscribe, () => present);
