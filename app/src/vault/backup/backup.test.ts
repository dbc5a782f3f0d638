/** Save, read back, restore: what comes out of a file is what went in, and a file that was touched restores nothing. */
import { ready } from "@whisperwell/crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../../../crypto/src/testing.ts";
import type { BackupReport } from "../api.ts";
import type { Engine } from "../engine-api.ts";
import { savedBackup } from "../testing/backups.ts";
import { createTestBrowser, must, now, type TestBrowser } from "../testing/browser.ts";

beforeAll(() => ready);
const passphrase = "correct horse battery staple";
const way = { kind: "passphrase", passphrase } as const;
const when = { day: "2026-11-24", zone: "Europe/Oslo", instant: Date.UTC(2026, 10, 24, 8) };
const run = { id: "a".repeat(32), importer: "dayone", label: "export.zip", at: Date.UTC(2026, 10, 24) };
/** More than a chunk, and nothing that repeats. */
const photo = (seed: number) => seededRandom(seed).bytes(1_200_000);

const written = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    sourceId: `entry-${i}`,
    entry: {
      title: `Entry ${i}`,
      body: {
        type: "doc",
        content: [{ type: "paragraph", content: [{ type: "text", text: `Words ${i}` }] }],
      },
      when,
      journal: i % 2 === 0 ? "Travel" : "Journal",
      tags: ["x"],
      people: [],
      moods: [],
      favourite: i === 1,
      pinned: false,
    },
    media: i === 0 ? [{ id: "b".repeat(32), name: "a.jpg", type: "image/jpeg", bytes: photo(7) }] : [],
  }));

const journal = async (seed: number, count = 12) => {
  const browser = await createTestBrowser(seed);
  const tab = await browser.tab();
  const { words } = must(await tab.create({ passphrase, deviceName: "Phone", journalName: "Journal" }));
  await tab.ingest(run, written(count));
  return { browser, tab, words };
};
const rowsOf = (engine: Engine) => {
  const rows = now(engine.rows$);
  return rows.type === "all" ? [...rows.rows].sort((a, b) => a.title.localeCompare(b.title)) : [];
};
const empty = async (seed: number): Promise<{ browser: TestBrowser; tab: Engine }> => {
  const browser = await createTestBrowser(seed);
  return { browser, tab: await browser.tab() };
};

describe("a backup restored into an empty browser", () => {
  test("holds every entry and attachment, opens by passphrase and words, and is a new device", async () => {
    const { tab, words } = await journal(1);
    const { file, report } = await savedBackup(tab);
    expect(report).toMatchObject({ entries: 12, attachments: 1, bytes: file.size });
    expect(must(await tab.verifyBackup(file))).toEqual(report);

    const other = await empty(2);
    const restored: BackupReport = must(await other.tab.restoreBackup(file, way, "Laptop"));
    expect(restored).toEqual(report);
    expect(rowsOf(other.tab)).toEqual(rowsOf(tab));
    const [first] = rowsOf(other.tab);
    const content = must(await other.tab.readEntry(first!.docId));
    expect(content).toEqual(must(await tab.readEntry(first!.docId)));
    expect(must(await other.tab.readBlob(content.attachments[0]!.manifest))).toEqual(photo(7));
    expect(now(other.tab.taxonomy$)).toEqual(now(tab.taxonomy$));
    const names = now(other.tab.devices$).map(({ name, thisDevice }) => [name, thisDevice]);
    expect(names.sort()).toEqual([
      ["Laptop", true],
      ["Phone", false],
    ]);
    await other.tab.lock();
    must(await other.tab.unlock({ kind: "phrase", words: words.join(" ") }));
    await other.tab.lock();
    must(await other.tab.unlock(way));
    expect(rowsOf(other.tab).length).toBe(12);
  });

  test("twice makes two devices with writers of their own; what both write is in neither's way", async () => {
    const { tab, words } = await journal(3);
    const { file } = await savedBackup(tab);
    const [a, b] = [await empty(4), await empty(5)];
    must(await a.tab.restoreBackup(file, way, "A"));
    must(await b.tab.restoreBackup(file, { kind: "phrase", words: words.join(" ") }, "B"));
    must(await a.tab.createEntry({ when }));
    must(await b.tab.createEntry({ when }));
    const [fromA, fromB] = [await savedBackup(a.tab), await savedBackup(b.tab)];
    expect([fromA.report.entries, fromB.report.entries]).toEqual([13, 13]);
    expect(now(a.tab.devices$).length).toBe(2);
    expect(now(a.tab.alarms$)).toEqual([]);
  });
});

