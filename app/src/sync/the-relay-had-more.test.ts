/** A relay that has less than it had: rolled back in the same feed epoch, or on a new store. Nothing is forgotten here. */
import { ready } from "@whisperwell/crypto";
import { decodeFrame, encodeFrame, type Frame } from "@whisperwell/sync-server/wire";
import { beforeAll, expect, test } from "vitest";
import { refuse } from "./testing/refuse.ts";
import { createWorld, origin, type World, type WorldOptions } from "./testing/world.ts";

beforeAll(() => ready);

const online = async (seed: number, options: WorldOptions = {}) => {
  const world = await createWorld({ seed, ...options });
  world.phone.client.start(origin);
  world.laptop.client.start(origin);
  await world.advance(1000);
  world.told();
  return world;
};
const conversation = (world: World, name: string) =>
  world
    .told()
    .split("\n")
    .filter((line) => line.includes(name) && !/EPH|PING|PONG|HELLO|CHALLENGE|AUTH/.test(line))
    .join("\n");
/** Changes frames of one type on their way to one device. */
const lie = <Type extends Frame["type"]>(
  world: World,
  name: string,
  type: Type,
  change: (frame: Extract<Frame, { readonly type: Type }>) => Frame,
) =>
  world.network.setTamper((bytes, direction, to) => {
    if (direction !== "to-client" || to !== name) return bytes;
    const decoded = decodeFrame(bytes);
    if (!decoded.ok || decoded.value.type !== type) return bytes;
    return encodeFrame(change(decoded.value as Extract<Frame, { readonly type: Type }>));
  });

test("READY with a lower head in the same feed epoch is ROLLBACK: read no more, keep sending", async () => {
  const world = await online(40);
  world.laptop.log.write("read before");
  await world.quiet();
  lie(world, "phone", "ready", (frame) => ({ ...frame, head: 3 }));
  world.network.cut("phone");
  await world.advance(1000);
  expect(world.phone.status()).toMatchObject({ link: "stopped", code: "ROLLBACK" });
  expect(world.phone.log.alarms).toEqual([{ code: "ROLLBACK", details: { what: "head", head: 3 } }]);
  world.phone.log.write("still goes up");
  await world.quiet();
  expect(world.laptop.log.texts()).toContain("still goes up");
  expect(world.phone.log.texts()).toContain("read before");
});

test("READY with a lower mseq, or less of our writer than it acknowledged, is ROLLBACK", async () => {
  for (const [change, what] of [
    [{ mseq: 2 }, "membership"],
    [{ writers: [] }, "writer"],
  ] as const) {
    const world = await online(41);
    world.phone.log.write("acknowledged");
    await world.advance(20_000);
    lie(world, "phone", "ready", (frame) => ({ ...frame, ...change }));
    world.network.cut("phone");
    await world.advance(1000);
    expect(world.phone.log.alarms).toMatchObject([{ code: "ROLLBACK", details: { what } }]);
  }
});

test("a page that names a lower head is ROLLBACK", async () => {
  const world = await online(42);
  world.laptop.log.write("read before");
  await world.quiet();
  lie(world, "phone", "page", (frame) => ({ ...frame, head: 2 }));
  world.laptop.log.write("and more");
  await world.advance(20_000);
  expect(world.phone.log.alarms[0]?.code).toBe("ROLLBACK");
  expect(world.phone.status().link).toBe("stopped");
});

test("a heartbeat that names a lower head proves nothing: a page is asked for, and it tells", async () => {
  for (const type of ["ping", "page"] as const) {
    const world = await online(42);
    world.laptop.log.write("read before");
    await world.quiet();
    world.told();
    world.network.setTamper((bytes, direction, to) => {
      const decoded = decodeFrame(bytes);
      if (direction !== "to-client" || to !== "phone" || !decoded.ok) return bytes;
      const frame = decoded.value;
      const isLie = frame.type === "ping" || (type === "page" && frame.type === "page");
      return isLie ? encodeFrame({ ...frame, head: 2 } as Frame) : bytes;
    });
    await world.advance(20_000);
    expect(world.told()).toMatch(/phone {2}-> relay {2}SUB/);
    expect(world.phone.log.alarms.map(({ code }) => code)).toEqual(type === "ping" ? [] : ["ROLLBACK"]);
  }
});

