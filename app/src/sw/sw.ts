/**
 * The service worker: starts the app with no network. Everything the build made is precached under its hash, so a page
 * gets all of one version or none of it; a new version waits until the page says so (`skip-waiting`), never mid-session.
 * It holds no key and reads no journal.
 */
/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (string | { url: string; revision: string | null })[];
};
declare const __APP_VERSION__: string;

precacheAndRoute([...self.__WB_MANIFEST]);
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

self.addEventListener("message", (event) => {
  if (event.data === "skip-waiting") void self.skipWaiting();
  if (event.data === "version") event.ports[0]?.postMessage(__APP_VERSION__);
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
