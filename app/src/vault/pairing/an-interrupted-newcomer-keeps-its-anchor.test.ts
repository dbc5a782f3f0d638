/** What the holder vouched for outlives a crash while receiving: until it is here nothing is sent, and less is named. */
import { expect, test } from "vitest";
import { readHeads } from "../log/meta.ts";
import { must, turn } from "../testing/browser.ts";
import { alarmCodes, createFeed, foundDevice, joinDevice, newEntry, pull, push } from "../testing/feed.ts";
import { anchorField, holdBack, watchAnchor, watchJoining } from "./stored-anchor.ts";

const joining = async (seed: number) => {
  const [first, feed] = [await foundDevice(seed), createFeed()];
  await push(first, feed);
  await pull(first, feed);
  const other = await joinDevice(first, feed, seed + 1);
  const before = feed.items.length;
  await newEntry(first);
  await push(first, feed);
  const heads = must(await first.deps.store.read(["meta"], readHeads));
  const [writerId, { wseq, hash }] = [...heads].find(
    ([id]) => id === first.unlocked.context.lease().writerId,
  )!;
  const anchor = { heads: [{ writerId, wseq, hash }], feedEpoch: feed.feedEpoch, seq: before };
  must(await other.deps.store.write(["meta"], "strict", (tx) => anchorField.put(tx, anchor)));
  await newEntry(other);
  return { other, feed, log: holdBack(other.log, other.deps.store) };
};
const settle = async () => {
  for (let i = 0; i < 20; i++) await turn();
};

test("nothing is sent and an older journal is named until everything vouched for is here; then it goes", async () => {
  const { other, feed, log } = await joining(1);
  watchAnchor(other.unlocked);
  await settle();
  expect(must(await log.outbox.take(8))).toEqual([]);
  expect(alarmCodes(other)).toContain("OLD_WORLD");
  await pull(other, feed);
  await settle();
  expect(must(await log.outbox.take(8)).length).toBeGreaterThan(0);
});

test("it counts as joining from its opening on, and is told the moment it has joined", async () => {
  const { other, feed } = await joining(3);
  let joined = 0;
  const watch = watchJoining(other.unlocked.context, () => {
    joined += 1;
  });
  await watch.load();
  watchAnchor(other.unlocked);
  await settle();
  expect([watch.joining(), joined]).toEqual([true, 0]);
  await pull(other, feed);
  await settle();
  expect([watch.joining(), joined]).toEqual([false, 1]);
  watch.stop();
});

test("nothing is sent while it cannot be read whether everything vouched for is here", async () => {
  const { other } = await joining(9);
  const { store } = other.deps;
  const unread = { ...store, read: async () => ({ ok: false, error: { code: "storage-unreadable" } }) };
  const log = holdBack(other.log, unread as unknown as typeof store);
  expect(must(await log.outbox.take(8))).toEqual([]);
  expect(await log.joins?.()).toBe(true);
});
