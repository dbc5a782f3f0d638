/** Locking never takes words that neither a commit nor a draft holds: it waits, and says so. */
import { expect, test } from "vitest";
import { titleOf } from "../documents/entry.ts";
import { createTestBrowser, must, now, turn } from "./testing/browser.ts";
import { openPage } from "./testing/pages.ts";

const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const options = { passphrase, deviceName: "Phone", journalName: "Journal" };
const settle = async () => {
  for (let i = 0; i < 20; i++) await turn();
};
/** An open entry whose words found no room. */
const unsaved = async (seed: number) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  must(await tab.create(options));
  const docId = must(await tab.createEntry({ when }));
  const page = await openPage(tab, docId);
  browser.disk.failWrites("storage-full");
  titleOf(page.doc).insert(0, "words");
  await settle();
  expect(page.saved.at(-1)).toEqual({ code: "not-saved", reason: "storage-full" });
  return { browser, tab, docId, page };
};
const titleAfterUnlock = async ({ browser, tab, docId }: Awaited<ReturnType<typeof unsaved>>) => {
  must(await tab.unlock({ kind: "passphrase", passphrase }));
  await browser.clock.advance(1000);
  return must(await tab.readEntry(docId)).row.title;
};

test("a lock that is asked for answers not-saved while words are nowhere kept, and locks once they are", async () => {
  const life = await unsaved(1);
  const { browser, tab, page } = life;
  expect(await tab.lock()).toEqual({ ok: false, error: { code: "not-saved" } });
  expect(now(tab.state$).phase).toBe("unlocked");
  titleOf(page.doc).insert(5, " and more"); // the open entry goes on
  browser.disk.failWrites(undefined);
  expect(await tab.lock()).toEqual({ ok: true, value: undefined });
  expect(now(tab.state$).phase).toBe("locked");
  expect(await titleAfterUnlock(life)).toBe("words and more");
});

test("the idle lock waits while words are nowhere kept, and locks as soon as they are", async () => {
  const life = await unsaved(2);
  const { browser, tab, page } = life;
  await browser.clock.advance(16 * 60_000);
  expect(now(tab.state$).phase).toBe("unlocked");
  expect(page.saved.at(-1)).toEqual({ code: "not-saved", reason: "storage-full" });
  browser.disk.failWrites(undefined);
  await browser.clock.advance(6000);
  expect(now(tab.state$).phase).toBe("locked");
  expect(await titleAfterUnlock(life)).toBe("words");
});

test("who comes back while the idle lock waits stays unlocked for the whole idle time again", async () => {
  const { browser, tab } = await unsaved(3);
  await browser.clock.advance(16 * 60_000);
  tab.touch();
  browser.disk.failWrites(undefined);
  await browser.clock.advance(14 * 60_000);
  expect(now(tab.state$).phase).toBe("unlocked");
  await browser.clock.advance(2 * 60_000);
  expect(now(tab.state$).phase).toBe("locked");
});

test("a lock asked for in another tab waits for the words of this one", async () => {
  const { browser, tab } = await unsaved(4);
  browser.disk.failWrites(undefined);
  const other = await browser.tab();
  browser.disk.failWrites("storage-full");
  expect(now(other.state$).phase).toBe("unlocked");
  await other.lock();
  await settle();
  browser.disk.failWrites(undefined);
  await browser.clock.advance(6000);
  expect(now(tab.state$).phase).toBe("locked");
});

test("words that only a draft holds do not hold the lock back, and are there after unlocking", async () => {
  const browser = await createTestBrowser(5);
  const tab = await browser.tab();
  must(await tab.create(options));
  const docId = must(await tab.createEntry({ when }));
  const page = await openPage(tab, docId);
  titleOf(page.doc).insert(0, "words");
  await settle();
  browser.disk.failWrites("storage-full");
  expect(await tab.lock()).toEqual({ ok: true, value: undefined });
  browser.disk.failWrites(undefined);
  expect(await titleAfterUnlock({ browser, tab, docId, page })).toBe("words");
});
