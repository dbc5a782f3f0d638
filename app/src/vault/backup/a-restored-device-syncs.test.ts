/** A backup and the relay its journal lives on: every restore is a device of its own, and all of them end up equal. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { startTestRelay } from "../../../../sync-server/src/testing/running.ts";
import { savedFile } from "../testing/backups.ts";
import { must, now } from "../testing/browser.ts";
import { createRunningBrowser, isThrough, lists } from "../testing/running.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };

const open = async (seed: number, origin: string) => (await createRunningBrowser(seed, origin)).tab();

test("restored twice beside its first device: three devices, no fork, the same entries on each", async () => {
  await using relay = await startTestRelay();
  const phone = await open(1, relay.url);
  must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  must(await phone.turnOnSync());
  must(await phone.createEntry({ when }));
  await isThrough(phone);
  const file = await savedFile(phone);
  must(await phone.createEntry({ when })); // the file does not know it; the relay does
  await isThrough(phone);

  const [a, b] = [await open(2, relay.url), await open(3, relay.url)];
  must(await a.restoreBackup(file, way, "A"));
  must(await b.restoreBackup(file, way, "B"));
  must(await a.createEntry({ when }));
  must(await b.createEntry({ when }));
  await Promise.all([lists(phone, 4), lists(a, 4), lists(b, 4)]);
  expect(
    now(b.devices$)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["A", "B", "Phone"]);
  const forks = [phone, a, b].flatMap((engine) =>
    now(engine.alarms$).filter(({ code }) => /FORK/.test(code)),
  );
  expect(forks).toEqual([]);
  expect(now(phone.alarms$).map(({ code }) => code)).toContain("DEVICE_ADDED");
  await Promise.all([phone.dispose(), a.dispose(), b.dispose()]);
});

test("a relay that never had the journal gets all of it from the restored device", async () => {
  const offline = await open(4, "http://localhost:1");
  must(await offline.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  for (let i = 0; i < 3; i++) must(await offline.createEntry({ when }));
  const file = await savedFile(offline);
  await offline.dispose();

  await using relay = await startTestRelay();
  const [a, b] = [await open(5, relay.url), await open(6, relay.url)];
  must(await a.restoreBackup(file, way, "A"));
  expect(now(a.sync$).link).toBe("off");
  must(await a.turnOnSync());
  await isThrough(a);
  must(await b.restoreBackup(file, way, "B"));
  must(await b.createEntry({ when }));
  await Promise.all([lists(a, 4), lists(b, 4)]);
  await Promise.all([a.dispose(), b.dispose()]);
});
