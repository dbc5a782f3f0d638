/** I5: two devices that write offline and meet later hold the same text, whatever the order in which pages arrive. */
import type { DocId } from "@whisperwell/crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  alarmCodes,
  createFeed,
  foundDevice,
  joinDevice,
  newEntry,
  pull,
  push,
  rowTitle,
  type TestDevice,
  titleIn,
  writeTitle,
} from "../testing/feed.ts";

const seed = 20261124;
type Step =
  | { readonly do: "write"; readonly who: number; readonly entry: number; readonly at: number }
  | { readonly do: "push"; readonly who: number }
  | { readonly do: "pull"; readonly who: number; readonly size: number; readonly pages: number };
const who = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("write" as const),
      who,
      entry: fc.integer({ min: 0, max: 2 }),
      at: fc.integer({ min: 0, max: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("push" as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("pull" as const),
      who,
      size: fc.integer({ min: 1, max: 5 }),
      pages: fc.integer({ min: 1, max: 3 }),
    }),
  },
);

/** One character that no other write can split. */
const sign = (n: number): string => String.fromCodePoint(0x4e00 + n);
const settle = async (devices: readonly TestDevice[], feed: ReturnType<typeof createFeed>) => {
  for (const device of devices) await push(device, feed);
  for (const device of devices) await pull(device, feed);
  for (const device of devices) await device.unlocked.settled();
};

const run = async (steps: readonly Step[]) => {
  const feed = createFeed();
  const first = await foundDevice(1);
  const devices = [first, await joinDevice(first, feed, 2), await joinDevice(first, feed, 3)];
  const entries: DocId[] = [];
  for (const device of devices) entries.push(await newEntry(device));
  await settle(devices, feed);
  let words = 0;
  for (const one of steps) {
    const device = devices[one.who] as TestDevice;
    if (one.do === "write") await writeTitle(device, entries[one.entry] as DocId, sign(words++), one.at);
    if (one.do === "push") await push(device, feed, 1);
    if (one.do === "pull") await pull(device, feed, one.size, one.pages);
  }
  await settle(devices, feed);
  for (const docId of entries) {
    const texts = new Set(await Promise.all(devices.map((device) => titleIn(device, docId))));
    expect(texts.size).toBe(1);
    const [text] = texts;
    // Rows are made of the documents, on every device alike.
    expect(new Set(devices.map((device) => rowTitle(device, docId)))).toEqual(new Set([text?.trim()]));
  }
  const whole = (await Promise.all(entries.map((docId) => titleIn(first, docId)))).join("");
  for (let word = 0; word < words; word++) expect(whole).toContain(sign(word));
  for (const device of devices)
    expect(alarmCodes(device).filter((code) => code !== "DEVICE_ADDED")).toEqual([]);
};

test(
  `any delivery order, same documents and no word lost (seed ${seed})`,
  () => fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), run), { seed, numRuns: 25 }),
  120_000,
);
