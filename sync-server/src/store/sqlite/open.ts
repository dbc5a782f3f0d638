/** Opens the relay's file for one process, or says in one sentence why not. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Bytes, err, type FeedEpoch, idOf, ok, type Random, type Result } from "@whisperwell/crypto";
import { applicationId, createSchema, schemaVersion, upgradeToVersion2 } from "./schema.ts";

/** locked: another process has it. foreign: not a relay's file. newer: written by a later version. */
export interface StoreOpenError {
  readonly code: "locked" | "foreign" | "newer" | "unreadable";
  readonly message: string;
}
export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly feedEpoch: FeedEpoch;
  readonly secret: Bytes;
}

export interface OpenDeps {
  readonly random: Random;
  readonly now: () => number;
  /** "new" when an older copy was put back: devices then compare what they have with what is here. */
  readonly feedEpochIs: "kept" | "new";
}

const isLocked = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && (error.errcode === 5 || error.errcode === 6);
const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

const readMeta = (database: DatabaseSync, name: string): Bytes | undefined =>
  database.prepare("SELECT value FROM meta WHERE name = ?").get(name)?.value as Bytes | undefined;

/**
 * EXCLUSIVE keeps the file's lock from the first write until close or the end of the process, kill -9 included:
 * two relays on one file would each believe their own heads.
 */
const prepare = (
  database: DatabaseSync,
  { random, now, feedEpochIs }: OpenDeps,
): Result<OpenDatabase, StoreOpenError> => {
  database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  database.exec("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 2000;");
  database.exec("BEGIN IMMEDIATE");
  const application = pragma(database, "application_id");
  const version = pragma(database, "user_version") as number;
  const isEmpty = database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.n === 0;
  if (!isEmpty && application !== applicationId) {
    database.exec("ROLLBACK");
    return err({ code: "foreign", message: "relay.sqlite in DATA_DIR belongs to another program" });
  }
  if (version > schemaVersion) {
    database.exec("ROLLBACK");
    return err({
      code: "newer",
      message: `relay.sqlite in DATA_DIR has schema ${version}, this relay knows ${schemaVersion}: run the newer version`,
    });
  }
  if (isEmpty) {
    createSchema(database);
    const insert = database.prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
    insert.run("feedEpoch", random.bytes(16));
    insert.run("secret", random.bytes(32));
  }
  if (version < 2) upgradeToVersion2(database, now());
  if (feedEpochIs === "new")
    database.prepare("UPDATE meta SET value = ? WHERE name = 'feedEpoch'").run(random.bytes(16));
  // A write in every open: the exclusive lock is taken by the first one.
  database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('opened', ?)").run(random.bytes(8));
  database.exec("COMMIT");
  const feedEpoch = readMeta(database, "feedEpoch");
  const secret = readMeta(database, "secret");
  if (feedEpoch?.length !== 16 || secret?.length !== 32)
    return err({ code: "unreadable", message: "relay.sqlite in DATA_DIR has lost its own secrets" });
  return ok({ database, feedEpoch: idOf<FeedEpoch>(feedEpoch), secret });
};

export const openDatabase = (directory: string, deps: OpenDeps): Result<OpenDatabase, StoreOpenError> => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "relay.sqlite");
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    const opened = prepare(database, deps);
    if (!opened.ok) database.close();
    return opened;
  } catch (error) {
    if (database?.isOpen) database.close();
    return isLocked(error)
      ? err({ code: "locked", message: "another process already uses the relay.sqlite in DATA_DIR" })
      : err({ code: "unreadable", message: `relay.sqlite in DATA_DIR cannot be read: ${String(error)}` });
  }
};
