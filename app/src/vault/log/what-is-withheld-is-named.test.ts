/** What a relay keeps back, told from what it says: each case ends in a named alarm, whichever page ends the run. */
import { parseEnvelope } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { createReader, type ReadFault } from "../../sync/reader.ts";
import { turn } from "../testing/browser.ts";
import {
  alarmCodes,
  createFeed,
  foundDevice,
  joinDevice,
  newEntry,
  pull,
  push,
  stubbed,
  type TestDevice,
  type TestFeed,
  titleIn,
  writeTitle,
} from "../testing/feed.ts";

const readerOf = (
  device: TestDevice,
  feed: TestFeed,
  head: number,
  fetch: (asked: unknown) => readonly Uint8Array[],
) => {
  const faults: ReadFault[] = [];
  const reader = createReader({
    log: device.log,
    send: () => {},
    feedEpoch: feed.feedEpoch,
    head,
    onFault: (fault) => faults.push(fault),
    onProgress: () => {},
    fetchBodies: async (wanted) => ({
      ok: true,
      value: fetch(wanted).map((bytes) => Uint8Array.from(bytes)),
    }),
  });
  return { reader, faults };
};
const turns = async () => {
  for (let i = 0; i < 5; i++) await turn();
};

/** A feed for the second device in which a commit that the first cites is left out. */
const withheld = async () => {
  const feed = createFeed();
  const first = await foundDevice(4);
  const second = await joinDevice(first, feed, 1004);
  const docId = await newEntry(first);
  await writeTitle(first, docId, "one");
  await push(first, feed);
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
  const shown = feed.items.slice(shared + 1);
  return { feed, second, shared, shown, head: shared + shown.length };
};

test("WITHHELD is said as well when the last page with items says more, and an empty one ends the run", async () => {
  const { feed, second, shared, shown, head } = await withheld();
  const { reader, faults } = readerOf(second, feed, head, () => []);
  const done = reader.pull();
  await turns();
  const items = shown.map((bytes) => ({ kind: "whole" as const, bytes }));
  reader.page({ from: shared + 1, to: head, more: true, head, items }, 100);
  reader.page({ from: head + 1, to: head, more: false, head, items: [] }, 10);
  await done;
  expect(faults).toEqual([]);
  expect(alarmCodes(second)).toContain("WITHHELD");
});

test("WITHHELD is said on the next connection, when the first one broke before the end of the run", async () => {
  const { feed, second, shared, shown, head } = await withheld();
  const before = readerOf(second, feed, head, () => []);
  void before.reader.pull();
  await turns();
  const items = shown.map((bytes) => ({ kind: "whole" as const, bytes }));
  before.reader.page({ from: shared + 1, to: head, more: true, head, items }, 100);
  for (let i = 0; i < 50 && (await second.log.position()).cursor?.seq !== head; i++) await turn();
  before.reader.end();
  expect(alarmCodes(second)).not.toContain("WITHHELD");
  const after = readerOf(second, feed, head, () => []);
  const done = after.reader.pull();
  await turns();
  after.reader.page({ from: head + 1, to: head, more: false, head, items: [] }, 10);
  await done;
  expect(alarmCodes(second)).toContain("WITHHELD");
});

test("a commit called pruned is asked for by name: its body is taken, and without it BODY_MISSING is said", async () => {
  const feed = createFeed();
  const first = await foundDevice(11);
  const served = await joinDevice(first, feed, 1011);
  const refused = await joinDevice(first, feed, 2011);
  const docId = await newEntry(first);
  await writeTitle(first, docId, "one");
  await push(first, feed);
  const head = feed.items.length;
  const asked: unknown[] = [];
  for (const [device, bodies] of [
    [served, feed.items],
    [refused, []],
  ] as const) {
    const from = ((await device.log.position()).cursor?.seq ?? 0) + 1;
    const commits = feed.items.slice(from - 1).map((bytes) => {
      const isCommit = parseEnvelope(bytes).ok && bytes[2] === 1;
      return isCommit ? { kind: "stub" as const, bytes: stubbed(bytes) } : { kind: "whole" as const, bytes };
    });
    const { reader, faults } = readerOf(device, feed, head, (wanted) => {
      asked.push(wanted);
      return bodies;
    });
    const done = reader.pull();
    await turns();
    reader.page({ from, to: head, more: false, head, items: commits }, 100);
    await done;
    expect(faults).toEqual([]);
    expect((await device.log.position()).cursor?.seq).toBe(head);
  }
  expect(asked).toHaveLength(2); // one run of one writer each
  expect(await titleIn(served, docId)).toBe("one");
  expect(alarmCodes(served)).not.toContain("BODY_MISSING");
  expect(alarmCodes(refused)).toContain("BODY_MISSING");
});
