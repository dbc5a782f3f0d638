/**
 * I1. The same short life of a journal is killed after every durable step it makes, by kill -9 and by a power cut, and
 * opened again: whatever was shown as saved is there, whatever storage holds opens, and writing goes on.
 */
import { expect, test } from "vitest";
import { titleOf } from "../documents/entry.ts";
import { createTestBrowser, must, now, type TestBrowser, turn } from "./testing/browser.ts";
import { openPage } from "./testing/pages.ts";

const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };

interface Life {
  created: boolean;
  docId: string | undefined;
  /** Characters typed that were shown as saved here. */
  safe: number;
  /** Characters that were in a commit: safe from a power cut too. */
  committed: number;
  done: boolean;
}
/** Creates, types letter by letter, pauses for a flush, types on, edits, locks. */
const live = async (browser: TestBrowser, life: Life) => {
  const tab = await browser.tab();
  must(await tab.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  life.created = true;
  const docId = must(await tab.createEntry({ when }));
  life.docId = docId;
  const { doc, saved, handle } = await openPage(tab, docId);
  const type = async (from: number, to: number) => {
    for (let n = from; n < to; n++) {
      titleOf(doc).insert(n, String.fromCharCode(97 + n));
      for (let i = 0; i < 6; i++) await turn();
      if (saved.at(-1)?.code === "saved-here") life.safe = n + 1;
    }
  };
  await type(0, 4);
  await browser.clock.advance(2500);
  const rows = now(tab.rows$); // a row changes only with its commit
  life.committed = rows.type === "all" ? (rows.rows[0]?.title.length ?? 0) : 0;
  await type(4, 6);
  must(await tab.edit(docId, [{ type: "favourite", on: true }]));
  life.committed = life.safe;
  await type(6, 8);
  await handle.close();
  life.committed = life.safe;
  await tab.lock();
  life.done = true;
};

/** Runs until it is done or has nothing left that could move. */
const runUntilStill = async (browser: TestBrowser, life: Life): Promise<void> => {
  const run = live(browser, life);
  let before = -1;
  for (let still = 0; still < 60 && !life.done; still++) {
    if (browser.disk.commits() !== before) still = 0;
    before = browser.disk.commits();
    await browser.clock.advance(0);
  }
  if (life.done) await run;
};

const checkAfter = async (browser: TestBrowser, life: Life, expected: number) => {
  const tab = await browser.tab();
  const { phase } = now(tab.state$);
  if (!life.created && phase === "absent") return;
  expect(phase).toBe("locked");
  must(await tab.unlock({ kind: "passphrase", passphrase }));
  await browser.clock.advance(1000);
  expect(now(tab.taxonomy$).journals.length).toBe(1);
  if (life.docId === undefined) return;
  const read = must(await tab.readEntry(life.docId));
  expect("abcdefgh".startsWith(read.row.title)).toBe(true);
  expect(read.row.title.length).toBeGreaterThanOrEqual(expected);
  const rows = now(tab.rows$);
  expect(rows.type === "all" && rows.rows.map(({ title }) => title)).toEqual([read.row.title]);
  must(await tab.edit(life.docId, [{ type: "pinned", on: true }]));
  expect(must(await tab.readEntry(life.docId)).row.pinned).toBe(true);
  await tab.lock();
};

const fresh = (): Life => ({ created: false, docId: undefined, safe: 0, committed: 0, done: false });
const stepsOfWholeLife = async (): Promise<number> => {
  const browser = await createTestBrowser(5);
  const life = fresh();
  await runUntilStill(browser, life);
  expect(life).toMatchObject({ done: true, safe: 8, committed: 8 }); // control: nothing is killed
  return browser.disk.commits();
};

test("killed after any durable step, what was shown as saved is there and writing goes on", async () => {
  const steps = await stepsOfWholeLife();
  expect(steps).toBeGreaterThan(12);
  for (let n = 0; n <= steps; n++) {
    const browser = await createTestBrowser(5);
    browser.disk.killAfter(n);
    const life = fresh();
    await runUntilStill(browser, life);
    browser.disk.kill();
    browser.killTabs();
    await checkAfter(browser, life, life.safe);
  }
}, 120_000);

test("a power cut after any durable step takes at most what was not yet committed", async () => {
  const steps = await stepsOfWholeLife();
  for (let n = 0; n <= steps; n++) {
    const browser = await createTestBrowser(5);
    browser.disk.killAfter(n);
    const life = fresh();
    await runUntilStill(browser, life);
    browser.disk.crash();
    browser.killTabs();
    await checkAfter(browser, life, life.committed);
  }
}, 120_000);