test("another membership record at the published mseq is MEMBERSHIP_FORK", async () => {
  const world = await online(43);
  lie(world, "phone", "ready", (frame) => ({ ...frame, mhash: "ab".repeat(32) as typeof frame.mhash }));
  world.network.cut("phone");
  await world.advance(1000);
  expect(world.phone.log.alarms.map(({ code }) => code)).toContain("MEMBERSHIP_FORK");
  expect(world.phone.log.texts()).toEqual([]);
});

test("a new feed epoch gets everything back in the old order, and the other device finds it there", async () => {
  const world = await online(44);
  world.phone.log.write("p1");
  await world.quiet();
  world.laptop.log.write("l1");
  await world.quiet();
  world.phone.log.write("p2");
  await world.advance(20_000);
  world.laptop.client.stop();
  world.told();
  await world.replaceRelay();
  await world.advance(2000);
  expect(conversation(world, "phone")).toMatchInlineSnapshot(`
    "relay  -> phone  READY head 5, mseq 4
    phone  -> relay  SUB after 0
    phone  -> relay  RECONCILE w1 1, w2 0
    relay  -> phone  PAGE 1..5, caught up
    relay  -> phone  WANT w1 from 0, w2 from 0
    phone  -> relay  APPEND 1: w1 0, signed at 0
    phone  -> relay  APPEND 2: w2 0, signed at 0
    phone  -> relay  APPEND 3: w1 1, signed at 1
    relay  -> phone  ACK 1: seq 6
    relay  -> phone  ACK 2: seq 7
    relay  -> phone  ACK 3: seq 8
    phone  -> relay  RECONCILE w1 1, w2 0
    relay  -> phone  WANT nothing"
  `);
  expect(await world.feedLength()).toBe(8);
  world.laptop.log.write("l2");
  world.laptop.client.start(origin);
  await world.advance(20_000);
  for (const { log } of [world.phone, world.laptop]) {
    expect(log.texts()).toEqual(["l1", "l2", "p1", "p2"]);
    expect(log.alarms).toEqual([]);
  }
});

test("an upload to a new store that is refused for a while goes on in its order; one that is never taken is given up", async () => {
  for (const code of ["busy", "covers"] as const) {
    const world = await online(51);
    for (const text of ["a", "b", "c", "d", "e"]) {
      world.phone.log.write(text);
      await world.quiet();
    }
    await world.advance(20_000);
    world.laptop.client.stop();
    world.told();
    await world.replaceRelay();
    refuse(world, "phone", code);
    await world.advance(5000);
    const isTaken = code === "busy";
    expect(await world.feedLength()).toBe(isTaken ? 10 : 5);
    expect(world.phone.log.alarms.map((alarm) => alarm.code)).toEqual(isTaken ? [] : ["BUG", "RELAY_LOST"]);
    const sent = world
      .told()
      .split("\n")
      .filter((line) => /APPEND/.test(line) && !/lost/.test(line));
    expect(sent.map((line) => / w\d+ (\d)/.exec(line)?.[1]).join("")).toBe(isTaken ? "01234" : "");
    expect(world.phone.log.texts()).toEqual(["a", "b", "c", "d", "e"]);
  }
});

test("what no device can give back is RELAY_LOST, with how much is missing", async () => {
  const world = await online(45);
  world.laptop.log.write("only the laptop has the body");
  await world.advance(20_000);
  const { outbox } = world.phone.log;
  Object.assign(outbox, { missing: async () => [] });
  world.laptop.client.stop();
  await world.replaceRelay();
  await world.advance(2000);
  expect(world.phone.log.alarms).toMatchObject([{ code: "RELAY_LOST", details: { writers: 1 } }]);
  expect(world.phone.log.texts()).toEqual(["only the laptop has the body"]);
});

