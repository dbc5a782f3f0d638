/** What leaves the file again: pruned bodies, collected blobs, whole vaults. Runs inside the group commit, or reads. */
import type { DatabaseSync } from "node:sqlite";
import type { BlobId, Bytes, DocTag, Hash, VaultId, WriterId } from "@whisperwell/crypto";
import { freedBy, type HeldBlob, type Outline, type OutlineWanted } from "../port.ts";
import { blobOf, type createFeed, hexOf, position, seqOf } from "./feed.ts";

const columns = "pos, at, w, wseq, hash, kind, tag, ext, length(body) AS body_length";

export const createShrinking = (database: DatabaseSync, feed: ReturnType<typeof createFeed>) => {
  const ids = database.prepare("SELECT v FROM vaults WHERE v > ? ORDER BY v LIMIT ?");
  const ofDocument = database.prepare(
    `SELECT ${columns} FROM envelopes WHERE vid = ? AND tag = ? ORDER BY pos`,
  );
  const ofKind = database.prepare(`SELECT ${columns} FROM envelopes WHERE vid = ? AND kind = ? ORDER BY pos`);
  const bodyLength = database.prepare("SELECT length(body) AS n FROM envelopes WHERE pos = ?");
  const dropBody = database.prepare("UPDATE envelopes SET body = NULL WHERE pos = ?");
  const blobs = database.prepare("SELECT blob, max(seq) AS seq FROM chunks WHERE vid = ? GROUP BY blob");
  const chunksOf = database.prepare("SELECT chunk, size, seq FROM chunks WHERE vid = ? AND blob = ?");
  const dropChunks = database.prepare("DELETE FROM chunks WHERE vid = ? AND blob = ?");
  const tables = ["envelopes", "heads", "chunks", "lookups", "sign_ins", "vaults"];
  const dropVault = tables.map((table) => database.prepare(`DELETE FROM ${table} WHERE vid = ?`));

  const outlineOf = (row: Record<string, unknown>): Outline => ({
    seq: seqOf(row.pos as number),
    at: row.at as number,
    writerId: hexOf(row.w) as WriterId,
    wseq: row.wseq as number,
    hash: hexOf(row.hash) as Hash,
    kind: row.kind as number,
    docTag: hexOf(row.tag) as DocTag,
    bodyLength: (row.body_length as number | null) ?? undefined,
    ext: (row.ext as Bytes | null) ?? undefined,
  });

  return {
    vaultIds: (after: VaultId | undefined, limit: number): readonly VaultId[] =>
      ids.all(blobOf(after ?? ""), limit).map((row) => hexOf(row.v) as VaultId),
    outline: (vaultId: VaultId, wanted: OutlineWanted): readonly Outline[] => {
      const row = feed.vault(vaultId);
      if (!row) return [];
      const rows =
        wanted.by === "document"
          ? ofDocument.all(row.vid, blobOf(wanted.docTag))
          : wanted.kinds.flatMap((kind) => ofKind.all(row.vid, kind));
      return rows.map(outlineOf).sort((a, b) => a.seq - b.seq);
    },
    dropBodies: (vaultId: VaultId, seqs: readonly number[]): void => {
      const row = feed.vault(vaultId);
      if (!row) return;
      let freed = 0;
      for (const seq of seqs) {
        const length = bodyLength.get(position(row.vid, seq))?.n as number | null | undefined;
        if (length === null || length === undefined) continue;
        dropBody.run(position(row.vid, seq));
        freed += freedBy(length);
      }
      feed.setUsage(row, { bytes: row.bytes - freed, items: row.items });
    },
    heldBlobs: (vaultId: VaultId): readonly HeldBlob[] => {
      const row = feed.vault(vaultId);
      if (!row) return [];
      return blobs.all(row.vid).map((held) => ({
        blobId: hexOf(held.blob) as BlobId,
        seq: held.seq as number,
      }));
    },
    /** The chunks whose files may go once this is committed. */
    dropBlobs: (vaultId: VaultId, blobIds: readonly BlobId[], upTo: number): readonly Hash[] => {
      const row = feed.vault(vaultId);
      if (!row) return [];
      const dropped: Hash[] = [];
      let freed = 0;
      for (const blobId of blobIds) {
        const chunks = chunksOf.all(row.vid, blobOf(blobId));
        if (chunks.some((chunk) => (chunk.seq as number) > upTo)) continue;
        dropChunks.run(row.vid, blobOf(blobId));
        dropped.push(...chunks.map((chunk) => hexOf(chunk.chunk) as Hash));
        freed += chunks.reduce((sum, chunk) => sum + (chunk.size as number), 0);
      }
      feed.setUsage(row, { bytes: row.bytes - freed, items: row.items });
      return dropped;
    },
    deleteVault: (vaultId: VaultId): void => {
      const row = feed.vault(vaultId);
      if (row) for (const drop of dropVault) drop.run(row.vid);
    },
  };
};
