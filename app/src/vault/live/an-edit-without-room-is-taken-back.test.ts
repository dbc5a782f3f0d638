/**
 * An edit that answered "storage-full" did not happen: neither now nor when there is room again. What someone typed into
 * the same entry is no edit of that kind, and stays.
 */
import { expect, test } from "vitest";
import { titleOf } from "../../documents/entry.ts";
import { createTestBrowser, must, now, turn } from "../testing/browser.ts";
import { openPage } from "../testing/pages.ts";

const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const options = {
  passphrase: "correct horse battery staple",
  deviceName: "Phone",
  journalName: "Journal",
};
const full = { ok: false, error: { code: "storage-full" } };

const start = async (seed: number) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  must(await tab.create(options));
  const docId = must(await tab.createEntry({ when }));
  const rows = () => {
    const shown = now(tab.rows$);
    return shown.type === "all" ? shown.rows : [];
  };
  const makeRoom = async () => {
    browser.disk.failWrites(undefined);
    await browser.clock.advance(20_000);
  };
  return { browser, tab, docId, rows, makeRoom };
};

test("an entry that could not be made does not appear when there is room", async () => {
  const { browser, tab, rows, makeRoom } = await start(61);
  browser.disk.failWrites("storage-full");
  expect(await tab.createEntry({ when })).toEqual(full);
  await makeRoom();
  expect(rows()).toHaveLength(1);
  must(await tab.createEntry({ when }));
  expect(rows()).toHaveLength(2);
});

test("a favourite that could not be kept is none when there is room, and the journal locks meanwhile", async () => {
  const { browser, tab, docId, makeRoom } = await start(62);
  browser.disk.failWrites("storage-full");
  expect(await tab.edit(docId, [{ type: "favourite", on: true }])).toEqual(full);
  expect(must(await tab.readEntry(docId)).row.favourite).toBe(false);
  must(await tab.lock());
  browser.disk.failWrites(undefined);
  must(await tab.unlock({ kind: "passphrase", passphrase: options.passphrase }));
  await makeRoom();
  expect(must(await tab.readEntry(docId)).row.favourite).toBe(false);
  must(await tab.edit(docId, [{ type: "favourite", on: true }]));
  expect(must(await tab.readEntry(docId)).row.favourite).toBe(true);
});

test("in an open entry only the refused edit is taken back, and the words typed there are saved", async () => {
  const { browser, tab, docId, makeRoom } = await start(63);
  const page = await openPage(tab, docId);
  browser.disk.failWrites("storage-full");
  titleOf(page.doc).insert(0, "words");
  expect(await tab.edit(docId, [{ type: "favourite", on: true }])).toEqual(full);
  for (let i = 0; i < 10; i++) await turn();
  expect(page.doc.getMap("meta").get("favourite")).not.toBe(true);
  await makeRoom();
  const { row } = must(await tab.readEntry(docId));
  expect([row.title, row.favourite]).toEqual(["words", false]);
  expect(page.saved.at(-1)).toEqual({ code: "saved-here" });
});

test("a setting that found no room is shown, holds back a lock, and is kept when there is room", async () => {
  const { browser, tab, makeRoom } = await start(64);
  browser.disk.failWrites("storage-full");
  await tab.editSettings({ type: "start-of-day", minutes: 180 });
  expect(now(tab.settings$).startOfDay).toBe(180);
  expect(await tab.lock()).toEqual({ ok: false, error: { code: "not-saved" } });
  await makeRoom();
  must(await tab.lock());
  must(await tab.unlock({ kind: "passphrase", passphrase: options.passphrase }));
  expect(now(tab.settings$).startOfDay).toBe(180);
});
