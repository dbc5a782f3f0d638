/**
 * I2, I3: whatever is cut, lost or restarted between two devices and their relay, both end with the same log, the relay
 * has everything that was acknowledged, and no alarm was raised, for nobody lied.
 * Frames of a socket arrive in order or not at all, so losses are cuts at any frame, sockets that go silent, devices
 * killed between two frames, hints (WAKE, PING, EPH) that a relay may leave out, and a relay whose store is wiped.
 */
import { ready } from "@whisperwell/crypto";
import { decodeFrame } from "@whisperwell/sync-server/wire";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createWorld, type Device, origin, type World } from "./testing/world.ts";

beforeAll(() => ready);

const seed = Number(process.env.SEED ?? 20261124);
const numRuns = Number(process.env.RUNS ?? 80);

type Action =
  | { readonly do: "write"; readonly who: 0 | 1; readonly n: number }
  | { readonly do: "step"; readonly picks: readonly number[] }
  | { readonly do: "cut" | "silence" | "crash" | "nudge"; readonly who: 0 | 1 }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "hints"; readonly lost: boolean }
  | { readonly do: "wipe" };
const who = fc.constantFrom(0 as const, 1 as const);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("write" as const), who, n: fc.integer({ min: 1, max: 6 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant("step" as const), picks: fc.array(fc.nat(3), { maxLength: 12 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("cut" as const, "silence" as const, "crash" as const, "nudge" as const),
      who,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("hints" as const), lost: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: "wipe" as const }) },
);

const loseHints = (frame: Uint8Array<ArrayBuffer>) => {
  const decoded = decodeFrame(frame);
  const isHint = decoded.ok && ["wake", "ping", "eph"].includes(decoded.value.type);
  return isHint ? undefined : frame;
};

interface Run {
  readonly world: World;
  readonly devices: [Device, Device];
  readonly written: string[];
  wipes: number;
}
const perform = async (run: Run, act: Action): Promise<void> => {
  const { world, devices, written } = run;
  switch (act.do) {
    case "write": {
      const texts = Array.from({ length: act.n }, (_, i) => `${act.who}/${written.length + i}`);
      written.push(...texts);
      return devices[act.who].log.write(...texts);
    }
    case "step":
      for (const pick of act.picks) await world.network.step((count) => (count === 0 ? 0 : pick % count));
      return;
    case "cut":
      return world.network.cut(devices[act.who].name);
    case "silence":
      return world.network.halfOpen(devices[act.who].name);
    case "crash":
      devices[act.who] = world.reopen(devices[act.who]);
      return devices[act.who].client.start(origin);
    case "nudge":
      return devices[act.who].client.nudge();
    case "pass":
      return world.advance(act.ms);
    case "wipe":
      // Twice at most: more in a day is FEED_CHURN, which has its own test.
      if (run.wipes++ < 2) await world.replaceRelay();
      return;
    case "hints":
      return world.network.setTamper(act.lost ? loseHints : undefined);
  }
};

const replay = async (worldSeed: number, actions: readonly Action[]) => {
  const world = await createWorld({ seed: worldSeed });
  const run: Run = { world, devices: [world.phone, world.laptop], written: [], wipes: 0 };
  for (const device of run.devices) device.client.start(origin);
  for (const act of actions) await perform(run, act);
  world.network.setTamper(undefined);
  await world.advance(120_000);
  const [phone, laptop] = run.devices;
  const everything = [...run.written].sort();
  expect(phone.log.texts(), world.told()).toEqual(everything);
  expect(laptop.log.texts()).toEqual(everything);
  expect(phone.log.unsent() + laptop.log.unsent()).toBe(0);
  expect(await world.feedLength()).toBe(5 + everything.length);
  expect([...phone.log.alarms, ...laptop.log.alarms]).toEqual([]);
  expect([phone.status().link, laptop.status().link]).toEqual(["online", "online"]);
};

test(`any order of cuts, silences and crashes ends in equal logs (seed ${seed})`, () =>
  fc.assert(fc.asyncProperty(fc.nat(1e6), fc.array(action, { minLength: 8, maxLength: 40 }), replay), {
    seed,
    numRuns,
  }));
