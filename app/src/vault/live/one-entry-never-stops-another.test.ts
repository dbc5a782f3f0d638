/** Whatever an entry is made of, its words are kept, and so are those of every other entry. */
import { codePayload } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { seededRandom } from "../../../../crypto/src/testing.ts";
import { keyed, titleOf } from "../../documents/entry.ts";
import { rowOf } from "../../documents/entry-row.ts";
import { inlinePayloadMost } from "../log/commit-batch.ts";
import { createTestBrowser, must, now, type TestBrowser, turn } from "../testing/browser.ts";
import { openPage } from "../testing/pages.ts";

const passphrase = "correct horse battery staple";
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const options = { passphrase, deviceName: "Phone", journalName: "Journal" };
const settle = async () => {
  for (let i = 0; i < 20; i++) await turn();
};
const created = async (seed: number) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  must(await tab.create(options));
  return { browser, tab };
};
const titlesAfterKill = async (browser: TestBrowser, docIds: readonly string[]) => {
  browser.disk.kill();
  browser.killTabs();
  const tab = await browser.tab();
  must(await tab.unlock({ kind: "passphrase", passphrase }));
  await browser.clock.advance(1000);
  return Promise.all(docIds.map(async (docId) => must(await tab.readEntry(docId)).row.title));
};

test("a page pasted into a title is committed, and so is what was written beside it, and the journal locks", async () => {
  const { browser, tab } = await created(8);
  const docIds = [must(await tab.createEntry({ when })), must(await tab.createEntry({ when }))];
  const [long, other] = [await openPage(tab, docIds[0] as string), await openPage(tab, docIds[1] as string)];
  titleOf(long.doc).insert(0, "x".repeat(530_000));
  titleOf(other.doc).insert(0, "innocent");
  await settle();
  await tab.flush();
  const drafts = await tab.deps.store.read(["drafts"], (tx) => tx.drafts.count());
  expect(must(drafts)).toBe(0); // both are commits
  await tab.lock();
  expect(now(tab.state$).phase).toBe("locked");
  expect((await titlesAfterKill(browser, docIds)).map(({ length }) => length)).toEqual([530_000, 8]);
});

test("a note with twelve thousand tags is imported with all of them, and so are its neighbours", async () => {
  const { tab } = await created(14);
  const document = (n: number, tags: readonly string[]) => ({
    sourceId: `e${n}`,
    entry: {
      title: `E${n}`,
      body: { type: "doc", content: [{ type: "paragraph" }] },
      when,
      tags,
      people: [],
      moods: [],
      favourite: false,
      pinned: false,
    },
    media: [],
  });
  const tags = Array.from({ length: 12_000 }, (_, n) => `tag${n}`);
  const outcomes = await tab.ingest({ id: "a".repeat(32), importer: "markdown", label: "notes", at: 0 }, [
    document(1, ["a"]),
    document(2, tags),
    document(3, ["b"]),
  ] as never);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["added", "added", "added"]);
  const rows = now(tab.rows$);
  const taken = rows.type === "all" ? rows.rows : [];
  expect(taken.map(({ title }) => title).sort()).toEqual(["E1", "E2", "E3"]);
  const whole = await tab.readEntry(taken.find(({ title }) => title === "E2")?.docId ?? "");
  expect(must(whole).row.tags.length).toBe(12_000);
});

test("a row stays under 64 KiB whatever a title, names and lists hold, and cuts no character in half", () => {
  const doc = new Y.Doc();
  titleOf(doc).insert(0, `${"x".repeat(499)}😀${"y".repeat(9000)}`);
  for (let n = 0; n < 3000; n++) {
    keyed(doc, "tags").set(`t${n}`, { name: "tag".repeat(100) });
    keyed(doc, "moods").set(`m${n}`, { value: 3, scale: "", at: n });
  }
  const row = rowOf(doc, "0".repeat(32));
  expect(JSON.stringify(row).length).toBeLessThan(64 * 1024);
  expect(row.title).toBe("x".repeat(499));
});

test("a commit that names more attachments than fit beside its text keeps both", async () => {
  const { browser, tab } = await created(9);
  const docId = must(await tab.createEntry({ when }));
  const page = await openPage(tab, docId);
  const random = seededRandom(9);
  const text = (length: number) =>
    String.fromCharCode(...random.bytes(length).map((byte) => 48 + (byte & 63))); // deflates to six bits of eight
  const codedSize = () => {
    const update = Y.encodeStateAsUpdateV2(page.doc);
    return codePayload(update, { mayDeflate: true, otherBytes: 0 }).payload.length;
  };
  page.doc.transact(() => {
    for (let n = 0; n < 5000; n++) {
      const blobId = n.toString(16).padStart(32, "0");
      const manifest = { blobId, key: new Uint8Array(32), size: 1, chunkIds: [] };
      keyed(page.doc, "attachments").set(`a${n}`, { name: "p", type: "image/png", manifest });
    }
    for (let n = 0; n < 36; n++) titleOf(page.doc).insert(0, text(10_000));
    while (codedSize() < 438_000) titleOf(page.doc).insert(0, text(10_000));
  });
  expect(codedSize()).toBeLessThan(inlinePayloadMost); // would go inside, if 80 kB of attachment ids did not
  const { length } = titleOf(page.doc);
  await settle();
  await tab.flush();
  const drafts = await tab.deps.store.read(["drafts"], (tx) => tx.drafts.count());
  expect(must(drafts)).toBe(0);
  expect((await titlesAfterKill(browser, [docId]))[0]?.length).toBe(length);
});
