/**
 * Only one tab at a time fills a browser, and clearing away after a failure never takes what another tab made: neither a
 * restore that is going on, nor a journal that is whole.
 */
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import type { Engine } from "../engine-api.ts";
import { restoring } from "../keys/setup.ts";
import { createTestBrowser, must, now, type TestBrowser, turn } from "../testing/browser.ts";

const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
/** More than one transaction of a restore takes. */
const entries = 300;

const fileOf = async (count: number): Promise<Blob> => {
  const tab = await (await createTestBrowser(7)).tab();
  must(await tab.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  for (let i = 0; i < count; i++) must(await tab.createEntry({ when }));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  must(await tab.saveBackup(new WritableStream({ write: (piece) => void parts.push(piece.slice()) })));
  return new Blob(parts);
};
let file: Blob;
beforeAll(async () => {
  await ready;
  file = await fileOf(entries);
}, 60_000);
const listed = (engine: Engine): number => {
  const rows = now(engine.rows$);
  return rows.type === "all" ? rows.rows.length : 0;
};
const halfWay = async ({ disk }: TestBrowser) => {
  for (let i = 0; i < 20_000 && disk.bytesOf("log").length < 100; i++) await turn();
  expect(disk.bytesOf("log").length).toBeGreaterThan(100);
  expect(disk.bytesOf("keys").length).toBe(0);
};
const settling = async <T>({ clock }: TestBrowser, work: Promise<T>): Promise<T> => {
  let done = false;
  void work.finally(() => {
    done = true;
  });
  for (let i = 0; i < 2000 && !done; i++) await clock.advance(200);
  return work;
};

test("a second tab opened while a backup is restored clears nothing away, waits, and then opens it as well", async () => {
  const browser = await createTestBrowser(77);
  const first = await browser.tab();
  const restored = first.restoreBackup(file, way, "Laptop");
  await halfWay(browser);
  const second = await browser.tab();
  expect(now(second.state$).phase).not.toBe("absent");
  expect(must(await settling(browser, restored)).entries).toBe(entries);
  await browser.clock.advance(2000);
  expect(listed(first)).toBe(entries);
  expect(now(second.state$).phase).toBe("unlocked");
  expect(listed(second)).toBe(entries);
});

test("two tabs restoring the same file leave one whole journal", async () => {
  const browser = await createTestBrowser(78);
  const [first, second] = [await browser.tab(), await browser.tab()];
  const one = first.restoreBackup(file, way, "One");
  await halfWay(browser);
  const two = second.restoreBackup(file, way, "Two");
  const [a, b] = await settling(browser, Promise.all([one, two]));
  expect([must(a).entries, must(b).entries]).toEqual([entries, entries]);
  expect(listed(first)).toBe(entries);
  expect(browser.disk.bytesOf("keys").length).toBeGreaterThan(0);
  await second.lock();
  must(await second.unlock(way));
  expect(listed(second)).toBe(entries);
  expect(now(second.alarms$)).toEqual([]);
});

test("a tab that creates a journal while another restores one is told that there is one", async () => {
  const browser = await createTestBrowser(79);
  const [first, second] = [await browser.tab(), await browser.tab()];
  const restored = first.restoreBackup(file, way, "One");
  await halfWay(browser);
  const created = second.create({ passphrase: "another entirely", deviceName: "Two", journalName: "Two" });
  expect(await settling(browser, created)).toEqual({ ok: false, error: { code: "already-there" } });
  expect(must(await restored).entries).toBe(entries);
});

test("half a restore whose tab died is cleared away by the next tab", async () => {
  const browser = await createTestBrowser(80);
  const first = await browser.tab();
  void first.restoreBackup(file, way, "One");
  await halfWay(browser);
  browser.disk.kill();
  browser.killTabs();
  const next = await browser.tab();
  expect(now(next.state$).phase).toBe("absent");
  expect(browser.disk.isEmpty()).toBe(true);
  must(await settling(browser, next.restoreBackup(file, way, "Again")));
  expect(listed(next)).toBe(entries);
});

test("a restore that was taken over writes nothing more and leaves what is there", async () => {
  const browser = await createTestBrowser(81);
  const first = await browser.tab();
  const restored = first.restoreBackup(file, way, "One");
  await halfWay(browser);
  must(await first.deps.store.write(["meta"], "strict", (tx) => restoring.put(tx, "another")));
  const before = browser.disk.bytesOf("log").length;
  expect(await settling(browser, restored)).toEqual({ ok: false, error: { code: "write-failed" } });
  expect(browser.disk.bytesOf("log").length).toBe(before);
});
