import { expect, test } from "vitest";
import { databaseName, setUpMark } from "../vault/browser/names.ts";
import { hasJournal } from "./has-journal.ts";

const view = (mark: string | null, databases: () => Promise<IDBDatabaseInfo[]>) =>
  ({
    localStorage: { getItem: (key: string) => (key === setUpMark ? mark : null) },
    indexedDB: { databases },
  }) as unknown as Window & typeof globalThis;
const none = async () => [];

test("no mark and no database: nobody was here", async () => {
  expect(await hasJournal(view(null, none))).toBe(false);
  expect(await hasJournal(view(null, async () => [{ name: "another", version: 1 }]))).toBe(false);
});

test("a mark without a database is for the app to explain: storage vanished", async () => {
  expect(await hasJournal(view("1", none))).toBe(true);
});

test("a database without a mark is a journal all the same", async () => {
  expect(await hasJournal(view(null, async () => [{ name: databaseName, version: 1 }]))).toBe(true);
});

test("storage that refuses, and a browser that lists no databases, leave it to the app", async () => {
  const refusing = async () => Promise.reject(new Error("denied"));
  expect(await hasJournal(view(null, refusing))).toBe(true);
  expect(await hasJournal(view(null, undefined as never))).toBe(true);
});
