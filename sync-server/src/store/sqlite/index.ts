/** The embedded store: one SQLite file, one process, one writer. */
import { join } from "node:path";
import { type Hash, ok, type Random, type Result, type VaultId } from "@whisperwell/crypto";
import type { Chunk, MailboxRecord, RelayStore, Usage } from "../port.ts";
import { createChunkFiles } from "./chunk-files.ts";
import { blobOf, createFeed } from "./feed.ts";
import { createGroupCommit } from "./group-commit.ts";
import { type OpenDatabase, openDatabase, type StoreOpenError } from "./open.ts";
import { createShrinking } from "./shrink.ts";
import { createSignIns } from "./sign-ins.ts";

export type { StoreOpenError } from "./open.ts";

const createChunks = (opened: OpenDatabase, feed: ReturnType<typeof createFeed>) => {
  const held = opened.database.prepare("SELECT size FROM chunks WHERE vid = ? AND chunk = ?");
  const insert = opened.database.prepare(
    "INSERT INTO chunks (vid, chunk, blob, idx, total, size, seq) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const touch = opened.database.prepare("UPDATE chunks SET seq = ? WHERE vid = ? AND chunk = ?");
  const isHeld = (vaultId: VaultId, chunk: Hash): boolean => {
    const row = feed.vault(vaultId);
    return row !== undefined && held.get(row.vid, blobOf(chunk)) !== undefined;
  };
  /** What putting it would mean now; inside a transaction with `store` it is also done. */
  const judge = (vaultId: VaultId, chunk: Chunk, most: Usage, store: "ask" | "store") => {
    const row = feed.vault(vaultId);
    if (!row) return "no-vault";
    if (held.get(row.vid, blobOf(chunk.chunk))) {
      if (store === "store") touch.run(row.head, row.vid, blobOf(chunk.chunk));
      return "known";
    }
    const bytes = row.bytes + chunk.bytes.length;
    if (bytes > most.bytes || row.items > most.items) return "quota";
    if (store === "store") {
      const { blobId, index, total } = chunk;
      insert.run(row.vid, blobOf(chunk.chunk), blobOf(blobId), index, total, chunk.bytes.length, row.head);
      feed.setUsage(row, { bytes, items: row.items });
    }
    return "stored";
  };
  return { isHeld, judge };
};

const createMailboxes = (opened: OpenDatabase) => {
  const forget = opened.database.prepare("DELETE FROM mailboxes WHERE expires_at <= ?");
  const read = opened.database.prepare("SELECT record FROM mailboxes WHERE ch = ?");
  const write = opened.database.prepare(
    "INSERT OR REPLACE INTO mailboxes (ch, expires_at, record) VALUES (?, ?, ?)",
  );
  const remove = opened.database.prepare("DELETE FROM mailboxes WHERE ch = ?");
  return (
    ch: string,
    now: number,
    change: (record: MailboxRecord | undefined) => { kept: MailboxRecord | undefined },
  ) => {
    forget.run(now);
    const text = read.get(blobOf(ch))?.record as string | undefined;
    const changed = change(text === undefined ? undefined : (JSON.parse(text) as MailboxRecord));
    if (changed.kept) write.run(blobOf(ch), changed.kept.expiresAt, JSON.stringify(changed.kept));
    else if (text !== undefined) remove.run(blobOf(ch));
    return changed;
  };
};

/** `directory` is DATA_DIR: the file `relay.sqlite` and the folder `blobs` are in it, made when missing. */
export const openSqliteRelayStore = (deps: {
  readonly directory: string;
  readonly random: Random;
  readonly now: () => number;
  readonly feedEpochIs?: "kept" | "new";
}): Result<RelayStore, StoreOpenError> => {
  const opened = openDatabase(deps.directory, { feedEpochIs: "kept", ...deps });
  if (!opened.ok) return opened;
  const { database, feedEpoch, secret } = opened.value;
  const group = createGroupCommit(database);
  const feed = createFeed(database);
  const chunks = createChunks(opened.value, feed);
  const shrinking = createShrinking(database, feed);
  const signIns = createSignIns(database, feed);
  const mailbox = createMailboxes(opened.value);
  const files = createChunkFiles(join(deps.directory, "blobs"), deps.random);

  return ok({
    feedEpoch,
    secret,
    isShared: false,
    head: async (vaultId) => feed.vault(vaultId)?.head,
    vault: async (vaultId) => feed.summary(vaultId),
    append: (vaultId, batch, options) => group.write(() => feed.append(vaultId, batch, options)),
    page: async (vaultId, from, bodies, bounds) => feed.page(vaultId, from, bodies, bounds),
    bodies: async (vaultId, wanted, after, bounds) => feed.bodies(vaultId, wanted, after, bounds),
    putChunk: async (vaultId, chunk, most) => {
      const before = chunks.judge(vaultId, chunk, most, "ask");
      // A row whose file is gone (a copy of the data that missed it) gets it back.
      const isWhole = before === "known" && (await files.has(vaultId, chunk.chunk));
      if (before === "quota" || before === "no-vault") return before;
      if (!isWhole) await files.write(vaultId, chunk.chunk, chunk.bytes);
      return group.write(() => chunks.judge(vaultId, chunk, most, "store"));
    },
    chunk: async (vaultId, chunk) =>
      chunks.isHeld(vaultId, chunk) ? await files.read(vaultId, chunk) : undefined,
    chunksHeld: async (vaultId, asked) => {
      const held: Hash[] = [];
      for (const chunk of asked)
        if (chunks.isHeld(vaultId, chunk) && (await files.has(vaultId, chunk))) held.push(chunk);
      return held;
    },
    vaultIds: async (after, limit) => shrinking.vaultIds(after, limit),
    outline: async (vaultId, wanted) => shrinking.outline(vaultId, wanted),
    dropBodies: (vaultId, seqs) => group.write(() => shrinking.dropBodies(vaultId, seqs)),
    heldBlobs: async (vaultId) => shrinking.heldBlobs(vaultId),
    dropBlobs: async (vaultId, blobIds, upTo) => {
      const dropped = await group.write(() => shrinking.dropBlobs(vaultId, blobIds, upTo));
      // Put again meanwhile: then its row is back and the file is its own.
      for (const chunk of dropped) if (!chunks.isHeld(vaultId, chunk)) await files.remove(vaultId, chunk);
    },
    vaultByLookup: async (lookupId) => signIns.vaultByLookup(lookupId),
    signIn: async (by) => signIns.signIn(by),
    setSignIn: (signIn) => group.write(() => signIns.setSignIn(signIn)),
    removeSignIn: (vaultId) => group.write(() => signIns.removeSignIn(vaultId)),
    deleteVault: async (vaultId) => {
      await group.write(() => shrinking.deleteVault(vaultId));
      await files.removeVault(vaultId);
    },
    changeMailbox: async (ch, now, change) =>
      group.write(() => (mailbox(ch, now, change) as ReturnType<typeof change>).answer),
    [Symbol.asyncDispose]: async () => {
      group.flush();
      if (database.isOpen) database.close();
    },
  });
};
