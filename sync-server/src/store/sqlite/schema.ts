/**
 * The file's tables. A page of the feed is one range of the primary key: pos = vid · 2³² + seq, so envelopes of a vault
 * lie together in seq order and (v, seq) is unique by construction.
 */
import type { DatabaseSync } from "node:sqlite";
import { type Bytes, idBytes } from "@whisperwell/crypto";
import { clearExtension, lookupIn } from "../extension.ts";

export const schemaVersion = 2;
/** Marks the file as a relay's ("WWr1"), so that another application's database is not mistaken for one. */
export const applicationId = 0x57577231;

interface SpecialRow {
  readonly pos: number;
  readonly vid: number;
  readonly kind: number;
  readonly stub: Bytes;
  readonly body: Bytes;
}

export const createSchema = (database: DatabaseSync): void => {
  database.exec(`
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE vaults (
      vid INTEGER PRIMARY KEY, v BLOB NOT NULL UNIQUE, head INTEGER NOT NULL,
      bytes INTEGER NOT NULL, items INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE envelopes (
      pos INTEGER PRIMARY KEY, vid INTEGER NOT NULL, w BLOB NOT NULL, wseq INTEGER NOT NULL,
      hash BLOB NOT NULL, kind INTEGER NOT NULL, tag BLOB NOT NULL, signed INTEGER NOT NULL,
      stub BLOB NOT NULL, body BLOB
    ) STRICT;
    CREATE UNIQUE INDEX envelopes_by_writer ON envelopes (vid, w, wseq);
    CREATE INDEX envelopes_by_document ON envelopes (vid, tag);
    CREATE INDEX checkpoints ON envelopes (vid) WHERE kind = 3;
    CREATE TABLE heads (
      vid INTEGER NOT NULL, w BLOB NOT NULL, wseq INTEGER NOT NULL, hash BLOB NOT NULL, pos INTEGER NOT NULL,
      PRIMARY KEY (vid, w)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE chunks (
      vid INTEGER NOT NULL, chunk BLOB NOT NULL, blob BLOB NOT NULL, idx INTEGER NOT NULL,
      total INTEGER NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (vid, chunk)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE mailboxes (ch BLOB PRIMARY KEY, expires_at INTEGER NOT NULL, record TEXT NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE INDEX mailboxes_by_expiry ON mailboxes (expires_at);
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = 1;
  `);
};

/**
 * What version 2 knows more: when an envelope came, clear extensions, when a chunk was put, sign-in and recovery.
 * Envelopes of version 1 count as come now, so that nothing young is pruned.
 */
export const upgradeToVersion2 = (database: DatabaseSync, now: number): void => {
  database.exec(`
    ALTER TABLE envelopes ADD COLUMN at INTEGER NOT NULL DEFAULT ${Math.floor(now)};
    ALTER TABLE envelopes ADD COLUMN ext BLOB;
    CREATE INDEX envelopes_of_kinds ON envelopes (vid, kind) WHERE kind IN (2, 3, 4, 6);
    ALTER TABLE chunks ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
    UPDATE chunks SET seq = (SELECT head FROM vaults WHERE vaults.vid = chunks.vid);
    CREATE TABLE lookups (lookup BLOB PRIMARY KEY, vid INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE sign_ins (
      vid INTEGER PRIMARY KEY, handle TEXT NOT NULL UNIQUE, principal BLOB NOT NULL, login BLOB NOT NULL,
      slot BLOB NOT NULL
    ) STRICT;
  `);
  const special = database.prepare(
    "SELECT pos, vid, kind, stub, body FROM envelopes WHERE kind <> 1 ORDER BY pos",
  );
  const setExt = database.prepare("UPDATE envelopes SET ext = ? WHERE pos = ?");
  const setLookup = database.prepare("INSERT OR IGNORE INTO lookups (lookup, vid) VALUES (?, ?)");
  for (const row of special.all()) {
    const { pos, vid, kind, stub, body } = row as unknown as SpecialRow;
    const ext = clearExtension(kind, stub, body);
    if (ext !== undefined) setExt.run(ext, pos);
    const lookupId = lookupIn(kind, body);
    if (lookupId !== undefined) setLookup.run(idBytes(lookupId), vid);
  }
  database.exec("PRAGMA user_version = 2");
};
