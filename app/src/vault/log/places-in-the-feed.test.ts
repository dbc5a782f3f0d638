/** A place in the feed counts within one life of the relay's store: numbers of two lives are never compared. */
import type { FeedEpoch } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import {
  alarmCodes,
  createFeed,
  foundDevice,
  newEntry,
  pull,
  push,
  type TestDevice,
  writeTitle,
} from "../testing/feed.ts";

const other = createFeed("e".repeat(32) as FeedEpoch);
const written = async (seed: number) => {
  const feed = createFeed();
  const device = await foundDevice(seed);
  await writeTitle(device, await newEntry(device), "words");
  await push(device, feed);
  return { feed, device, writerId: device.unlocked.context.lease().writerId };
};
const settle = (
  device: TestDevice,
  feedEpoch: FeedEpoch,
  writerId: typeof device.log.deviceId,
  seq: number,
) => device.log.outbox.settle(feedEpoch, [{ writerId: writerId as never, wseq: 0, seq, n: 2 }]);

test("a rebuilt or another relay may give other places: no ACK_BROKEN, whether it says so by ACK or by page", async () => {
  const { feed, device, writerId } = await written(5);
  await pull(device, feed);
  await settle(device, other.feedEpoch, writerId as never, 40);
  await pull(device, { feedEpoch: other.feedEpoch, items: feed.items });
  expect(alarmCodes(device)).toEqual([]);
});

test("what one store acknowledged before it was shown is not held against the next store's page", async () => {
  const { feed, device, writerId } = await written(6);
  await settle(device, feed.feedEpoch, writerId as never, 70);
  await pull(device, { feedEpoch: other.feedEpoch, items: feed.items });
  expect(alarmCodes(device)).toEqual([]);
});

test("within one life of the store an ACK and a page that differ are ACK_BROKEN, whichever comes first", async () => {
  const before = await written(7);
  await settle(before.device, before.feed.feedEpoch, before.writerId as never, 70);
  await pull(before.device, before.feed);
  expect(alarmCodes(before.device)).toEqual(["ACK_BROKEN"]);
  const after = await written(8);
  await pull(after.device, after.feed);
  await settle(after.device, after.feed.feedEpoch, after.writerId as never, 70);
  expect(alarmCodes(after.device)).toEqual(["ACK_BROKEN"]);
});

test("two feed epochs that take turns are a change each time; the same one again is none", async () => {
  const device = await foundDevice(12);
  const said: (number | undefined)[] = [];
  for (const [at, letter] of [..."abab", "b"].entries())
    said.push(await device.log.noteFeedEpoch?.(letter.repeat(32) as FeedEpoch, 1000 * at));
  expect(said).toEqual([1, 2, 3, 4, 4]);
});

test("a feed counts as unfilled from its first page on, also after a restart, until it was filled; a page more changes nothing", async () => {
  const { feed, device } = await written(13);
  await pull(device, feed);
  await device.log.filled?.(feed.feedEpoch);
  expect((await device.log.position()).unfilled).toBeUndefined();
  const another = { feedEpoch: other.feedEpoch, items: feed.items };
  await pull(device, another, 1, 1);
  expect((await device.log.position()).unfilled).toBe(other.feedEpoch);
  await device.log.filled?.(feed.feedEpoch); // a conversation with the one before
  expect((await device.log.position()).unfilled).toBe(other.feedEpoch);
  await device.log.filled?.(other.feedEpoch);
  await pull(device, another, 1, 1);
  expect((await device.log.position()).unfilled).toBeUndefined();
});
