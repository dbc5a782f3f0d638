/** A lock waits for what seals, an import above all; meanwhile whoever types goes on writing into a journal that keeps it. */
import { expect, test } from "vitest";
import { titleOf } from "../documents/entry.ts";
import type { ImportedDocument } from "./api.ts";
import type { EngineDeps } from "./deps.ts";
import { createTestBrowser, must, now, turn } from "./testing/browser.ts";
import { openPage } from "./testing/pages.ts";

const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = { id: "f".repeat(32), importer: "markdown", label: "Notes", at: 1 };
const note = (n: number): ImportedDocument => ({
  sourceId: `n${n}.md`,
  entry: {
    title: `Note ${n}`,
    body: { type: "doc", content: [{ type: "image", attrs: { attachment: "a".repeat(32), alt: "" } }] },
    when,
    tags: [],
    people: [],
    moods: [],
    favourite: false,
    pinned: false,
  },
  media: [{ id: "a".repeat(32), name: "a.png", type: "image/png", bytes: new Uint8Array(40_000).fill(n) }],
});

/** Every write takes its time, as on a real disk: letters come in between. */
const slowly = ({ store }: EngineDeps) => {
  const { write } = store;
  Object.assign(store, {
    write: async (...given: Parameters<typeof write>) => {
      for (let n = 0; n < 15; n++) await turn();
      return write(...given);
    },
  });
};

test("every letter typed until the journal is gone from the screen is there after unlocking, and the import stops soon", async () => {
  const browser = await createTestBrowser(31);
  const tab = await browser.tab();
  must(await tab.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  const docId = must(await tab.createEntry({ when }));
  const page = await openPage(tab, docId);
  slowly(tab.deps);
  const importing = tab.ingest(
    run,
    Array.from({ length: 60 }, (_, n) => note(n)),
  );
  await turn();
  let isOver = false;
  const locking = tab.lock().then((left) => {
    isOver = true;
    return left;
  });
  let typed = 0;
  for (let turns = 0; !isOver; turns++) {
    if (turns % 8 === 0 && now(tab.state$).phase === "unlocked") {
      titleOf(page.doc).insert(typed, "x");
      typed += 1;
    }
    await turn();
  }
  expect(await locking).toEqual({ ok: true, value: undefined });
  expect(typed).toBeGreaterThan(2);
  const outcomes = await importing;
  expect(outcomes).toHaveLength(60);
  expect(outcomes.filter(({ outcome }) => outcome === "failed").length).toBeGreaterThan(20);
  must(await tab.unlock({ kind: "passphrase", passphrase }));
  await browser.clock.advance(1000);
  expect(must(await tab.readEntry(docId)).row.title).toBe("x".repeat(typed));
});

test("what was on its way when the screen went blank is kept, and what comes when no key is left is said to be nowhere", async () => {
  const browser = await createTestBrowser(32);
  const tab = await browser.tab();
  must(await tab.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  const docId = must(await tab.createEntry({ when }));
  const page = await openPage(tab, docId);
  let typed = 0;
  tab.state$.subscribe(({ phase }) => {
    if (phase !== "starting") return;
    titleOf(page.doc).insert(0, "late");
    typed += 1;
  });
  must(await tab.lock());
  expect(typed).toBe(1);
  titleOf(page.doc).insert(4, " and lost");
  expect(page.saved.at(-1)).toEqual({ code: "not-saved", reason: "storage-refused" });
  must(await tab.unlock({ kind: "passphrase", passphrase }));
  await browser.clock.advance(1000);
  expect(must(await tab.readEntry(docId)).row.title).toBe("late");
});
