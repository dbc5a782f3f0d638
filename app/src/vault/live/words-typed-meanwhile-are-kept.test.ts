/** I1 while a flush is under way: the draft holds what the flush took until the commit has it. */
import { expect, test } from "vitest";
import { titleOf } from "../../documents/entry.ts";
import { createTestBrowser, must, turn } from "../testing/browser.ts";
import { openPage } from "../testing/pages.ts";

const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const options = { passphrase, deviceName: "Phone", journalName: "Journal" };
const settle = async () => {
  for (let i = 0; i < 20; i++) await turn();
};

test.each([
  ["refused", "storage-full"],
  ["still under way", undefined],
] as const)(
  "what is shown as saved while a flush is %s is there after a kill, with the words the flush took",
  async (_, refusal) => {
    const browser = await createTestBrowser(3);
    const tab = await browser.tab();
    must(await tab.create(options));
    const docId = must(await tab.createEntry({ when }));
    const page = await openPage(tab, docId);
    titleOf(page.doc).insert(0, "first ");
    await settle();
    expect(page.saved.at(-1)).toEqual({ code: "saved-here" });

    // The flush waits for its transaction; meanwhile the small draft of the next word has room.
    const store = tab.deps.store as { write: typeof tab.deps.store.write };
    const write = store.write;
    let answer = () => {};
    store.write = (tables, durability, run) => {
      if (!tables.includes("log")) return write(tables, durability, run);
      return new Promise((resolve) => {
        answer = () =>
          resolve({ ok: false, error: { code: refusal ?? "storage-refused", cause: undefined } });
      });
    };
    const flushing = tab.flush();
    await settle();
    titleOf(page.doc).insert(6, "second");
    await settle();
    if (refusal !== undefined) {
      answer();
      await flushing;
    }
    expect(page.saved.at(-1)).toEqual({ code: "saved-here" });

    browser.disk.kill();
    browser.killTabs();
    const again = await browser.tab();
    must(await again.unlock({ kind: "passphrase", passphrase }));
    await browser.clock.advance(1000);
    expect(must(await again.readEntry(docId)).row.title).toBe("first second");
  },
);
