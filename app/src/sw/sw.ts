/**
 * The service worker: starts the app with no network. Everything the build made is precached under its hash, so a page
 * gets all of one version or none of it; a new version waits until the page says so (`skip-waiting`), never mid-session,
 * and keeps what tabs of the version before may still ask for.
 * It holds no key and reads no journal.
 */
/// <reference lib="webworker" />
import { cacheNames } from "workbox-core";
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { fromPrevious, keepPrevious } from "./previous.ts";

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (string | { url: string; revision: string | null })[];
};
declare const __APP_VERSION__: string;

const manifest = [...self.__WB_MANIFEST];
const pathOf = (url: string): string => new URL(url, self.location.href).pathname;
const current = new Set(manifest.map((entry) => pathOf(typeof entry === "string" ? entry : entry.url)));
precacheAndRoute(manifest);
cleanupOutdatedCaches();

// Hash routes: every address of the app is `/`. The relay's own paths are never answered from here.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/v1\//, /^\/(healthz|readyz|metrics)$/],
  }),
);
// Fonts of other scripts are not precached; their names hold a hash, so one copy is right for ever.
registerRoute(
  ({ url }) => url.origin === self.location.origin && /^\/assets\/.+\.woff2$/.test(url.pathname),
  new CacheFirst({ cacheName: "fonts" }),
);
registerRoute(
  ({ url }) => url.origin === self.location.origin && url.pathname.startsWith("/assets/"),
  async ({ request }) => (await fromPrevious(caches, request)) ?? fetch(request),
);

self.addEventListener("install", (event) =>
  event.waitUntil(keepPrevious(caches, cacheNames.precache, current)),
);
self.addEventListener("message", (event) => {
  if (event.data === "skip-waiting") void self.skipWaiting();
  if (event.data === "version") event.ports[0]?.postMessage(__APP_VERSION__);
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