describe("a backup restored beside a journal", () => {
  test("of the same journal: what is missing comes, what was written since stays, twice changes nothing", async () => {
    const { tab } = await journal(6);
    const { file } = await savedBackup(tab);
    const since = must(await tab.createEntry({ when }));
    must(await tab.restoreBackup(file, way, "Phone"));
    expect(rowsOf(tab).length).toBe(13);
    expect(rowsOf(tab).some(({ docId }) => docId === since)).toBe(true);
    must(await tab.restoreBackup(file, way, "Phone"));
    expect(rowsOf(tab).length).toBe(13);
    expect(now(tab.alarms$)).toEqual([]);
  });

  test("of another journal: its entries come as new ones, with their photo, and twice adds nothing", async () => {
    const { tab } = await journal(8);
    const { file } = await savedBackup(tab);
    const { browser, tab: mine } = await empty(9);
    must(await mine.create({ passphrase: "another one entirely", deviceName: "Mine", journalName: "Mine" }));
    const restoring = mine.restoreBackup(file, way, "Mine");
    await browser.clock.advance(2000);
    must(await restoring);
    expect(rowsOf(mine).map(({ title }) => title)).toEqual(rowsOf(tab).map(({ title }) => title));
    const first = rowsOf(mine).find(({ title }) => title === "Entry 0");
    const content = must(await mine.readEntry(first!.docId));
    expect(must(await mine.readBlob(content.attachments[0]!.manifest))).toEqual(photo(7));
    expect(first!.docId).not.toBe(rowsOf(tab)[0]!.docId);
    const again = mine.restoreBackup(file, way, "Mine");
    await browser.clock.advance(2000);
    must(await again);
    expect(rowsOf(mine).length).toBe(12);
  });
});

describe("a file that is not what it was restores nothing", () => {
  const refused = async (file: Blob, given: Parameters<Engine["restoreBackup"]>[1] = way) => {
    const { browser, tab } = await empty(20);
    const answer = await tab.restoreBackup(file, given, "Laptop");
    expect(now(tab.state$).phase).toBe("absent");
    expect(browser.disk.isEmpty()).toBe(true);
    return answer.ok ? "restored" : answer.error.code;
  };

  test("wrong passphrase, wrong words, no backup, a newer one, half of one", async () => {
    const { tab } = await journal(10, 3);
    const { words: otherWords } = await journal(11, 1);
    const { file } = await savedBackup(tab);
    expect(await refused(file, { kind: "passphrase", passphrase: "not it" })).toBe("wrong-passphrase");
    expect(await refused(file, { kind: "phrase", words: otherWords.join(" ") })).toBe("wrong-words");
    expect(await refused(file, { kind: "phrase", words: "one two" })).toBe("words-count");
    expect(await refused(new Blob(["a picture of a cat, perhaps"]))).toBe("not-a-backup");
    expect(await refused(new Blob([new Uint8Array([0x57, 0x42, 2]), file.slice(3)]))).toBe("backup-newer");
    expect(await refused(file.slice(0, file.size / 2))).toBe("backup-truncated");
    expect(await refused(new Blob([file, new Uint8Array(1)]))).toBe("backup-damaged");
  });

  const seed = 41;
  test(`any byte flipped, or any end cut off (seed ${seed})`, async () => {
    const { tab } = await journal(12, 2);
    const { file } = await savedBackup(tab);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { browser, tab: other } = await empty(13);
    const place = fc.nat({ max: bytes.length - 1 });
    const damage = fc.oneof(
      place.map((at) => ({ cut: at, flip: undefined })),
      fc
        .tuple(place, fc.integer({ min: 1, max: 255 }))
        .map(([at, by]) => ({ cut: undefined, flip: { at, by } })),
    );
    await fc.assert(
      fc.asyncProperty(damage, async ({ cut, flip }) => {
        const touched = bytes.slice(0, cut ?? bytes.length);
        if (flip !== undefined) touched[flip.at]! ^= flip.by;
        const answer = await other.restoreBackup(new Blob([touched]), way, "Laptop");
        expect(answer.ok).toBe(false);
        expect(browser.disk.isEmpty()).toBe(true);
      }),
      { seed, numRuns: 60 },
    );
    must(await other.restoreBackup(file, way, "Laptop")); // the control: untouched, it is taken
  });

  test("no room: nothing stays, and with room the same file is taken", async () => {
    const { tab } = await journal(14, 3);
    const { file } = await savedBackup(tab);
    const { browser, tab: other } = await empty(15);
    browser.disk.failWrites("storage-full");
    const full = await other.restoreBackup(file, way, "Laptop");
    expect(full).toEqual({ ok: false, error: { code: "storage-full" } });
    browser.disk.failWrites(undefined);
    expect(browser.disk.isEmpty()).toBe(true);
    must(await other.restoreBackup(file, way, "Laptop"));
  });

  test("a lock stops a backup that is being written, however slow its sink, before the keys go", async () => {
    const { tab } = await journal(18, 3);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = () => {};
    const writing = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const sink = new WritableStream<Uint8Array>({
      write: () => {
        begun();
        return held;
      },
    });
    const saving = tab.saveBackup(sink);
    await writing;
    must(await tab.lock());
    release();
    expect(await saving).toEqual({ ok: false, error: { code: "cancelled" } });
    must(await tab.unlock(way));
    await savedBackup(tab); // the control: unlocked again it is written
  });

  test("the person stops it, or the disk it is written to refuses", async () => {
    const { tab } = await journal(16, 3);
    const { file } = await savedBackup(tab);
    const { browser, tab: other } = await empty(17);
    const stopping = new AbortController();
    const stopped = await other.restoreBackup(file, way, "Laptop", () => stopping.abort(), stopping.signal);
    expect(stopped).toEqual({ ok: false, error: { code: "cancelled" } });
    expect(browser.disk.isEmpty()).toBe(true);
    const sink = new WritableStream<Uint8Array>({ write: () => Promise.reject(new Error("disk")) });
    expect(await tab.saveBackup(sink)).toEqual({ ok: false, error: { code: "write-failed" } });
  });
});
