/** Both stores of this machine keep the promises of RelayStore. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, systemRandom } from "@whisperwell/crypto";
import { createMemoryRelayStore } from "./memory.ts";
import { shrinkingAcceptance } from "./shrinking.acceptance.ts";
import { openSqliteRelayStore } from "./sqlite/index.ts";
import { relayStoreAcceptance } from "./store.acceptance.ts";

const openMemory = async () => {
  const store = createMemoryRelayStore({ random: systemRandom });
  return { store: () => store, reopen: async () => undefined, [Symbol.asyncDispose]: async () => undefined };
};

const openSqlite = async () => {
  const directory = await mkdtemp(join(tmpdir(), "ww-store-"));
  const openNow = () => {
    const opened = openSqliteRelayStore({ directory, random: systemRandom, now: Date.now });
    assert(opened.ok, "a fresh folder opens");
    return opened.value;
  };
  let store = openNow();
  return {
    store: () => store,
    reopen: async () => {
      await store[Symbol.asyncDispose]();
      store = openNow();
    },
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

for (const [title, open] of [
  ["memory", openMemory],
  ["SQLite", openSqlite],
] as const) {
  relayStoreAcceptance(title, open);
  shrinkingAcceptance(title, open);
}
