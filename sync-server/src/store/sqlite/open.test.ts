/** A file belongs to one process and one program, and says so in a sentence otherwise. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { systemRandom } from "@whisperwell/crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteRelayStore } from "./index.ts";
import { schemaVersion } from "./schema.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ww-open-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const open = () => openSqliteRelayStore({ directory, random: systemRandom });

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
