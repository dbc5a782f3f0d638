import { describe, expect, test } from "vitest";
import { createMemoryDisk } from "./memory.ts";
import { vaultStoreAcceptance } from "./store.acceptance.ts";

vaultStoreAcceptance("memory", async () => ({ store: createMemoryDisk().open(), dispose: async () => {} }));

const put = (name: string) => ({ name, value: new Uint8Array(1) });

describe("a memory disk dies as a real one does", () => {
  test("a power cut takes relaxed writes since the last strict one, and nothing before", async () => {
    const disk = createMemoryDisk();
    const store = disk.open();
    await store.write(["meta"], "relaxed", (tx) => tx.meta.put([put("old")]));
    await store.write(["meta"], "strict", (tx) => tx.meta.put([put("kept")]));
    await store.write(["meta"], "relaxed", (tx) => tx.meta.put([put("lost")]));
    disk.crash();
    const left = await disk.open().read(["meta"], (tx) => tx.meta.all());
    expect(left.ok && left.value.map((row) => row.name)).toEqual(["kept", "old"]);
  });

  test("a killed process keeps relaxed writes", async () => {
    const disk = createMemoryDisk();
    await disk.open().write(["meta"], "relaxed", (tx) => tx.meta.put([put("kept")]));
    disk.kill();
    const left = await disk.open().read(["meta"], (tx) => tx.meta.all());
    expect(left.ok && left.value.length).toBe(1);
  });

  test("awaiting something foreign inside a transaction is an error, as in IndexedDB", async () => {
    const store = createMemoryDisk().open();
    const foreign = store.write(["meta"], "strict", async (tx) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await tx.meta.put([put("late")]);
    });
    await expect(foreign).rejects.toThrow("awaits nothing but its own promises");
  });
});
