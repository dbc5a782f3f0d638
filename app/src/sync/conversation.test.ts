/** The conversation with a relay, as it passes: what a reader of docs/protocol.md expects to see, line by line. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { createWorld, origin, type World } from "./testing/world.ts";

beforeAll(() => ready);

const online = async (seed: number) => {
  const world = await createWorld({ seed });
  world.phone.client.start(origin);
  world.laptop.client.start(origin);
  await world.advance(1000);
  world.told();
  return world;
};
/** Without presence, which has its own test. */
const told = (world: World) =>
  world
    .told()
    .split("\n")
    .filter((line) => !line.includes("EPH"))
    .join("\n");

test("a device is let in by its signature and asks from its cursor", async () => {
  const world = await createWorld({ seed: 1 });
  world.phone.client.start(origin);
  await world.quiet();
  expect(world.told()).toMatchInlineSnapshot(`
    "phone  -> relay  HELLO 1
    relay  -> phone  CHALLENGE 1
    phone  -> relay  AUTH
    relay  -> phone  READY head 5, mseq 4
    phone  -> relay  EPH
    phone  -> relay  SUB after 0
    relay  -> phone  PAGE 1..5, caught up"
  `);
  expect(world.phone.status().link).toBe("online");
});

test("a run travels signed at its end only, and wakes the other device", async () => {
  const world = await online(2);
  world.phone.log.write("one", "two", "three");
  await world.quiet();
  expect(told(world)).toMatchInlineSnapshot(`
    "phone  -> relay  APPEND 1: w1 0..2, signed at 2
    relay  -> phone  ACK 1: seq 6..8
    relay  -> laptop WAKE head 8
    laptop -> relay  SUB after 5
    relay  -> laptop PAGE 6..8, caught up"
  `);
  expect(world.laptop.log.texts()).toEqual(["one", "three", "two"]);
});

test("an ack leaves the cursor where it is; it moves with the page", async () => {
  const world = await online(3);
  world.phone.log.write("mine");
  await world.quiet();
  expect(world.phone.log.unsent()).toBe(0);
  expect(world.phone.log.disk.cursor?.seq).toBe(5);
  await world.advance(20_000); // the heartbeat names the head
  expect(world.phone.log.disk.cursor?.seq).toBe(6);
});

test("a lost wake is healed by the next heartbeat within 20 s", async () => {
  const world = await online(4);
  world.network.setTamper((frame) => (frame[0] === 12 ? undefined : frame));
  world.laptop.log.write("unheard");
  await world.quiet();
  expect(world.phone.log.texts()).toEqual([]);
  world.told();
  await world.advance(20_000);
  expect(world.phone.log.texts()).toEqual(["unheard"]);
  expect(told(world)).toContain("relay  -> phone  PING head 6\n");
});

test("a socket that went silent is given up after 35 s, and what was under way is sent again", async () => {
  const world = await online(5);
  world.network.halfOpen("phone");
  world.phone.log.write("into the void");
  await world.advance(33_000);
  expect(world.phone.status().link).toBe("online");
  await world.advance(3000);
  expect(world.phone.log.unsent()).toBe(0);
  expect(world.laptop.log.texts()).toEqual(["into the void"]);
  expect(world.phone.log.alarms).toEqual([]);
});

test("back from sleep, a nudge gives up a socket that missed its heartbeat, without waiting for the 35 s", async () => {
  const world = await online(13);
  world.network.halfOpen("phone");
  world.phone.log.write("typed on the train");
  await world.advance(21_000);
  world.phone.client.nudge();
  await world.quiet();
  expect(world.phone.status().link).toBe("online");
  expect(world.laptop.log.texts()).toEqual(["typed on the train"]);
});

test("at most four appends are in flight, each in the order of the outbox", async () => {
  const world = await online(6);
  let inFlight = 0;
  let most = 0;
  world.network.setTamper((frame, direction, name) => {
    if (name !== "phone") return frame;
    if (direction === "to-relay" && frame[0] === 9) inFlight += 1;
    if (direction === "to-client" && frame[0] === 10) inFlight -= 1;
    most = Math.max(most, inFlight);
    return frame;
  });
  const texts = Array.from({ length: 3000 }, (_, i) => `entry ${i}`);
  world.phone.log.write(...texts);
  await world.quiet();
  expect(most).toBe(4);
  expect(world.laptop.log.texts()).toEqual([...texts].sort());
});

test("the same page twice changes nothing, and is no reason to stop", async () => {
  const world = await online(7);
  world.laptop.log.write("once");
  await world.quiet();
  const before = world.phone.log.disk.cursor;
  world.phone.client.stop();
  world.phone.log.disk.cursor = before && { ...before, seq: 2 };
  world.phone.client.start(origin);
  await world.quiet();
  expect(world.phone.log.texts()).toEqual(["once"]);
  expect(world.phone.log.disk.cursor).toEqual(before);
  expect(world.phone.log.alarms).toEqual([]);
});

test("a relay that never answers HELLO is given up after 10 s and dialled again", async () => {
  const world = await createWorld({ seed: 8 });
  world.network.setTamper((frame, direction) => (direction === "to-client" ? undefined : frame));
  world.phone.client.start(origin);
  await world.advance(9999);
  expect(world.phone.status().link).toBe("connecting");
  await world.advance(2);
  expect(world.phone.status()).toMatchObject({ link: "offline" });
  world.network.setTamper(undefined);
  await world.advance(15_000);
  expect(world.phone.status().link).toBe("online");
});

test("signed for another origin, the signature opens nothing: a relay in the middle gains none", async () => {
  const world = await createWorld({ seed: 9 });
  world.phone.client.start("https://other.example");
  await world.quiet();
  expect(world.told()).toContain("GOAWAY signed-out");
  expect(world.phone.status()).toMatchObject({ link: "refused", code: "signed-out" });
});

test("a relay that chooses a version we do not speak is refused as such", async () => {
  const world = await createWorld({ seed: 12 });
  world.network.setTamper((frame, direction) => {
    if (direction !== "to-client" || frame[0] !== 2) return frame;
    return Uint8Array.from(frame, (byte, at) => (at === 2 ? 9 : byte)); // CHALLENGE 9
  });
  world.phone.client.start(origin);
  await world.quiet();
  expect(world.phone.status()).toMatchObject({ link: "refused", code: "upgrade" });
  expect(world.told()).not.toContain("AUTH");
});

test("a version lowered on the way fails the signature", async () => {
  const world = await createWorld({ seed: 10 });
  world.network.setTamper((frame, direction) => {
    if (direction !== "to-relay" || frame[0] !== 1) return frame;
    return Uint8Array.of(1, 0, 2, 1, 0); // HELLO 1 0: the relay sees other versions than were sent
  });
  world.phone.client.start(origin);
  await world.quiet();
  expect(world.phone.status()).toMatchObject({ link: "refused", code: "signed-out" });
});

test("the holder's generation decides: a client whose log was taken over stops and queues again", async () => {
  const world = await online(11);
  world.phone.log.loseHold();
  world.laptop.log.write("for whoever holds");
  await world.quiet();
  expect(world.phone.log.texts()).toEqual([]);
  const successor = world.reopen(world.phone);
  successor.client.start(origin);
  await world.quiet();
  expect(successor.log.texts()).toEqual(["for whoever holds"]);
});
