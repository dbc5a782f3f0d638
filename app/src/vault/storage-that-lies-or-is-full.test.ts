/** Storage that answers nonsense, has no room, or is gone: unreadable is never absent, and no word is given up. */
import { expect, test } from "vitest";
import { titleOf } from "../documents/entry.ts";
import type { TableName } from "./store/port.ts";
import { createTestBrowser, must, now, turn } from "./testing/browser.ts";
import { openPage } from "./testing/pages.ts";

const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const options = { passphrase, deviceName: "Phone", journalName: "Journal" };

const locked = async (seed: number) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  const { words } = must(await tab.create(options));
  const docId = must(await tab.createEntry({ when }));
  const page = await openPage(tab, docId);
  titleOf(page.doc).insert(0, "A title");
  // Enough commits that the document is folded up beside the log.
  for (let n = 0; n < 20; n++) must(await tab.edit(docId, [{ type: "favourite", on: n % 2 === 0 }]));
  await page.handle.close();
  await tab.lock();
  tab.die();
  return { browser, docId, words };
};

test("any byte of the keys turned: the state is locked or unreadable, never absent, and nothing is made anew", async () => {
  const { browser } = await locked(1);
  const before = browser.disk.bytesOf("keys").map((bytes) => bytes.slice());
  for (const bytes of browser.disk.bytesOf("keys")) {
    for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const tab = await browser.tab();
      const state = now(tab.state$);
      expect(["locked", "unreadable"]).toContain(state.phase);
      expect(await tab.create(options)).toEqual({ ok: false, error: { code: "already-there" } });
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      tab.die();
    }
  }
  expect(browser.disk.bytesOf("keys")).toEqual(before);
});

test("a byte of an entry's commit turned: the entry says unreadable, and is not an empty one", async () => {
  const { browser, docId } = await locked(2);
  for (const bytes of browser.disk.bytesOf("log")) if (bytes[2] === 1) bytes[150] = (bytes[150] ?? 0) ^ 1;
  for (const bytes of browser.disk.bytesOf("docs")) bytes[30] = (bytes[30] ?? 0) ^ 1; // no folded copy to fall back on
  const tab = await browser.tab();
  must(await tab.unlock({ kind: "passphrase", passphrase }));
  expect(await tab.readEntry(docId)).toEqual({ ok: false, error: { code: "unreadable" } });
  expect(await tab.readEntry("0".repeat(32))).toEqual({ ok: false, error: { code: "not-found" } });
});

test("a byte of the membership log turned: unlocking says the key is unreadable", async () => {
  const { browser } = await locked(3);
  for (const bytes of browser.disk.bytesOf("log")) if (bytes[2] === 7) bytes[200] = (bytes[200] ?? 0) ^ 1;
  const tab = await browser.tab();
  expect(await tab.unlock({ kind: "passphrase", passphrase })).toEqual({
    ok: false,
    error: { code: "key-unreadable" },
  });
});

test.each(["rows", "docs"] satisfies TableName[])(
  "every byte of the cache %s turned: it is made again from the log, and nothing is missing",
  async (table) => {
    const { browser, docId } = await locked(4);
    expect(browser.disk.bytesOf(table).length).toBeGreaterThan(0);
    for (const bytes of browser.disk.bytesOf(table)) bytes[30] = (bytes[30] ?? 0) ^ 1;
    const tab = await browser.tab();
    must(await tab.unlock({ kind: "passphrase", passphrase }));
    await browser.clock.advance(1000);
    const rows = now(tab.rows$);
    expect(rows.type === "all" && rows.rows.map(({ title }) => title)).toEqual(["A title"]);
    expect(must(await tab.readEntry(docId)).row.title).toBe("A title");
  },
);

test("without room typing is shown as not saved, stays in the open entry, and is saved when there is room", async () => {
  const browser = await createTestBrowser(5);
  const tab = await browser.tab();
  must(await tab.create(options));
  const docId = must(await tab.createEntry({ when }));
  const page = await openPage(tab, docId);
  browser.disk.failWrites("storage-full");
  titleOf(page.doc).insert(0, "words");
  for (let i = 0; i < 10; i++) await turn();
  expect(page.saved.at(-1)).toEqual({ code: "not-saved", reason: "storage-full" });
  expect(await tab.createEntry({ when })).toEqual({ ok: false, error: { code: "storage-full" } });
  browser.disk.failWrites(undefined);
  await browser.clock.advance(20_000);
  expect(page.saved.at(-1)).toEqual({ code: "saved-here" });
  expect(must(await tab.readEntry(docId)).row.title).toBe("words");
});

test("a browser that was set up and is empty says vanished; one that never was does not", async () => {
  const { browser } = await locked(6);
  const tab = await browser.tab();
  must(await tab.deps.store.erase());
  tab.die();
  expect(now((await browser.tab()).state$)).toEqual({ phase: "absent", vanished: true });
  const fresh = await createTestBrowser(7);
  expect(now((await fresh.tab()).state$)).toEqual({ phase: "absent", vanished: false });
});

test("a wrong passphrase, near or far, gives the same answer; wrong words say which", async () => {
  const { browser, words } = await locked(8);
  const tab = await browser.tab();
  const wrong = { ok: false, error: { code: "wrong-passphrase" } };
  for (const guess of [`${passphrase}!`, "", "x".repeat(1000)])
    expect(await tab.unlock({ kind: "passphrase", passphrase: guess })).toEqual(wrong);
  const swapped = [words[1], words[0], ...words.slice(2)].join(" ");
  const answer = await tab.unlock({ kind: "phrase", words: swapped });
  expect(!answer.ok && ["words-checksum", "wrong-words"]).toContain(!answer.ok && answer.error.code);
  expect(await tab.unlock({ kind: "phrase", words: "one two" })).toEqual({
    ok: false,
    error: { code: "words-count", at: 2 },
  });
  expect(await tab.unlock({ kind: "phrase", words: words.with(3, "zzzz").join(" ") })).toEqual({
    ok: false,
    error: { code: "words-unknown", at: 3 },
  });
});

test("no title, word, name or passphrase stands anywhere in storage", async () => {
  const { browser } = await locked(9);
  const tables = ["meta", "keys", "log", "docs", "rows", "drafts", "blobs"] satisfies TableName[];
  const everything = tables
    .flatMap((table) => browser.disk.bytesOf(table))
    .map((b) => Buffer.from(b).toString("latin1"));
  expect(everything.length).toBeGreaterThan(10);
  for (const canary of ["A title", "Journal", "Phone", passphrase, "Europe/Oslo"])
    expect(everything.filter((text) => text.includes(canary))).toEqual([]);
});
