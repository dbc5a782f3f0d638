/** What a page does to the log: all of it or nothing, the cursor only with it (I3), authors' faults set aside. */
import { parseWriterId, type WriterId } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import type { LogPort } from "../../sync/ports.ts";
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
  titleIn,
  writeTitle,
} from "../testing/feed.ts";

const twoDevices = async (seed: number) => {
  const feed = createFeed();
  const first = await foundDevice(seed);
  const second = await joinDevice(first, feed, seed + 1000);
  const docId = await newEntry(first);
  await writeTitle(first, docId, "one");
  await push(first, feed);
  return { feed, first, second, docId };
};
const page = (feed: ReturnType<typeof createFeed>, from: number, items = feed.items.slice(from - 1)) =>
  ({
    feedEpoch: feed.feedEpoch,
    from,
    to: from + items.length - 1,
    items: items.map((bytes) => ({ form: "whole" as const, bytes })),
    more: false,
    head: from + items.length - 1,
  }) satisfies Parameters<LogPort["applyPage"]>[0];

test("one flipped bit in a page stores nothing and leaves the cursor; the true page is then taken", async () => {
  const { feed, second, docId } = await twoDevices(1);
  const { cursor } = await second.log.position();
  const from = (cursor?.seq ?? 0) + 1;
  const bad = feed.items.slice(from - 1).map((bytes, index) => (index === 0 ? flipped(bytes) : bytes));
  expect(await second.log.applyPage(page(feed, from, bad))).toMatchObject({
    ok: false,
    error: { code: "page-invalid" },
  });
  expect((await second.log.position()).cursor).toEqual(cursor);
  await pull(second, feed);
  expect(await titleIn(second, docId)).toBe("one");
});

test("a page that skips, repeats or swaps is refused; after its positive control the cursor stands at its end", async () => {
  const { feed, second } = await twoDevices(2);
  const from = ((await second.log.position()).cursor?.seq ?? 0) + 1;
  const items = feed.items.slice(from - 1);
  for (const wrong of [
    page(feed, from + 1, items.slice(1)),
    page(feed, from, items.slice(1)),
    page(feed, from, items.toReversed()),
    page(feed, from, [...items, ...items]),
  ])
    expect((await second.log.applyPage(wrong)).ok).toBe(false);
  expect((await second.log.applyPage(page(feed, from, items))).ok).toBe(true);
  expect((await second.log.position()).cursor?.seq).toBe(feed.items.length);
  expect((await second.log.applyPage(page(feed, from, items))).ok).toBe(false); // delivered twice
});

test("a page under an older holder of the lock is refused", async () => {
  const { feed, second } = await twoDevices(3);
  const { metaFields } = await import("./meta.ts");
  await second.deps.store.write(["meta"], "strict", (tx) => metaFields.holder.put(tx, 2));
  const from = ((await second.log.position()).cursor?.seq ?? 0) + 1;
  expect(await second.log.applyPage(page(feed, from))).toEqual({
    ok: false,
    error: { code: "stale-holder" },
  });
});

test("a commit that another device cites and the relay does not serve is WITHHELD", async () => {
  const { feed, first, second, docId } = await twoDevices(4);
  await pull(first, feed);
  await pull(second, feed);
  const third = await joinDevice(first, feed, 2004);
  await pull(second, feed);
  const shared = feed.items.length;
  await writeTitle(third, docId, "hidden ");
  await push(third, feed);
  await pull(first, feed);
  await writeTitle(first, docId, "cites it ");
  await push(first, feed);
  // The relay shows the second device everything but the third's commit.
  const shown = createFeed(feed.feedEpoch);
  shown.items.push(...feed.items.slice(0, shared), ...feed.items.slice(shared + 1));
  await pull(second, shown);
  expect(alarmCodes(second)).toContain("WITHHELD");
  expect(alarmCodes(first)).not.toContain("WITHHELD");
});

test("our own commits come back and are durable, and are asked for no more", async () => {
  const { feed, first, docId } = await twoDevices(5);
  await pull(first, feed);
  expect(must(await first.log.outbox.take(4))).toEqual([]);
  await first.unlocked.progress.refresh();
  const { receiptOf } = await import("../receipts.ts");
  const tag = first.unlocked.session.identity.docTagOf(docId);
  const receipt = receiptOf(first.unlocked.progress, first.unlocked.context.rows.entries().get(tag)?.heads);
  expect(receipt).toMatchObject({ here: true, relay: true });
});

test("a proven regression: the content goes out again under a spare writer, and the frozen one is never used", async () => {
  const { feed, first, second, docId } = await twoDevices(6);
  await writeTitle(first, docId, "unsent ");
  const old = first.unlocked.context.lease().writerId;
  await first.log.outbox.reEmit(old, "fork");
  expect(first.unlocked.context.lease().writerId).not.toBe(old);
  const sent = feed.items.length;
  await push(first, feed);
  const writers = new Set(
    feed.items.slice(sent).map((bytes) => parseWriterId(Buffer.from(bytes.subarray(20, 36)).toString("hex"))),
  );
  expect(writers.has(old as WriterId)).toBe(false);
  await pull(second, feed);
  await second.unlocked.settled();
  expect(rowTitle(second, docId)).toBe("unsent one");
});
