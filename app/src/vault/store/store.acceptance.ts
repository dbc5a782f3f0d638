/** What every store of the vault promises: memory in Node, Dexie in a real browser. */
import type { DocTag, Hash, WriterId } from "@whisperwell/crypto";
import { describe, expect, test } from "vitest";
import type { LogRecord, VaultStore } from "./port.ts";
import { logKeyOf, tableNames } from "./port.ts";

const writer = (digit: string) => digit.repeat(32) as WriterId;
const tag = (digit: string) => digit.repeat(32) as DocTag;
const record = (by: string, wseq: number, more: Partial<LogRecord> = {}): LogRecord => ({
  writer: writer(by),
  wseq,
  hash: `${by}${String(wseq).padStart(63, "0")}` as Hash,
  docTag: tag("d"),
  kind: 1,
  epoch: 0,
  form: "whole",
  bytes: Uint8Array.of(wseq % 256),
  state: "local",
  standing: "accepted",
  ...more,
});
const value = (...bytes: number[]) => Uint8Array.from(bytes);
const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error("the store refused");
  return result.value;
};

export const vaultStoreAcceptance = (
  title: string,
  open: () => Promise<{ readonly store: VaultStore; readonly dispose: () => Promise<void> }>,
) => {
  const withStore = (name: string, run: (store: VaultStore) => Promise<void>) =>
    test(name, async () => {
      const { store, dispose } = await open();
      try {
        await run(store);
      } finally {
        await dispose();
      }
    });

  describe(`${title} as the vault's store`, () => {
    withStore("what was put is there for a later transaction, byte for byte", async (store) => {
      await store.write(["meta", "keys"], "strict", async (tx) => {
        await tx.meta.put([{ name: "a", value: value(1, 2) }]);
        await tx.keys.put([{ name: "b", value: value(0, 255) }]);
      });
      const found = must(
        await store.read(["meta", "keys"], async (tx) => [
          await tx.meta.get("a"),
          await tx.keys.get("b"),
          await tx.keys.get("a"),
        ]),
      );
      expect(found).toEqual([
        { name: "a", value: value(1, 2) },
        { name: "b", value: value(0, 255) },
        undefined,
      ]);
    });

    withStore("a transaction that throws leaves nothing behind and throws on", async (store) => {
      await expect(
        store.write(["meta", "log"], "strict", async (tx) => {
          await tx.meta.put([{ name: "a", value: value(1) }]);
          await tx.log.put([record("1", 0)]);
          throw new Error("a bug");
        }),
      ).rejects.toThrow("a bug");
      const counts = must(
        await store.read(["meta", "log"], async (tx) => [await tx.meta.count(), await tx.log.count()]),
      );
      expect(counts).toEqual([0, 0]);
    });

    withStore(
      "a transaction sees its own writes, and others see none of them before it ends",
      async (store) => {
        const write = store.write(["meta"], "relaxed", async (tx) => {
          await tx.meta.put([{ name: "a", value: value(1) }]);
          return (await tx.meta.get("a"))?.value;
        });
        const read = store.read(["meta"], async (tx) => (await tx.meta.get("a"))?.value);
        expect(must(await write)).toEqual(value(1));
        expect([undefined, value(1)]).toContainEqual(must(await read));
      },
    );

    withStore("writes of one table run one after the other: no update is lost", async (store) => {
      const bump = () =>
        store.write(["meta"], "relaxed", async (tx) => {
          const before = (await tx.meta.get("n"))?.value[0] ?? 0;
          await tx.meta.put([{ name: "n", value: value(before + 1) }]);
        });
      await Promise.all(Array.from({ length: 20 }, bump));
      expect(must(await store.read(["meta"], (tx) => tx.meta.get("n")))?.value).toEqual(value(20));
    });

    withStore("many are answered in the order asked, with gaps where there is nothing", async (store) => {
      await store.write(["docs"], "relaxed", (tx) => tx.docs.put([{ tag: tag("a"), value: value(1) }]));
      const found = must(await store.read(["docs"], (tx) => tx.docs.getMany([tag("b"), tag("a")])));
      expect(found).toEqual([undefined, { tag: tag("a"), value: value(1) }]);
    });

    withStore("a prefix chooses names that begin with it, in order", async (store) => {
      await store.write(["rows"], "relaxed", (tx) =>
        tx.rows.put(["row/b", "page/1", "row/a", "rox"].map((name) => ({ name, value: value() }))),
      );
      const names = must(await store.read(["rows"], (tx) => tx.rows.all("row/"))).map((row) => row.name);
      expect(names).toEqual(["row/a", "row/b"]);
    });

    withStore(
      "one writer's envelopes come by number, both ends included, a fork's branches together",
      async (store) => {
        const fork = record("1", 2, { hash: "f".repeat(64) as Hash });
        const all = [record("2", 0), record("1", 10), record("1", 2), fork, record("1", 9), record("1", 0)];
        await store.write(["log"], "strict", (tx) => tx.log.put(all));
        const found = must(await store.read(["log"], (tx) => tx.log.byWriter(writer("1"), 2, 9)));
        expect(found.map(({ wseq, hash }) => [wseq, hash[0]])).toEqual([
          [2, "1"],
          [2, "f"],
          [9, "1"],
        ]);
        const rest = must(await store.read(["log"], (tx) => tx.log.byWriter(writer("1"), 9)));
        expect(rest.map((r) => r.wseq)).toEqual([9, 10]);
      },
    );

    withStore("a document's envelopes are found by its tag, of every writer", async (store) => {
      const all = [record("1", 0), record("2", 0, { docTag: tag("e") }), record("2", 1)];
      await store.write(["log"], "strict", (tx) => tx.log.put(all));
      const found = must(await store.read(["log"], (tx) => tx.log.byDocTag(tag("d"))));
      expect(found.map((r) => r.writer[0])).toEqual(["1", "2"]);
    });

    withStore("the outbox is what has an order, in that order, and shrinks as orders go", async (store) => {
      const waiting = [
        record("1", 0, { order: 12 }),
        record("2", 0, { order: 3 }),
        record("1", 1, { order: 100 }),
      ];
      await store.write(["log"], "strict", (tx) =>
        tx.log.put([...waiting, record("3", 0, { state: "feed" })]),
      );
      const orders = async (limit: number, after?: number) =>
        must(await store.read(["log"], (tx) => tx.log.outbox(limit, after))).map((r) => r.order);
      expect(await orders(10)).toEqual([3, 12, 100]);
      expect(await orders(1, 3)).toEqual([12]);
      await store.write(["log"], "strict", (tx) =>
        tx.log.put([record("1", 0, { state: "durable", seq: 5 })]),
      );
      expect(await orders(10)).toEqual([3, 100]);
      expect(must(await store.read(["log"], (tx) => tx.log.outboxCount()))).toBe(2);
      const known = must(await store.read(["log"], (tx) => tx.log.get(logKeyOf(record("1", 0)))));
      expect(known).toMatchObject({ state: "durable", seq: 5 });
      expect(known).not.toHaveProperty("order");
    });

    withStore("drafts are one per document and tab", async (store) => {
      const draft = (tab: string, counter: number) => ({
        tag: tag("a"),
        tab,
        counter,
        value: value(counter),
      });
      await store.write(["drafts"], "relaxed", (tx) =>
        tx.drafts.put([draft("writer/0", 1), draft("writer/1", 7), draft("writer/0", 2)]),
      );
      await store.write(["drafts"], "strict", (tx) => tx.drafts.delete([[tag("a"), "writer/1"]]));
      const left = must(await store.read(["drafts"], (tx) => tx.drafts.all()));
      expect(left).toEqual([draft("writer/0", 2)]);
    });

    withStore("bytes that the caller changes later are not changed in the store", async (store) => {
      const bytes = value(1, 2, 3);
      await store.write(["keys"], "strict", (tx) => tx.keys.put([{ name: "a", value: bytes }]));
      bytes.fill(0);
      expect(must(await store.read(["keys"], (tx) => tx.keys.get("a")))?.value).toEqual(value(1, 2, 3));
    });

    withStore("erasing empties every table", async (store) => {
      await store.write(["keys", "log", "drafts"], "strict", async (tx) => {
        await tx.keys.put([{ name: "a", value: value(1) }]);
        await tx.log.put([record("1", 0, { order: 1 })]);
        await tx.drafts.put([{ tag: tag("a"), tab: "writer/0", counter: 1, value: value() }]);
      });
      expect((await store.erase()).ok).toBe(true);
      const counts = must(
        await store.read([...tableNames], async (tx) => {
          const all: number[] = [];
          for (const name of tableNames) all.push(await tx[name].count());
          return all;
        }),
      );
      expect(counts.every((n) => n === 0)).toBe(true);
      expect(must(await store.read(["log"], (tx) => tx.log.outbox(5)))).toEqual([]);
    });
  });
};
