/** Storage that went back once, with new writing on top: both branches are ours, and merging loses nothing. */
import { type Hash, parseEnvelope } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import type { TableName, Transaction } from "../store/port.ts";
import { must } from "../testing/browser.ts";
import {
  alarmCodes,
  createFeed,
  flipped,
  foundDevice,
  joinDevice,
  newEntry,
  pull,
  push,
  rowTitle,
  type TestDevice,
  titleIn,
  writeTitle,
} from "../testing/feed.ts";
import { headField } from "./meta.ts";

const tables = ["meta", "rows", "docs", "drafts"] as const;
/** Puts the storage back to what it was before `between`; the envelope that went out meanwhile is gone from the log. */
const goBack = async (device: TestDevice, between: () => Promise<Hash>): Promise<void> => {
  const { store } = device.deps;
  const before = new Map<TableName, readonly never[]>();
  must(
    await store.read(tables, async (tx) => {
      for (const name of tables) before.set(name, (await tx[name].all()) as never);
    }),
  );
  const lost = await between();
  must(
    await store.write(tables, "strict", async (tx) => {
      for (const name of tables) {
        const table = tx[name] as { all: () => Promise<readonly never[]> } & Transaction["docs"];
        const all = (await table.all()) as readonly { name?: never; tag: never; tab?: never }[];
        await table.delete(
          all.map(({ name: key, tag, tab }) => key ?? (tab === undefined ? tag : ([tag, tab] as never))),
        );
        await table.put(before.get(name) ?? []);
      }
    }),
  );
  const real = { read: store.read, write: store.write };
  let gone = true;
  const hide = (tx: Transaction): Transaction => ({
    ...tx,
    log: {
      ...tx.log,
      byWriter: async (...asked) =>
        (await tx.log.byWriter(...asked)).filter(({ hash }) => !gone || hash !== lost),
      byDocTag: async (tag) => (await tx.log.byDocTag(tag)).filter(({ hash }) => !gone || hash !== lost),
      put: async (records) => {
        if (records.some(({ hash }) => hash === lost)) gone = false;
        await tx.log.put(records);
      },
    },
  });
  Object.assign(store, {
    read: ((names, run) => real.read(names, (tx) => run(hide(tx)))) satisfies typeof store.read,
    write: ((names, durability, run) =>
      real.write(names, durability, (tx) => run(hide(tx)))) satisfies typeof store.write,
  });
};
const twoLives = async (seed: number) => {
  const feed = createFeed();
  const first = await foundDevice(seed);
  const second = await joinDevice(first, feed, seed + 1000);
  const docId = await newEntry(first);
  await push(first, feed);
  await pull(first, feed);
  const writer = first.unlocked.context.lease().writerId;
  await goBack(first, async () => {
    await writeTitle(first, docId, "earlier ");
    await push(first, feed);
    const sent = parseEnvelope(feed.items.at(-1) ?? new Uint8Array());
    if (!sent.ok) throw new Error("what was sent is an envelope");
    return sent.value.hash;
  });
  // The live document of the tab still holds the earlier words; what is asked below is what the log alone gives.
  await first.unlocked.live.trim();
  return { feed, first, second, docId, writer };
};
const isFrozen = async ({ deps }: TestDevice, writer: Parameters<typeof headField>[0]) =>
  must(await deps.store.read(["meta"], headField(writer).get))?.frozen;

test("after a proven regression the feed is read on: the earlier branch is applied beside ours, and the writer frozen", async () => {
  const { feed, first, second, docId, writer } = await twoLives(2);
  await writeTitle(first, docId, "mine ");
  await first.log.outbox.reEmit(writer, "fork");
  await pull(first, feed);
  expect((await first.log.position()).cursor?.seq).toBe(feed.items.length);
  expect(alarmCodes(first)).toEqual(["WRITER_FORK"]);
  await push(first, feed);
  await pull(second, feed);
  await pull(first, feed);
  await first.unlocked.settled();
  await second.unlocked.settled();
  expect(await titleIn(second, docId)).toContain("mine");
  expect(await titleIn(second, docId)).toContain("earlier");
  expect(await titleIn(first, docId)).toBe(await titleIn(second, docId));
  expect(rowTitle(first, docId)).toBe(rowTitle(second, docId));
  expect(alarmCodes(second)).toEqual([]);
});

test("a branch shown without any proof first freezes the writer, and what waits of it goes out under another", async () => {
  const { feed, first, second, docId, writer } = await twoLives(3);
  await writeTitle(first, docId, "mine ");
  await pull(first, feed);
  expect(alarmCodes(first)).toEqual(["WRITER_FORK"]);
  expect(await isFrozen(first, writer)).toBe(true);
  const sent = feed.items.length;
  await push(first, feed);
  const writers = feed.items.slice(sent).map((bytes) => Buffer.from(bytes.subarray(20, 36)).toString("hex"));
  expect(writers.length).toBeGreaterThan(0);
  expect(writers).not.toContain(writer);
  await pull(second, feed);
  await pull(first, feed);
  await first.unlocked.settled();
  expect(await titleIn(second, docId)).toContain("mine");
  expect(await titleIn(second, docId)).toContain("earlier");
  expect(await titleIn(first, docId)).toBe(await titleIn(second, docId));
});

test("a branch of ours that this device never signed is still the relay's fault", async () => {
  const { feed, first, docId, writer } = await twoLives(4);
  await writeTitle(first, docId, "mine ");
  const shown = {
    ...feed,
    items: feed.items.map((bytes, i) => (i === feed.items.length - 1 ? flipped(bytes) : bytes)),
  };
  await expect(pull(first, shown)).rejects.toThrow();
  expect(await isFrozen(first, writer)).not.toBe(true);
  expect(alarmCodes(first)).not.toContain("WRITER_FORK");
});