test("the third new feed epoch in a day is FEED_CHURN: uploading again waits for the person", async () => {
  const world = await online(46);
  world.laptop.client.stop();
  world.phone.log.write("much travelled");
  await world.advance(20_000);
  for (const changes of [1, 2, 3]) {
    await world.replaceRelay();
    await world.advance(30_000);
    expect(await world.feedLength()).toBe(changes < 3 ? 6 : 5);
  }
  expect(world.phone.log.alarms).toEqual([{ code: "FEED_CHURN", details: { changes: 3 } }]);
  world.phone.client.fillRelay();
  await world.advance(30_000);
  expect(await world.feedLength()).toBe(6);
});

test("another relay on purpose is a new feed epoch without the alarm", async () => {
  const world = await online(47);
  world.phone.log.write("comes along");
  await world.advance(20_000);
  for (let i = 0; i < 4; i++) {
    world.phone.client.stop();
    world.laptop.client.stop();
    await world.replaceRelay();
    world.phone.client.start(origin, { moved: true });
    await world.advance(2000);
    expect(await world.feedLength()).toBe(6);
  }
  expect(world.phone.log.alarms).toEqual([]);
});

test("three pages in a row that cannot be the feed: reading stops, sending goes on, nothing of them is stored", async () => {
  const world = await online(48);
  lie(world, "phone", "page", (frame) => ({
    ...frame,
    items: frame.items.map((item) => ({ ...item, bytes: flipped(item.bytes) })),
  }));
  world.laptop.log.write("tampered with on the way");
  world.laptop.log.write("and this");
  await world.advance(60_000);
  expect(world.phone.log.texts()).toEqual([]);
  expect(world.phone.log.disk.cursor?.seq).toBe(5);
  expect(world.phone.log.alarms.map(({ code }) => code)).toEqual([
    "PAGE_INVALID",
    "PAGE_INVALID",
    "PAGE_INVALID",
  ]);
  expect(world.phone.status()).toMatchObject({ link: "stopped", code: "PAGE_INVALID" });
  world.phone.log.write("still sent");
  await world.quiet();
  expect(world.laptop.log.texts()).toContain("still sent");
  world.network.setTamper(undefined);
  world.phone.client.start(origin);
  await world.quiet();
  expect(world.phone.log.texts()).toContain("and this");
});

test("bad pages with good ones between them are not three in a row", async () => {
  const world = await online(50);
  for (let i = 0; i < 4; i++) {
    lie(world, "phone", "page", (frame) => ({ ...frame, from: frame.from + 1, to: frame.to + 1 }));
    world.laptop.log.write(`entry ${i}`);
    await world.quiet();
    world.network.setTamper(undefined);
    await world.advance(30_000);
    expect(world.phone.log.texts()).toHaveLength(i + 1);
  }
  expect(world.phone.log.alarms).toHaveLength(4);
  expect(world.phone.status().link).toBe("online");
});

test("a day in which nothing got through although something waits is STALLED, said once", async () => {
  const listeners = new Set<(counts: import("./status.ts").SyncCounts) => void>();
  const counts = {
    waitingEntries: 1,
    waitingOthers: 0,
    waitingFiles: 0,
    otherDevices: 1,
    upToDateDevices: 0,
  };
  const world = await createWorld({
    seed: 49,
    clientDeps: (name) =>
      name === "phone"
        ? {
            counts$: {
              subscribe: (listener) => {
                listeners.add(listener);
                listener(counts);
                return () => listeners.delete(listener);
              },
            },
          }
        : {},
  });
  world.network.setReachable(false);
  world.phone.client.start(origin);
  world.phone.log.write("waits");
  await world.clock.advance(23 * 3_600_000, world.quiet);
  expect(world.phone.log.alarms).toEqual([]);
  await world.clock.advance(30 * 3_600_000, world.quiet);
  expect(world.phone.log.alarms).toMatchObject([{ code: "STALLED" }]);
  expect(world.phone.status()).toMatchObject({ link: "offline", waitingEntries: 1 });
});

const flipped = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const copy = Uint8Array.from(bytes);
  copy[130] = (copy[130] ?? 0) ^ 1;
  return copy;
};
