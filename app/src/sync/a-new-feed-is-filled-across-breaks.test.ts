/**
 * A relay with a new store is owed everything until it has it, however often the connection breaks on the way: what the
 * old feed had acknowledged is no measure of the new one, and is no rollback.
 */
import { ready } from "@whisperwell/crypto";
import { decodeFrame } from "@whisperwell/sync-server/wire";
import { beforeAll, expect, test } from "vitest";
import { createWorld, origin, type World } from "./testing/world.ts";

beforeAll(() => ready);

const online = async (seed: number) => {
  const world = await createWorld({ seed });
  world.phone.client.start(origin);
  world.phone.log.write("acknowledged before");
  await world.advance(20_000);
  return world;
};
/** Nothing the phone gives back arrives. */
const loseUploads = (world: World) =>
  world.network.setTamper((bytes, direction) => {
    const frame = decodeFrame(bytes);
    const isLost = direction === "to-relay" && frame.ok && frame.value.type === "reconcile";
    return isLost ? undefined : bytes;
  });

test("a break after the first page of a new feed is no rollback, and the next connection goes on filling", async () => {
  const world = await online(71);
  loseUploads(world);
  await world.replaceRelay();
  await world.advance(2000);
  expect(world.phone.log.disk.cursor?.seq).toBe(5); // a page of the new feed is here
  expect(await world.feedLength()).toBe(5); // and nothing of ours is there
  world.network.setTamper(undefined);
  const phone = world.reopen(world.phone);
  phone.client.start(origin);
  await world.advance(20_000);
  expect(phone.log.alarms).toEqual([]);
  expect(await world.feedLength()).toBe(6);
});

test("once it was filled, less than acknowledged is a rollback again", async () => {
  const world = await online(72);
  await world.replaceRelay();
  await world.advance(20_000);
  expect(await world.feedLength()).toBe(6);
  expect(world.phone.log.disk.unfilled).toBeUndefined();
});

test("after FEED_CHURN a device that was opened anew fills the relay when the person says so", async () => {
  const world = await online(73);
  for (let i = 0; i < 3; i++) {
    await world.replaceRelay();
    await world.advance(30_000);
  }
  expect(await world.feedLength()).toBe(5);
  let offered = 0;
  const phone = world.reopen(world.phone);
  Object.assign(phone.log, {
    offerBlobs: async () => {
      offered += 1;
      return { ok: true, value: undefined };
    },
  });
  phone.client.start(origin);
  phone.client.fillRelay();
  await world.advance(30_000);
  expect(phone.log.alarms).toEqual([]);
  expect(await world.feedLength()).toBe(6);
  expect(offered).toBeGreaterThan(0);
});
