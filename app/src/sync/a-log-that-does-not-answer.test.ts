/** A disk that fails for a while ends the conversation; it never leaves one that neither reads nor sends. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { LogUnreadable } from "./guard.ts";
import { createWorld, origin } from "./testing/world.ts";

beforeAll(() => ready);

test("a log that cannot be read at READY or under a page is said, and reading goes on once it can", async () => {
  const world = await createWorld({ seed: 41 });
  const { log, client } = world.phone;
  const { position } = log;
  const failing = async () => {
    throw new LogUnreadable("the log cannot be read");
  };
  Object.assign(log, { position: failing });
  client.start(origin);
  await world.quiet();
  expect(world.phone.status()).toMatchObject({ link: "refused", code: "storage" });
  Object.assign(log, { position });
  await world.advance(301_000);
  expect(world.phone.status().link).toBe("online");

  Object.assign(log, { position: failing });
  world.laptop.client.start(origin);
  world.laptop.log.write("while the disk fails");
  await world.quiet();
  expect(world.phone.status()).toMatchObject({ link: "refused", code: "storage" });
  Object.assign(log, { position });
  await world.advance(301_000);
  expect(log.texts()).toEqual(["while the disk fails"]);
});

test("a tab that was robbed while it sent stops, and its words go out with the next grant", async () => {
  const world = await createWorld({ seed: 42 });
  world.phone.client.start(origin);
  await world.quiet();
  world.phone.log.loseHold();
  world.phone.log.write("after the robbery");
  await world.quiet();
  expect(world.phone.client.holding()).toBe(false);
  expect(world.phone.log.unsent()).toBe(1);
});

test("another store behind the relay is offered every attachment before its first page is kept; the same one is not", async () => {
  const world = await createWorld({ seed: 43 });
  const offered: (string | undefined)[] = [];
  Object.assign(world.phone.log, {
    offerBlobs: async () => {
      offered.push(world.phone.log.disk.cursor?.feedEpoch);
      return { ok: true, value: undefined };
    },
  });
  world.phone.client.start(origin);
  world.phone.log.write("words");
  await world.advance(1000);
  const first = world.phone.log.disk.cursor?.feedEpoch;
  world.phone.client.start(origin);
  await world.advance(1000);
  expect(offered).toEqual([undefined]);
  await world.replaceRelay();
  await world.advance(60_000);
  expect(world.phone.log.disk.cursor?.feedEpoch).not.toBe(first);
  expect(offered).toEqual([undefined, first]);
});
