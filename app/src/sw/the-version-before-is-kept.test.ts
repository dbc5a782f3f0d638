/** A tab that stays on the version before finds every part of it, also those it had never fetched. */
import { expect, test } from "vitest";
import { fromPrevious, keepPrevious } from "./previous.ts";

const origin = "https://journal.example";
/** As much of CacheStorage as is used. */
const createCaches = (): CacheStorage => {
  const stored = new Map<string, Map<string, Response>>();
  const open = (name: string) => {
    const entries = stored.get(name) ?? new Map<string, Response>();
    stored.set(name, entries);
    return {
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
      match: async ({ url }: Request) => entries.get(url)?.clone(),
      put: async ({ url }: Request, response: Response) => void entries.set(url, response),
    };
  };
  return {
    open: async (name: string) => open(name),
    delete: async (name: string) => stored.delete(name),
    match: async (request: Request, { cacheName }: { readonly cacheName: string }) =>
      open(cacheName).match(request),
  } as unknown as CacheStorage;
};
const precached = async (caches: CacheStorage, paths: readonly string[]) => {
  const cache = await caches.open("precache");
  for (const path of paths) await cache.put(new Request(origin + path), new Response(path));
};
const found = async (caches: CacheStorage, path: string) =>
  (await fromPrevious(caches, new Request(origin + path)))?.text();
const install = (caches: CacheStorage, paths: readonly string[]) =>
  keepPrevious(caches, "precache", new Set(paths));

test("parts that the new version does not have are kept, and nothing that is not a part", async () => {
  const caches = createCaches();
  await precached(caches, ["/index.html?__WB_REVISION__=1", "/assets/same-1.js", "/assets/unlock-1.js"]);
  await install(caches, ["/index.html", "/assets/same-1.js", "/assets/unlock-2.js"]);
  expect(await found(caches, "/assets/unlock-1.js")).toBe("/assets/unlock-1.js");
  expect(await found(caches, "/assets/same-1.js")).toBeUndefined();
  expect(await found(caches, "/index.html?__WB_REVISION__=1")).toBeUndefined();
});

test("one version is kept, not all there ever were, and installing the same one again takes nothing away", async () => {
  const caches = createCaches();
  await precached(caches, ["/assets/a-1.js"]);
  await install(caches, ["/assets/a-2.js"]);
  await (await caches.open("precache")).keys();
  await caches.delete("precache");
  await precached(caches, ["/assets/a-2.js"]);
  await install(caches, ["/assets/a-2.js"]);
  expect(await found(caches, "/assets/a-1.js")).toBe("/assets/a-1.js");
  await install(caches, ["/assets/a-3.js"]);
  expect(await found(caches, "/assets/a-1.js")).toBeUndefined();
  expect(await found(caches, "/assets/a-2.js")).toBe("/assets/a-2.js");
});
