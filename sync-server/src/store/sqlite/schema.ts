/**
 * The file's tables. A page of the feed is one range of the primary key: pos = vid · 2³² + seq, so envelopes of a vault
 * lie together in seq order and (v, seq) is unique by construction.
 */
import type { DatabaseSync } from "node:sqlite";

export const schemaVersion = 1;
/** Marks the file as a relay's ("WWr1"), so that another application's database is not mistaken for one. */
export const applicationId = 0x57577231;

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
    PRAGMA user_version = ${schemaVersion};
  `);
};
