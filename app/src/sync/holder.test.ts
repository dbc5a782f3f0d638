/** One tab talks for all: the others wait, and take over when it is gone or silent. */
import { expect, test } from "vitest";
import { createHolder } from "./holder.ts";
import type { Lease } from "./ports.ts";
import { createTestClock } from "./testing/clock.ts";
import { settled } from "./testing/network.ts";

/** A lock with a queue, as Web Locks have it. */
const createLock = () => {
  const queue: { onGranted: () => void; onLost: () => void }[] = [];
  const grant = () => queue[0]?.onGranted();
  let beats = 0;
  const lease: Lease = {
    beat: () => {
      beats += 1;
    },
    request: (events) => {
      queue.push(events);
      if (queue.length === 1) grant();
      return () => {
        const at = queue.indexOf(events);
        if (at < 0) return;
        queue.splice(at, 1);
        if (at === 0) grant();
      };
    },
  };
  return { lease, beats: () => beats, steal: () => queue.shift()?.onLost(), grant };
};

test("the second tab works only when the first has given the lock back", async () => {
  const clock = createTestClock();
  const { lease } = createLock();
  const log: string[] = [];
  const tab = (name: string) =>
    createHolder({
      clock,
      lease,
      onHold: () => log.push(`${name} holds`),
      onLoss: () => log.push(`${name} stops`),
    });
  const [first, second] = [tab("first"), tab("second")];
  first.begin();
  second.begin();
  expect([first.holding(), second.holding()]).toEqual([true, false]);
  first.end();
  expect(log).toEqual(["first holds", "first stops", "second holds"]);
});

test("a holder beats every 3 s, stops when robbed, and queues again", async () => {
  const clock = createTestClock();
  const lock = createLock();
  const log: string[] = [];
  const holder = createHolder({
    clock,
    lease: lock.lease,
    onHold: () => log.push("holds"),
    onLoss: () => log.push("stops"),
  });
  holder.begin();
  await clock.advance(9500, settled);
  expect(lock.beats()).toBe(4);
  lock.steal();
  expect(log).toEqual(["holds", "stops"]);
  expect(holder.holding()).toBe(false);
  await clock.advance(1500, settled);
  expect(log).toEqual(["holds", "stops", "holds"]);
  holder.end();
  const after = lock.beats();
  await clock.advance(10_000, settled);
  expect(lock.beats()).toBe(after);
});
