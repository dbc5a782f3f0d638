/** A flipped bit beside the log locks nobody out: what can be made again from the log is, and the rest of it stays. */
import { zeroWriter } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { createTestBrowser, must, now } from "../testing/browser.ts";
import {
  alarmCodes,
  createFeed,
  foundDevice,
  joinDevice,
  newEntry,
  pull,
  push,
  writeTitle,
} from "../testing/feed.ts";
import { mendMeta } from "./mend-meta.ts";
import { metaFields, readHeads, readSeen } from "./meta.ts";

const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };

const flip = (bytes: Uint8Array | undefined) => {
  if (bytes !== undefined) bytes[3] = (bytes[3] ?? 0) ^ 1;
};

test("any one value of meta turned: the journal opens with every entry, and a new one is written and read again", async () => {
  const browser = await createTestBrowser(1);
  const first = await browser.tab();
  must(await first.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  let entries = 0;
  const create = async (tab: typeof first) => {
    must(await tab.createEntry({ when }));
    entries += 1;
  };
  await create(first);
  await first.lock();
  first.die();
  const names = must(await first.deps.store.read(["meta"], (tx) => tx.meta.all())).map(({ name }) => name);
  expect(names.some((name) => name === `head/${zeroWriter}`)).toBe(true);
  expect(names).toEqual(expect.arrayContaining(["clocks", "next-order"]));
  for (const name of names) {
    const tab = await browser.tab();
    must(
      await tab.deps.store.write(["meta"], "strict", async (tx) => {
        const record = await tx.meta.get(name);
        if (record === undefined) return;
        const value = record.value.slice();
        flip(value);
        await tx.meta.put([{ ...record, value }]);
      }),
    );
    expect([name, await tab.unlock(way)]).toEqual([name, { ok: true, value: undefined }]);
    await create(tab);
    await tab.lock();
    must(await tab.unlock(way));
    const rows = now(tab.rows$);
    expect([name, rows.type === "all" && rows.rows.length]).toEqual([name, entries]);
    expect(now(tab.alarms$).filter(({ code }) => /FORK|BUG/.test(code))).toEqual([]);
    await tab.lock();
    tab.die();
  }
});

test("heads, citations and clocks made again are those that were there, and both devices still agree", async () => {
  const feed = createFeed();
  const first = await foundDevice(2);
  const second = await joinDevice(first, feed, 1002);
  for (const device of [first, second, first]) {
    const docId = await newEntry(device);
    await writeTitle(device, docId, "words");
    await push(device, feed);
    await pull(first, feed);
    await pull(second, feed);
  }
  const { store } = first.deps;
  const picture = () =>
    store.read(["meta"], async (tx) => ({
      heads: await readHeads(tx),
      seen: await readSeen(tx),
      clocks: await metaFields.clocks.get(tx),
    }));
  const before = must(await picture());
  must(
    await store.write(["meta"], "strict", async (tx) => {
      const all = await tx.meta.all();
      const chosen = all.filter(({ name }) => /^(head|seen)\/|^clocks$/.test(name));
      await tx.meta.put(
        chosen.map((record) => {
          const value = record.value.slice();
          flip(value);
          return { ...record, value };
        }),
      );
    }),
  );
  must(await mendMeta(store, first.unlocked.session, first.deps.clock.now()));
  const after = must(await picture());
  const own = new Set([first.unlocked.context.lease().writerId]);
  for (const [writer, { frozen, ...head }] of after.heads) {
    expect([writer, head]).toMatchObject([writer, before.heads.get(writer)]);
    expect([writer, frozen]).toEqual([writer, own.has(writer) ? true : undefined]);
  }
  expect([...after.heads.keys()].sort()).toEqual([...before.heads.keys()].sort());
  for (const [writer, vector] of before.seen)
    for (const [prefix, link] of vector)
      if (!own.has(writer)) expect(after.seen.get(writer)?.get(prefix)).toEqual(link);
  expect(after.clocks).toEqual(before.clocks);
  await newEntry(second);
  await push(second, feed);
  await pull(first, feed);
  expect(alarmCodes(first).filter((code) => /FORK|INVALID|WITHHELD/.test(code))).toEqual([]);
});
