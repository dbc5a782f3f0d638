/** Until what another device vouched for is here, a newcomer offers the relay nothing and tells nobody that it is there. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { createWorld, origin } from "./testing/world.ts";

beforeAll(() => ready);

test("it reads, and neither reconciles nor greets; once it has joined the other device sees it at once", async () => {
  const world = await createWorld({ seed: 91 });
  world.laptop.client.start(origin);
  world.laptop.log.write("vouched for");
  await world.advance(2000);
  world.told();
  let joins = true;
  Object.assign(world.phone.log, { joins: async () => joins });
  let peers = 0;
  world.laptop.client.peers$.subscribe((present) => {
    peers = present.length;
  });
  world.phone.client.start(origin);
  await world.advance(20_000);
  expect(world.phone.log.texts()).toEqual(["vouched for"]);
  expect(world.told()).not.toMatch(/phone {2}-> relay {2}(RECONCILE|EPH)/);
  expect(peers).toBe(0);
  joins = false;
  world.phone.log.write("mine"); // the outbox says that something changed, as it does when the anchor is reached
  await world.advance(2000);
  expect(world.told()).toMatch(/phone {2}-> relay {2}EPH/);
  expect(peers).toBe(1);
});
