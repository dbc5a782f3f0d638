/** Tabs of one browser: one database, a writer each, words of a dead tab kept by whoever opens next. */
import { expect, test } from "vitest";
import { titleOf } from "../documents/entry.ts";
import type { Row } from "../documents/model.ts";
import type { Engine } from "./engine-api.ts";
import { createTestBrowser, must, now, turn } from "./testing/browser.ts";
import { openPage } from "./testing/pages.ts";

const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const options = { passphrase, deviceName: "Phone", journalName: "Journal" };
const rowsOf = (engine: Pick<Engine, "rows$">): readonly Row[] => {
  const rows = now(engine.rows$);
  return rows.type === "all" ? rows.rows : [];
};
const twoTabs = async (seed: number) => {
  const browser = await createTestBrowser(seed);
  const first = await browser.tab();
  must(await first.create(options));
  const second = await browser.tab();
  return { browser, first, second };
};

test("a second tab opens with the key of the first, and not when all are locked", async () => {
  const { browser, first, second } = await twoTabs(1);
  expect(now(second.state$).phase).toBe("unlocked");
  await first.lock();
  await browser.clock.advance(100);
  expect(now(second.state$).phase).toBe("locked");
  expect(now((await browser.tab()).state$).phase).toBe("locked");
});

test("two tabs never share a writer, and each reads what the other commits", async () => {
  const { browser, first, second } = await twoTabs(2);
  const docId = must(await first.createEntry({ when }));
  await browser.clock.advance(100);
  must(await second.edit(docId, [{ type: "favourite", on: true }]));
  must(await first.edit(docId, [{ type: "pinned", on: true }]));
  await browser.clock.advance(100);
  for (const tab of [first, second])
    expect(rowsOf(tab)).toMatchObject([{ docId, favourite: true, pinned: true }]);
  const held = await first.deps.locks.held();
  expect([...held].filter((name) => name.startsWith("writer/")).length).toBe(2);
  const log = await first.deps.store.read(["log"], (tx) => tx.log.outbox(100));
  const places = log.ok ? log.value.map(({ writer, wseq }) => `${writer}/${wseq}`) : [];
  expect(new Set(places).size).toBe(places.length); // no number of a writer twice
});

test("the same entry open in two tabs: what one types, the other shows, and both keep", async () => {
  const { browser, first, second } = await twoTabs(3);
  const docId = must(await first.createEntry({ when }));
  await browser.clock.advance(100);
  const [a, b] = [await openPage(first, docId), await openPage(second, docId)];
  titleOf(a.doc).insert(0, "here ");
  await browser.clock.advance(150);
  expect(titleOf(b.doc).toString()).toBe("here ");
  titleOf(b.doc).insert(5, "and there");
  await browser.clock.advance(150);
  expect(titleOf(a.doc).toString()).toBe("here and there");
  await Promise.all([a.handle.close(), b.handle.close()]);
  expect(rowsOf(first)[0]?.title).toBe("here and there");
});

test("words typed in a tab that died are committed by the one that opens next, once", async () => {
  const { browser, first, second } = await twoTabs(4);
  const docId = must(await second.createEntry({ when }));
  await browser.clock.advance(100);
  const page = await openPage(second, docId);
  titleOf(page.doc).insert(0, "unfinished");
  for (let i = 0; i < 10; i++) await turn();
  expect(page.saved.at(-1)).toEqual({ code: "saved-here" });
  second.die(); // before any flush
  expect(rowsOf(first)[0]?.title).toBe("");
  const third = await browser.tab();
  await browser.clock.advance(1000);
  expect(must(await third.readEntry(docId)).row.title).toBe("unfinished");
  await browser.clock.advance(1000);
  expect(must(await first.readEntry(docId)).row.title).toBe("unfinished");
  const left = await first.deps.store.read(["drafts"], (tx) => tx.drafts.all());
  expect(left.ok && left.value).toEqual([]);
});

test("the idle lock closes every tab after its minutes, and typing in one keeps all open", async () => {
  const { browser, first, second } = await twoTabs(5);
  await first.setAutoLock(5);
  await browser.clock.advance(4 * 60_000);
  second.touch();
  await browser.clock.advance(4 * 60_000);
  expect(now(first.state$).phase).toBe("unlocked");
  await browser.clock.advance(2 * 60_000);
  expect(now(first.state$).phase).toBe("locked");
});
