/** The words of another branch are sent under a writer that goes on, and are called on the relay no earlier than that. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { startTestRelay } from "../../../../sync-server/src/testing/running.ts";
import type { Engine } from "../engine-api.ts";
import { copyProfile, savedFile } from "../testing/backups.ts";
import { createTestBrowser, must, now } from "../testing/browser.ts";
import { createRunningBrowser, isThrough, listsTitles } from "../testing/running.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = { id: "a".repeat(32), importer: "dayone", label: "export.zip", at: Date.UTC(2026, 10, 24) };

const write = async (engine: Engine, title: string) => {
  const body = { type: "doc", content: [{ type: "paragraph" }] };
  const lists = { tags: [], people: [], moods: [], favourite: false, pinned: false };
  await engine.ingest(run, [{ sourceId: title, entry: { title, body, when, ...lists }, media: [] }]);
};

test("an entry only a branch has comes to every device, and waits until the relay holds it", async () => {
  await using relay = await startTestRelay();
  const phone = await (await createRunningBrowser(1, relay.url)).tab();
  must(await phone.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  await write(phone, "before");
  const there = await createTestBrowser(2);
  await copyProfile(phone.deps.store, there.disk.open());
  const other = await there.tab();
  must(await other.unlock(way));
  await write(other, "other");
  const file = await savedFile(other);

  must(await phone.turnOnSync());
  await write(phone, "mine 1");
  await write(phone, "mine 2");
  await isThrough(phone);
  const laptop = await (await createRunningBrowser(3, relay.url)).tab();
  must(await laptop.restoreBackup(await savedFile(phone), way, "Laptop"));
  await phone.turnOffSync();
  must(await phone.restoreBackup(file, way, "Phone"));
  expect(now(phone.sync$).waitingEntries).toBe(1);
  must(await phone.turnOnSync());
  const all = ["before", "mine 1", "mine 2", "other"];
  await Promise.all([listsTitles(phone, all), listsTitles(laptop, all)]);
  await isThrough(phone);
  await write(phone, "after");
  await listsTitles(laptop, ["after", ...all]);

  await using second = await startTestRelay();
  must(await phone.turnOnSync(second.url)); // a relay that has nothing takes one branch, and does not refuse the rest
  await isThrough(phone);
  await Promise.all([phone.dispose(), laptop.dispose(), other.dispose()]);
});
