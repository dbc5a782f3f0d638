/** A head that is announced while pages are under way says nothing of the pages that were read before it. */
import { type Bytes, type FeedEpoch, ok, ready } from "@whisperwell/crypto";
import type { Frame, Payloads } from "@whisperwell/sync-server/wire";
import { beforeAll, expect, test } from "vitest";
import { createReader, type ReadFault } from "./reader.ts";
import { settled } from "./testing/network.ts";
import { createWorld, origin } from "./testing/world.ts";

beforeAll(() => ready);

const feedEpoch = "fe".repeat(16) as FeedEpoch;
const pageOf = (from: number, to: number, head: number): Payloads["page"] => ({
  from,
  to,
  items: Array.from({ length: to - from + 1 }, () => ({ kind: "whole", bytes: new Uint8Array(1) as Bytes })),
  more: to < head,
  head,
});

/** A reader whose pages are stored one by one when the test says so. */
const open = (head: number) => {
  const faults: ReadFault[] = [];
  const sent: Frame[] = [];
  const storing: (() => void)[] = [];
  let seq = 0;
  const reader = createReader({
    log: {
      position: async () => ({
        cursor: seq === 0 ? undefined : { feedEpoch, seq },
        unfilled: undefined,
        mseq: 0,
        mhash: "00".repeat(32) as never,
        epoch: 0,
        heads: [],
        acknowledged: [],
      }),
      applyPage: ({ to, items }) =>
        new Promise((resolve) => {
          storing.push(() => {
            seq = to;
            resolve(ok({ applied: items.length }));
          });
        }),
    },
    send: (frame) => sent.push(frame),
    feedEpoch,
    head,
    onFault: (fault) => faults.push(fault),
    fetchBodies: async () => ok([]),
    onProgress: () => undefined,
  });
  const store = async () => {
    await settled();
    storing.shift()?.();
    await settled();
  };
  const asked = () => sent.flatMap((frame) => (frame.type === "sub" ? [frame.cursor.seq] : []));
  return { reader, faults, store, asked };
};

test("a page sent before a WAKE came is not judged by that WAKE", async () => {
  const { reader, faults, store, asked } = open(2);
  const caught = reader.pull();
  await settled();
  reader.page(pageOf(1, 1, 2), 10);
  reader.page(pageOf(2, 2, 2), 10);
  reader.announce(3);
  await store();
  await store();
  expect(faults).toEqual([]);
  expect(asked()).toEqual([0, 2]);
  reader.page(pageOf(3, 3, 3), 10);
  await settled();
  await store();
  await caught;
  expect(faults).toEqual([]);
});

test("a head behind what was stored is looked into before it is called a rollback", async () => {
  const { reader, faults, store, asked } = open(2);
  const caught = reader.pull();
  await settled();
  reader.page(pageOf(1, 2, 2), 10);
  await settled();
  await store();
  await caught;
  reader.announce(1);
  await settled();
  expect(asked()).toEqual([0, 2]);
  reader.page(pageOf(3, 2, 2), 10);
  await settled();
  await store();
  expect(faults).toEqual([]);
  reader.announce(1);
  await settled();
  reader.page({ ...pageOf(3, 2, 2), head: 1 }, 10);
  await settled();
  expect(faults.map(({ code }) => code)).toEqual(["rollback"]);
});

test.each([
  ["of READY", 3, 0],
  ["that was announced before this was asked for", 2, 3],
])("a page behind the head %s is a rollback", async (_, head, announced) => {
  const { reader, faults } = open(head);
  if (announced > 0) reader.announce(announced);
  else void reader.pull();
  await settled();
  reader.page(pageOf(1, 2, 2), 10);
  await settled();
  expect(faults).toEqual([{ code: "rollback", what: "head", head: 2 }]);
});

test("a device catches up with many pages while another goes on typing", async () => {
  const world = await createWorld({ seed: 91 });
  const { phone, laptop } = world;
  laptop.log.write(...Array.from({ length: 1600 }, (_, index) => `entry ${index}`));
  laptop.client.start(origin);
  await world.advance(5000);
  const { applyPage } = phone.log;
  Object.assign(phone.log, {
    applyPage: async (page: Parameters<typeof applyPage>[0]) => {
      for (let turn = 0; turn < 40; turn++) await settled();
      return applyPage(page);
    },
  });
  phone.client.start(origin);
  for (let n = 0; n < 15; n++) {
    laptop.log.write(`typed meanwhile ${n}`);
    for (let step = 0; step < 8; step++) await world.network.step(() => 0);
  }
  const hasAll = () => phone.log.texts().length === 1615;
  for (let turn = 0; turn < 2000 && !hasAll(); turn++) await world.network.step(() => 0);
  expect(phone.status()).not.toMatchObject({ link: "stopped" });
  expect(phone.log.texts()).toHaveLength(1615);
}, 30_000);
