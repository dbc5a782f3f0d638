import { expect, test } from "vitest";
import { createTestBrowser, must, now } from "../testing/browser.ts";

const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const options = { passphrase: "correct horse battery staple", deviceName: "Phone", journalName: "Journal" };

test("an entry that found no room is not made by a flush that was asked for meanwhile", async () => {
  const browser = await createTestBrowser(161);
  const tab = await browser.tab();
  must(await tab.create(options));
  must(await tab.createEntry({ when }));
  browser.disk.failWrites("storage-full");
  const made = tab.createEntry({ when }).then((answer) => {
    browser.disk.failWrites(undefined);
    return answer;
  });
  const flushed: Promise<unknown>[] = [];
  for (let turn = 0; turn < 30; turn++) {
    await Promise.resolve();
    flushed.push(tab.flush());
  }
  expect(await made).toEqual({ ok: false, error: { code: "storage-full" } });
  await Promise.all(flushed);
  await browser.clock.advance(20_000);
  const shown = now(tab.rows$);
  expect(shown.type === "all" ? shown.rows : []).toHaveLength(1);
});
