/** A file that is called a backup can be restored, and says when something is not in it. */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { titleOf } from "../../documents/entry.ts";
import type { Engine } from "../engine-api.ts";
import { savedBackup } from "../testing/backups.ts";
import { createTestBrowser, must, now, turn } from "../testing/browser.ts";
import { openPage } from "../testing/pages.ts";

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
  await engine.ingest(run, [{ sourceId: title, entry: { title, body, when, ...lists }, media: [] }]);
};
const restored = async (seed: number, file: Blob) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  must(await tab.restoreBackup(file, way, "Restored"));
  await browser.clock.advance(1000);
  return tab;
};
const founded = async (seed: number) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  must(await tab.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  return { browser, tab };
};

test("one damaged commit: the file restores with every other entry, says what it lacks, and a second one adds nothing", async () => {
  const { browser, tab } = await founded(1);
  for (const title of ["1", "2", "3", "4", "5"]) await write(tab, title);
  const commits = must(await tab.deps.store.read(["log"], (tx) => tx.log.outbox(100))).filter(
    ({ kind }) => kind === 1,
  );
  // Taxonomy and settings, then an entry each.
  const damaged = commits.at(-3);
  if (damaged === undefined) throw new Error("five entries are five commits");
  const bytes = damaged.bytes.slice();
  bytes[150] = (bytes[150] ?? 0) ^ 1;
  must(await tab.deps.store.write(["log"], "strict", (tx) => tx.log.put([{ ...damaged, bytes }])));
  const { report, file } = await savedBackup(tab);
  expect(report.lacking).toBe(1);
  expect(now(tab.storage$).lastBackup).toBeUndefined();
  expect(titles(await restored(2, file))).toEqual(["1", "2", "4", "5"]);

  const length = browser.disk.bytesOf("log").length;
  await savedBackup(tab);
  expect(browser.disk.bytesOf("log").length).toBe(length);
  await write(tab, "6");
  await tab.lock();
  must(await tab.unlock(way));
  await write(tab, "7");
  expect(titles(await restored(3, (await savedBackup(tab)).file))).toEqual(["1", "2", "4", "5", "6", "7"]);
});

test("words that found no room for a commit: the backup says so, and does not count as one", async () => {
  const { browser, tab } = await founded(4);
  const docId = must(await tab.createEntry({ when }));
  const page = await openPage(tab, docId);
  const { write: really } = tab.deps.store;
  const full = { ok: false, error: { code: "storage-full", cause: new Error("full") } } as const;
  Object.assign(tab.deps.store, {
    write: async (...given: Parameters<typeof really>) =>
      given[0].includes("log") ? full : really(...given),
  });
  titleOf(page.doc).insert(0, "words");
  for (let i = 0; i < 10; i++) await turn();
  expect(page.saved.at(-1)).toEqual({ code: "saved-here" });
  const { report } = await savedBackup(tab);
  expect(report).toMatchObject({ entries: 1, lacking: 1 });
  expect(now(tab.storage$).lastBackup).toBeUndefined();

  Object.assign(tab.deps.store, { write: really });
  await browser.clock.advance(20_000);
  const again = await savedBackup(tab);
  expect(again.report.lacking).toBeUndefined();
  expect(now(tab.storage$).lastBackup?.at).toBe(again.report.at);
  expect(titles(await restored(5, again.file))).toEqual(["words"]);
});
