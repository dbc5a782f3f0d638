/** What a backup brings into an open journal was perhaps never on a relay: whoever merged it sends it there. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { startTestRelay } from "../../../../sync-server/src/testing/running.ts";
import type { Engine } from "../engine-api.ts";
import { savedFile } from "../testing/backups.ts";
import { must, now } from "../testing/browser.ts";
import { createRunningBrowser, isThrough, lists, seen } from "../testing/running.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };

/** A phone, a laptop and a tablet with one entry; then the phone is lost, and of two more only its file knows. */
const afterTheLoss = async (seed: number, origin: string) => {
  const open = (at: number) => createRunningBrowser(seed + at, origin);
  const browser = await open(1);
  const [phone, laptop, tablet] = [
    await (await open(0)).tab(),
    await browser.tab(),
    await (await open(2)).tab(),
  ];
  must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  must(await phone.turnOnSync());
  must(await phone.createEntry({ when }));
  await isThrough(phone);
  const early = await savedFile(phone);
  must(await laptop.restoreBackup(early, way, "Laptop"));
  must(await tablet.restoreBackup(early, way, "Tablet"));
  await Promise.all([isThrough(laptop), isThrough(tablet)]);
  await seen(phone.devices$, (devices): devices is typeof devices => devices.length === 3);
  await phone.turnOffSync();
  must(await phone.createEntry({ when }));
  must(await phone.createEntry({ when }));
  const late = await savedFile(phone);
  await phone.dispose();
  return { browser, laptop, tablet, late };
};
const dispose = (...engines: readonly Engine[]) => Promise.all(engines.map((engine) => engine.dispose()));

test("a lost phone's file merged while online reaches the other device through the relay", async () => {
  await using relay = await startTestRelay();
  const { laptop, tablet, late } = await afterTheLoss(10, relay.url);
  must(await laptop.restoreBackup(late, way, "Laptop"));
  await Promise.all([lists(laptop, 3), lists(tablet, 3)]);
  await isThrough(laptop);
  expect(now(laptop.alarms$).map(({ code }) => code)).not.toContain("RELAY_LOST");
  await dispose(laptop, tablet);
});

test("merged while sync is off it counts as waiting, once however often the file is merged, until it was sent", async () => {
  await using relay = await startTestRelay();
  const { laptop, tablet, late } = await afterTheLoss(20, relay.url);
  await laptop.turnOffSync();
  const before = now(laptop.sync$).waitingEntries;
  must(await laptop.restoreBackup(late, way, "Laptop"));
  must(await laptop.restoreBackup(late, way, "Laptop"));
  await seen(laptop.sync$, (status): status is typeof status => status.waitingEntries === before + 2);
  await laptop.lock();
  must(await laptop.unlock(way));
  await seen(laptop.sync$, (status): status is typeof status => status.waitingEntries === before + 2);
  must(await laptop.turnOnSync());
  await Promise.all([isThrough(laptop), lists(tablet, 3)]);
  await dispose(laptop, tablet);
});

test("merged in a tab that does not talk to the relay it goes by the tab that does", async () => {
  await using relay = await startTestRelay();
  const { browser, laptop, tablet, late } = await afterTheLoss(30, relay.url);
  const second = await browser.tab();
  if (now(second.state$).phase !== "unlocked") must(await second.unlock(way));
  must(await second.restoreBackup(late, way, "Laptop"));
  await Promise.all([lists(laptop, 3), lists(tablet, 3)]);
  await isThrough(laptop);
  await seen(second.sync$, (status): status is typeof status => status.waitingEntries === 0);
  await dispose(laptop, second, tablet);
});
