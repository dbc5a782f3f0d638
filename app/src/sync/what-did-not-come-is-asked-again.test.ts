/** Bodies that did not come are asked for in every conversation; what a relay never takes is owed no longer than it must. */
import { ok, ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { createWorld, origin } from "./testing/world.ts";

beforeAll(() => ready);

test("a stub without its body is asked for at every connection, and an hour later in a long one", async () => {
  const world = await createWorld({ seed: 81 });
  world.phone.log.write("words");
  world.phone.client.start(origin);
  await world.advance(5000);
  const [writerId] = world.phone.log.writerIds;
  const came: number[] = [];
  Object.assign(world.laptop.log, {
    bodyless: async () => [{ writerId, from: 0, to: 0 }],
    takeBodies: async (bodies: readonly unknown[]) => {
      came.push(bodies.length);
      return ok(undefined);
    },
  });
  world.laptop.client.start(origin);
  await world.advance(5000);
  expect(came).toEqual([1]);
  world.network.cut("laptop");
  await world.advance(5000);
  expect(came).toEqual([1, 1]);
  await world.advance(3_600_000);
  expect(came.length).toBeGreaterThan(2);
});

test("where the relay lacks one document for good, the others that were owed are paid", async () => {
  const world = await createWorld({ seed: 82 });
  world.laptop.client.start(origin);
  world.laptop.log.write("there", "never taken");
  await world.advance(5000);
  let owed = 3;
  const reached = world.laptop.log.writerIds[0];
  Object.assign(world.phone.log, {
    owes: async () => owed,
    lacking: async () => 1,
    paid: async (documents: number) => {
      owed -= documents;
      return ok(undefined);
    },
  });
  // What the phone says it knows and cannot give: the relay asks for it and gets nothing.
  const { position } = world.phone.log;
  Object.assign(world.phone.log, {
    position: async () => {
      const present = await position();
      const hash = "ab".repeat(32);
      return { ...present, reached: [{ writerId: reached, wseq: 9, hash }] };
    },
  });
  world.phone.client.start(origin);
  await world.advance(5000);
  expect(owed).toBe(1);
  expect(world.phone.log.alarms.map(({ code }) => code)).toContain("RELAY_LOST");
});
