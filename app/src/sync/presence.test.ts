/** Presence counts only live: names, rising counters, the present session. */
import { type Bytes, type DocId, ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import type { Peer } from "./presence.ts";
import { createWorld, type Device, origin } from "./testing/world.ts";

beforeAll(() => ready);

const entry = "e1".repeat(16) as DocId;
const cursor = (n: number): Bytes => Uint8Array.of(n, n, n);
const peersOf = (device: Device) => {
  const seen: (readonly Peer[])[] = [];
  device.client.peers$.subscribe((peers) => seen.push(peers));
  return () => seen.at(-1) ?? [];
};
const together = async (seed: number) => {
  const world = await createWorld({ seed });
  const [phonePeers, laptopPeers] = [peersOf(world.phone), peersOf(world.laptop)];
  world.phone.client.start(origin);
  world.laptop.client.start(origin);
  await world.advance(1000);
  return { world, phonePeers, laptopPeers };
};

test("two devices that connect know of each other, and of what is open with its cursor", async () => {
  const { world, phonePeers, laptopPeers } = await together(60);
  expect(phonePeers().map(({ deviceId }) => deviceId)).toEqual([world.laptop.principal.id]);
  expect(laptopPeers()).toMatchObject([{ deviceId: world.phone.principal.id, documents: [] }]);
  world.phone.client.sendAwareness(entry, cursor(1));
  await world.advance(100);
  expect(laptopPeers()[0]?.documents).toEqual([{ docId: entry, awareness: cursor(1) }]);
  world.phone.client.sendAwareness(entry, undefined);
  await world.advance(100);
  expect(laptopPeers()[0]?.documents).toEqual([]);
});

test("alone, nothing is said but the greeting", async () => {
  const world = await createWorld({ seed: 61 });
  world.phone.client.start(origin);
  world.phone.client.sendAwareness(entry, cursor(1));
  await world.advance(120_000);
  const greetings = world
    .told()
    .split("\n")
    .filter((line) => line.startsWith("phone") && line.includes("EPH"));
  expect(greetings).toHaveLength(1);
});

test("a device that went is gone after 35 s, and at once when we lose the relay ourselves", async () => {
  const { world, phonePeers, laptopPeers } = await together(62);
  world.laptop.client.stop();
  await world.advance(20_000);
  expect(phonePeers()).toHaveLength(1);
  await world.advance(30_000);
  expect(phonePeers()).toEqual([]);
  expect(laptopPeers()).toEqual([]);
});

test("frames replayed into a later connection bring nobody back", async () => {
  const { world, phonePeers } = await together(63);
  const recorded: Bytes[] = [];
  world.network.setTamper((frame, direction, name) => {
    if (name === "phone" && direction === "to-client" && frame[0] === 15) recorded.push(frame);
    return frame;
  });
  world.laptop.client.sendAwareness(entry, cursor(2));
  await world.advance(60_000);
  expect(phonePeers()[0]?.documents).toHaveLength(1);
  expect(recorded.length).toBeGreaterThan(2);
  world.laptop.client.stop();
  world.network.cut("phone");
  await world.advance(5000);
  expect(phonePeers()).toEqual([]);
  for (const frame of recorded) world.network.inject("phone", frame);
  await world.advance(5000);
  expect(phonePeers()).toEqual([]);
});

test("a frame repeated within its connection does not keep a device online", async () => {
  const { world, phonePeers } = await together(64);
  let last: Bytes | undefined;
  world.network.setTamper((frame, direction, name) => {
    if (name === "phone" && direction === "to-client" && frame[0] === 15) last = frame;
    return frame;
  });
  await world.advance(20_000);
  world.laptop.client.stop();
  for (let i = 0; i < 5; i++) {
    world.network.inject("phone", last as Bytes);
    await world.advance(10_000);
  }
  expect(phonePeers()).toEqual([]);
});
