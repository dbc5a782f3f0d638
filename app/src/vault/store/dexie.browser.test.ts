/** In a real Chromium, on real IndexedDB: an emulation would prove nothing about durability or key order. */
import Dexie from "dexie";
import { expect, test } from "vitest";
import { openDexieStore } from "./dexie.ts";
import { vaultStoreAcceptance } from "./store.acceptance.ts";

let opened = 0;
const names = () => `acceptance-${opened++}`;
const quiet = { onBlocked: () => undefined, onVersionChange: (done: () => void) => done() };

vaultStoreAcceptance("Dexie", async () => {
  const name = names();
  const store = await openDexieStore(name, quiet);
  if (!store.ok) throw new Error(store.error.code);
  return {
    store: store.value,
    dispose: async () => {
      store.value.close();
      await Dexie.delete(name);
    },
  };
});

const put = (name: string) => ({ name, value: Uint8Array.of(1) });

test("a view into a large buffer is stored as the bytes it shows, not as the buffer", async () => {
  const name = names();
  const store = await openDexieStore(name, quiet);
  if (!store.ok) throw new Error(store.error.code);
  const large = new Uint8Array(1 << 20);
  await store.value.write(["meta"], "strict", (tx) =>
    tx.meta.put([{ name: "a", value: large.subarray(3, 5) }]),
  );
  const found = await store.value.read(["meta"], (tx) => tx.meta.get("a"));
  expect(found.ok && found.value?.value.buffer.byteLength).toBe(2);
  store.value.close();
  await Dexie.delete(name);
});

test("a database of a newer version of the app is left alone and named", async () => {
  const name = names();
  const newer = new Dexie(name);
  newer.version(99).stores({ meta: "name", other: "id" });
  await newer.open();
  await newer.table("meta").put(put("kept"));
  newer.close();
  const store = await openDexieStore(name, quiet);
  expect(store.ok ? "opened" : store.error.code).toBe("storage-newer");
  await newer.open();
  expect(await newer.table("meta").count()).toBe(1);
  newer.close();
  await Dexie.delete(name);
});

test("an old tab is asked to flush before a newer version upgrades, and the upgrade waits for it", async () => {
  const name = names();
  const order: string[] = [];
  const old = await openDexieStore(name, {
    onBlocked: () => undefined,
    onVersionChange: (done) => {
      order.push("asked");
      void flush().then(done);
    },
  });
  if (!old.ok) throw new Error(old.error.code);
  const flush = async () => {
    const kept = await old.value.write(["meta"], "strict", (tx) => tx.meta.put([put("flushed")]));
    order.push(kept.ok ? "flushed" : kept.error.code);
  };
  const newer = new Dexie(name);
  newer.version(2).stores({ meta: "name", later: "id" });
  await newer.open();
  order.push("upgraded");
  expect(order).toEqual(["asked", "flushed", "upgraded"]);
  expect(await newer.table("meta").count()).toBe(1);
  newer.close();
  await Dexie.delete(name);
});

test("a closed store answers with a failure, never with silence", async () => {
  const name = names();
  const store = await openDexieStore(name, quiet);
  if (!store.ok) throw new Error(store.error.code);
  store.value.close();
  const after = await store.value.write(["meta"], "strict", (tx) => tx.meta.put([put("late")]));
  expect(after.ok ? "written" : after.error.code).toBe("storage-refused");
  await Dexie.delete(name);
});
