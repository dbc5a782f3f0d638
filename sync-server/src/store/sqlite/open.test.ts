/** A file belongs to one process and one program, and says so in a sentence otherwise. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type DocTag, systemRandom, type VaultId } from "@whisperwell/crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testChain, testId } from "../store.acceptance.ts";
import { blobOf } from "./feed.ts";
import { openSqliteRelayStore } from "./index.ts";
import { createSchema, schemaVersion } from "./schema.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ww-open-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const open = () => openSqliteRelayStore({ directory, random: systemRandom, now: Date.now });

test("a second opening of a file in use is refused as locked; after the first closed it succeeds", async () => {
  const first = open();
  const second = open();
  expect(second).toMatchObject({ ok: false, error: { code: "locked" } });
  if (first.ok) await first.value[Symbol.asyncDispose]();
  const third = open();
  expect(third.ok).toBe(true);
  if (third.ok) await third.value[Symbol.asyncDispose]();
});

test("another program's database is left as it was", () => {
  const other = new DatabaseSync(join(directory, "relay.sqlite"));
  other.exec("CREATE TABLE notes (text TEXT)");
  other.close();
  expect(open()).toMatchObject({ ok: false, error: { code: "foreign" } });
});

test("a file of a later schema is not touched", async () => {
  const opened = open();
  if (opened.ok) await opened.value[Symbol.asyncDispose]();
  const later = new DatabaseSync(join(directory, "relay.sqlite"));
  later.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
  later.close();
  expect(open()).toMatchObject({ ok: false, error: { code: "newer" } });
});

test("bytes that are no database are named unreadable, never replaced", () => {
  writeFileSync(join(directory, "relay.sqlite"), "x".repeat(5000));
  expect(open()).toMatchObject({ ok: false, error: { code: "unreadable" } });
});

test("a file of schema 1 is taken on with all it holds, and its envelopes count as come now", async () => {
  const now = Date.now();
  const [chain, v, tag] = [testChain(testId(0x101), 2), testId<VaultId>(0xa), testId<DocTag>(7)];
  const old = new DatabaseSync(join(directory, "relay.sqlite"));
  createSchema(old);
  const insertMeta = old.prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
  insertMeta.run("feedEpoch", new Uint8Array(16).fill(1));
  insertMeta.run("secret", new Uint8Array(32).fill(2));
  old.prepare("INSERT INTO vaults (vid, v, head, bytes, items) VALUES (1, ?, 2, 500, 2)").run(blobOf(v));
  const insert = old.prepare("INSERT INTO envelopes VALUES (?, 1, ?, ?, ?, 1, ?, 1, ?, ?)");
  const setHead = old.prepare("INSERT OR REPLACE INTO heads VALUES (1, ?, ?, ?, ?)");
  for (const [i, { writerId, wseq, hash, stub, body }] of chain.entries()) {
    insert.run(2 ** 32 + i + 1, blobOf(writerId), wseq, blobOf(hash), blobOf(tag), stub, body);
    setHead.run(blobOf(writerId), wseq, blobOf(hash), 2 ** 32 + i + 1);
  }
  old.exec("PRAGMA user_version = 1");
  old.close();
  const opened = open();
  if (!opened.ok) throw new Error(opened.error.message);
  await using store = opened.value;
  const outline = await store.outline(v, { by: "document", docTag: tag });
  expect(outline.map(({ seq, wseq, hash }) => [seq, wseq, hash])).toEqual(
    chain.map(({ wseq, hash }, i) => [i + 1, wseq, hash]),
  );
  for (const { at } of outline) expect(at).toBeGreaterThanOrEqual(now);
  expect(store.feedEpoch).toBe("01".repeat(16));
  const next = testChain(testId(0x101), 1, { after: chain[1]! });
  const options = { most: { bytes: 1e9, items: 1e6 }, create: false, at: now };
  expect(await store.append(v, next, options)).toMatchObject({ code: "stored", head: 3 });
});

test("opened as a store put back from a copy, it has another feedEpoch for good, and the rest as before", async () => {
  const before = open();
  if (!before.ok) throw new Error(before.error.message);
  const { feedEpoch, secret } = before.value;
  await before.value[Symbol.asyncDispose]();
  const restored = openSqliteRelayStore({
    directory,
    random: systemRandom,
    now: Date.now,
    feedEpochIs: "new",
  });
  if (!restored.ok) throw new Error(restored.error.message);
  expect(restored.value.feedEpoch).not.toBe(feedEpoch);
  await restored.value[Symbol.asyncDispose]();
  const after = open();
  if (!after.ok) throw new Error(after.error.message);
  await using store = after.value;
  expect(store.feedEpoch).toBe(restored.value.feedEpoch);
  expect(store.secret).toEqual(secret);
});
