/** Fills a journal through the engine's own doors: many short entries, one long one with a history, writes while offline. */
import * as Y from "yjs";
import { bodyOf } from "../../../app/src/documents/entry.ts";
import type { ImportedDocument, Observable, Vault } from "../../../app/src/vault/index.ts";
import { type Key, seededRandom } from "../trace.ts";
import { paragraphs, sentence } from "../words.ts";

export const must = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(`expected ok, got ${JSON.stringify(result.error)}`);
  return result.value;
};
export const seen = <T>(value$: Observable<T>, isWanted: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    let done = false;
    let stop = () => {};
    stop = value$.subscribe((value) => {
      if (done || !isWanted(value)) return;
      done = true;
      stop();
      resolve(value);
    });
    if (done) stop();
  });

const dayMs = 86_400_000;
export const lastDay = Date.UTC(2026, 10, 24, 9);
export const whenOf = (instant: number) => ({
  day: new Date(instant).toISOString().slice(0, 10),
  zone: "UTC",
  instant,
});
const documentOf = (at: number, random: () => number): ImportedDocument => ({
  sourceId: `entry-${at}`,
  entry: {
    title: sentence(random, 4),
    body: {
      type: "doc",
      content: paragraphs(random, 60).map((text) => ({
        type: "paragraph",
        content: [{ type: "text", text }],
      })),
    },
    when: whenOf(lastDay - (at + 1) * (dayMs / 2)),
    tags: [["walks", "work", "family", "reading"][at % 4] ?? "walks"],
    people: [],
    moods: [],
    favourite: at % 50 === 0,
    pinned: false,
  },
  media: [],
});

export const createFiller = (vault: Vault) => ({
  create: async (passphrase: string) => {
    must(await vault.create({ passphrase, deviceName: "Bench", journalName: "Journal" }));
    await seen(vault.state$, ({ phase }) => phase === "unlocked");
  },
  /** Entries of about 60 words, two a day, back from `lastDay`. */
  fill: async (count: number, seed: number) => {
    const random = seededRandom(seed);
    const run = { id: "b".repeat(32), importer: "dayone", label: "bench", at: lastDay };
    for (let from = 0; from < count; from += 500) {
      const documents = Array.from({ length: Math.min(500, count - from) }, (_, i) =>
        documentOf(from + i, random),
      );
      const outcomes = await vault.ingest(run, documents);
      if (outcomes.some(({ outcome }) => outcome !== "added")) throw new Error("an entry was not added");
    }
  },
  /** One entry of so many words that was edited so often since, a commit every 20 edits. */
  longEntry: async (words: number, edits: readonly Key[], title: string, seed: number) => {
    const docId = must(await vault.createEntry({ when: whenOf(lastDay) }));
    const opened = must(await vault.open(docId));
    const random = seededRandom(seed);
    const texts = paragraphs(random, words).map((words) => new Y.XmlText(words));
    opened.ydoc.transact(() => {
      opened.ydoc.getText("title").insert(0, title);
      const nodes = texts.map((text) => {
        const node = new Y.XmlElement("paragraph");
        node.insert(0, [text]);
        return node;
      });
      bodyOf(opened.ydoc).insert(0, nodes);
    });
    let edited = new Y.XmlText();
    opened.ydoc.transact(() => {
      const node = new Y.XmlElement("paragraph");
      node.insert(0, [edited]);
      bodyOf(opened.ydoc).push([node]);
      edited = node.get(0) as Y.XmlText;
    });
    const kept = () => seen(opened.saved$, ({ code }) => code !== "writing");
    for (const [at, key] of edits.entries()) {
      if ("insert" in key) edited.insert(key.at, key.insert);
      else edited.delete(key.at, key.delete);
      // Leaving a page and coming back is what makes a commit of what was typed.
      if ((at + 1) % 20 === 0) {
        dispatchEvent(new Event("blur"));
        await kept();
      }
    }
    await opened.close();
    return docId;
  },
  lock: () => vault.lock(),
  unlock: async (passphrase: string) => {
    const from = performance.now();
    const unlocked = seen(vault.state$, ({ phase }) => phase === "unlocked");
    must(await vault.unlock({ kind: "passphrase", passphrase }));
    await unlocked;
    return performance.now() - from;
  },
  turnOnSync: async () => {
    must(await vault.turnOnSync());
    await seen(vault.sync$, ({ link, waitingEntries }) => link === "online" && waitingEntries === 0);
  },
  untilOffline: async () => {
    await seen(vault.sync$, ({ link }) => link !== "online");
  },
  /** So many changes, each its own commit, over some entries. */
  writeOffline: async (writes: number, seed: number) => {
    const random = seededRandom(seed);
    const docIds: string[] = [];
    for (let i = 0; i < 20; i++)
      docIds.push(must(await vault.createEntry({ when: whenOf(lastDay - i * dayMs) })));
    for (let i = docIds.length; i < writes; i++) {
      const docId = docIds[i % docIds.length] ?? "";
      must(await vault.edit(docId, [{ type: "tag-add", name: sentence(random, 2) }]));
    }
  },
  /** From now, when the relay can be reached again, until it holds everything. Milliseconds. */
  catchUp: async () => {
    const from = performance.now();
    vault.syncNow();
    await seen(vault.sync$, ({ link, waitingEntries }) => link === "online" && waitingEntries === 0);
    return performance.now() - from;
  },
});
