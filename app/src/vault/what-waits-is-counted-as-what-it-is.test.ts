/** An entry that waits is an entry; a name or a setting that waits is none, and is counted apart. */
import { expect, test } from "vitest";
import { createTestBrowser, must, now } from "./testing/browser.ts";

const options = { passphrase: "correct horse battery staple", deviceName: "Phone", journalName: "Journal" };
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };

test("a new journal has no entry that waits, only its names and settings; an entry is one more", async () => {
  const browser = await createTestBrowser(41);
  const tab = await browser.tab();
  must(await tab.create(options));
  await browser.clock.advance(1000);
  expect(now(tab.sync$)).toMatchObject({ waitingEntries: 0, waitingOthers: 2 });
  must(await tab.createEntry({ when }));
  await tab.editSettings({ type: "start-of-day", minutes: 120 });
  await browser.clock.advance(1000);
  expect(now(tab.sync$)).toMatchObject({ waitingEntries: 1, waitingOthers: 2 });
});
