/** A body that did not come with its page is asked for again, and counts from the moment it comes: also in an open entry. */
import type { Bytes } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { must } from "../testing/browser.ts";
import {
  createFeed,
  foundDevice,
  joinDevice,
  newEntry,
  pull,
  push,
  rowTitle,
  stubbed,
  titleIn,
  writeTitle,
} from "../testing/feed.ts";

/** The second device has the entry, "late " as a stub only, and "after " whole behind it. */
const withoutBody = async (seed: number) => {
  const feed = createFeed();
  const first = await foundDevice(seed);
  const second = await joinDevice(first, feed, seed + 1000);
  const docId = await newEntry(first);
  await push(first, feed);
  await pull(second, feed);
  await writeTitle(first, docId, "late ");
  await push(first, feed);
  const from = feed.items.length;
  const late = feed.items[from - 1] as Bytes;
  const page = { feedEpoch: feed.feedEpoch, from, to: from, more: false, head: from };
  must(await second.log.applyPage({ ...page, items: [{ form: "stub", bytes: stubbed(late) }] }));
  const { writerId } = first.unlocked.context.lease();
  return { feed, first, second, docId, late, writerId };
};

test("it is asked for by name until it comes, and an open entry has its words at once", async () => {
  const { second, docId, late, writerId } = await withoutBody(21);
  expect(await titleIn(second, docId)).toBe("");
  const [run, ...more] = (await second.log.bodyless?.()) ?? [];
  expect([run?.writerId, more]).toEqual([writerId, []]);
  must((await second.log.takeBodies?.([])) ?? { ok: true as const, value: undefined });
  expect(await second.log.bodyless?.()).toHaveLength(1);
  await second.log.takeBodies?.([late]);
  await second.unlocked.settled();
  expect(await titleIn(second, docId)).toBe("late ");
  expect(rowTitle(second, docId)).toBe("late");
  expect(await second.log.bodyless?.()).toEqual([]);
});

test("coming after a later commit of its writer it is applied all the same, and the row tells both", async () => {
  const { feed, first, second, docId, late } = await withoutBody(22);
  await writeTitle(first, docId, "after ", 5);
  await push(first, feed);
  await pull(second, feed);
  await second.unlocked.settled();
  expect(await titleIn(second, docId)).toBe(""); // live from here on, and ahead of what is late
  await second.log.takeBodies?.([late]);
  await second.unlocked.settled();
  expect(await titleIn(second, docId)).toBe("late after ");
  expect(rowTitle(second, docId)).toBe("late after");
});

test("another envelope in its place is nobody's body", async () => {
  const { feed, second, docId } = await withoutBody(23);
  await second.log.takeBodies?.([feed.items[feed.items.length - 2] as Bytes]);
  expect(await titleIn(second, docId)).toBe("");
  expect(await second.log.bodyless?.()).toHaveLength(1);
});
