/**
 * A browser profile that was copied writes on in both places with one writer, so a backup of the one has a branch that the
 * other lacks. Merging it keeps the words of both, and the writer is over.
 */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import type { Engine } from "../engine-api.ts";
import { copyProfile, savedFile } from "../testing/backups.ts";
import { createTestBrowser, must, now } from "../testing/browser.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = { id: "a".repeat(32), importer: "dayone", label: "export.zip", at: Date.UTC(2026, 10, 24) };

const titles = (engine: Engine): readonly string[] => {
  const rows = now(engine.rows$);
  return rows.type === "all" ? rows.rows.map(({ title }) => title).sort() : [];
};
const write = async (engine: Engine, title: string) => {
  const body = { type: "doc", content: [{ type: "paragraph" }] };
  const lists = { tags: [], people: [], moods: [], favourite: false, pinned: false };
  const entry = { title, body, when, ...lists };
  const [outcome] = await engine.ingest(run, [{ sourceId: title, entry, media: [] }]);
  expect(outcome?.outcome).toBe("added");
};
const forks = (engine: Engine) => now(engine.alarms$).filter(({ code }) => code === "WRITER_FORK").length;

test("a backup of the other branch brings its words, ends the writer, and twice adds nothing", async () => {
  const [here, there] = [await createTestBrowser(1), await createTestBrowser(2)];
  const mine = await here.tab();
  must(await mine.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  await write(mine, "before");
  await copyProfile(mine.deps.store, there.disk.open());
  const other = await there.tab();
  must(await other.unlock(way));
  await write(mine, "mine");
  await write(other, "other");
  await write(other, "other, too");
  const file = await savedFile(other);

  must(await mine.restoreBackup(file, way, "Phone"));
  expect(titles(mine)).toEqual(["before", "mine", "other", "other, too"]);
  expect(forks(mine)).toBe(1);
  const content = titles(mine).length;
  must(await mine.restoreBackup(file, way, "Phone"));
  expect(titles(mine).length).toBe(content);
  await write(mine, "after");
  await mine.lock();
  must(await mine.unlock(way));
  expect(titles(mine)).toEqual(["after", "before", "mine", "other", "other, too"]);
});

test("a backup that only goes on where this log ends is no fork", async () => {
  const [here, there] = [await createTestBrowser(3), await createTestBrowser(4)];
  const mine = await here.tab();
  must(await mine.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  await write(mine, "before");
  const file = await savedFile(mine);
  const other = await there.tab();
  must(await other.restoreBackup(file, way, "Laptop"));
  await write(other, "other");
  must(await mine.restoreBackup(await savedFile(other), way, "Phone"));
  expect(titles(mine)).toEqual(["before", "other"]);
  expect(forks(mine)).toBe(0);
});
