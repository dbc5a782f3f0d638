/** Reads and writes of the feed. Everything here runs inside a transaction of the group commit, or reads. */
import type { DatabaseSync } from "node:sqlite";
import { type Bytes, type Hash, idOf, type VaultId, type WriterId, zeroWriter } from "@whisperwell/crypto";
import type { BodiesWanted, FetchWanted } from "../../wire/index.ts";
import { addToRuns, decideAppend } from "../append-rule.ts";
import { createBatch, wholeItem } from "../batches.ts";
import { clearExtension, lookupIn } from "../extension.ts";
import {
  type AppendOptions,
  type AppendOutcome,
  type Page,
  type PageBounds,
  type SealedEnvelope,
  type Usage,
  type VaultSummary,
  wholeLength,
} from "../port.ts";

export const blobOf = (hex: string): Buffer => Buffer.from(hex, "hex");
export const hexOf = (bytes: unknown): string => Buffer.from(bytes as Uint8Array).toString("hex");
/** vid stays below 2²⁰ and seq below 2³², so positions are exact numbers. */
export const position = (vid: number, seq: number): number => vid * 2 ** 32 + seq;
export const seqOf = (pos: number): number => pos % 2 ** 32;

export interface VaultRow {
  readonly vid: number;
  readonly head: number;
  readonly bytes: number;
  readonly items: number;
}
interface EnvelopeRow {
  readonly pos: number;
  readonly signed: number;
  readonly stub: Bytes;
  readonly tag: Bytes;
  readonly body: Bytes | null;
}

export const createFeed = (database: DatabaseSync) => {
  const vaultRow = database.prepare("SELECT vid, head, bytes, items FROM vaults WHERE v = ?");
  const makeVault = database.prepare(
    "INSERT INTO vaults (v, head, bytes, items) VALUES (?, 0, 0, 0) RETURNING vid, head, bytes, items",
  );
  const setUsage = database.prepare("UPDATE vaults SET head = ?, bytes = ?, items = ? WHERE vid = ?");
  const lastOf = database.prepare("SELECT wseq, hash FROM heads WHERE vid = ? AND w = ?");
  const setLast = database.prepare(
    "INSERT OR REPLACE INTO heads (vid, w, wseq, hash, pos) VALUES (?, ?, ?, ?, ?)",
  );
  const heldAt = database.prepare("SELECT hash, pos FROM envelopes WHERE vid = ? AND w = ? AND wseq = ?");
  const signedFrom = database.prepare(
    "SELECT stub FROM envelopes WHERE vid = ? AND w = ? AND wseq >= ? AND signed = 1 ORDER BY wseq LIMIT 1",
  );
  const insert = database.prepare(
    `INSERT INTO envelopes (pos, vid, w, wseq, hash, kind, tag, signed, stub, body, at, ext)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const setLookup = database.prepare("INSERT OR IGNORE INTO lookups (lookup, vid) VALUES (?, ?)");
  const heads = database.prepare(
    `SELECT heads.w, heads.wseq, heads.hash, envelopes.stub FROM heads JOIN envelopes USING (pos)
     WHERE heads.vid = ?`,
  );
  const checkpoint = database.prepare(
    "SELECT pos, hash FROM envelopes WHERE vid = ? AND kind = 3 ORDER BY pos DESC LIMIT 1",
  );
  const wholeRange = database.prepare(
    "SELECT pos, signed, tag, stub, body FROM envelopes WHERE pos BETWEEN ? AND ? ORDER BY pos",
  );
  const stubRange = database.prepare(
    "SELECT pos, signed, tag, stub FROM envelopes WHERE pos BETWEEN ? AND ? ORDER BY pos",
  );
  const bodyAt = database.prepare("SELECT body FROM envelopes WHERE pos = ?");
  const ofDocument = database.prepare(
    `SELECT pos, signed, stub, body FROM envelopes
     WHERE vid = ? AND tag = ? AND pos > ? AND body IS NOT NULL ORDER BY pos`,
  );
  const ofWriter = database.prepare(
    `SELECT pos, signed, stub, body FROM envelopes
     WHERE vid = ? AND w = ? AND wseq BETWEEN ? AND ? AND pos > ? AND body IS NOT NULL ORDER BY wseq`,
  );

  const vault = (vaultId: VaultId): VaultRow | undefined =>
    vaultRow.get(blobOf(vaultId)) as VaultRow | undefined;

  const store = (row: VaultRow, rest: readonly SealedEnvelope[], usage: Usage, at: number): number => {
    const w = blobOf((rest[0] as SealedEnvelope).writerId);
    let seq = row.head;
    let hash: Buffer | undefined;
    for (const envelope of rest) {
      seq += 1;
      hash = blobOf(envelope.hash);
      insert.run(
        position(row.vid, seq),
        row.vid,
        w,
        envelope.wseq,
        hash,
        envelope.kind,
        blobOf(envelope.docTag),
        envelope.signed ? 1 : 0,
        envelope.stub,
        envelope.body,
        at,
        clearExtension(envelope.kind, envelope.stub, envelope.body) ?? null,
      );
      const lookupId = lookupIn(envelope.kind, envelope.body);
      if (lookupId !== undefined) setLookup.run(blobOf(lookupId), row.vid);
    }
    const last = rest.at(-1) as SealedEnvelope;
    setLast.run(row.vid, w, last.wseq, hash as Buffer, position(row.vid, seq));
    setUsage.run(seq, usage.bytes, usage.items, row.vid);
    return seq;
  };

  return {
    vault,
    setUsage: (row: VaultRow, usage: Usage): void => {
      setUsage.run(row.head, usage.bytes, usage.items, row.vid);
    },
    append: (vaultId: VaultId, batch: readonly SealedEnvelope[], options: AppendOptions): AppendOutcome => {
      const known = vault(vaultId);
      if (!known && !options.create) return { code: "no-vault" };
      const w = blobOf((batch[0] as SealedEnvelope).writerId);
      const vid = known?.vid ?? -1;
      const last = lastOf.get(vid, w);
      const decision = decideAppend(
        {
          last: last && { wseq: last.wseq as number, hash: hexOf(last.hash) },
          at: (wseq) => {
            const held = heldAt.get(vid, w, wseq);
            return held && { hash: hexOf(held.hash), seq: seqOf(held.pos as number) };
          },
          signedFrom: (wseq) => signedFrom.get(vid, w, wseq)?.stub as Bytes,
        },
        batch,
      );
      if (decision.code !== "insert") return decision;
      const runs = [...decision.known];
      if (decision.rest.length === 0) return { code: "stored", runs, head: known?.head ?? 0 };
      const usage = {
        bytes: (known?.bytes ?? 0) + decision.rest.reduce((sum, envelope) => sum + wholeLength(envelope), 0),
        items: (known?.items ?? 0) + decision.rest.length,
      };
      if (usage.bytes > options.most.bytes || usage.items > options.most.items) return { code: "quota" };
      const row = known ?? (makeVault.get(blobOf(vaultId)) as unknown as VaultRow);
      const head = store(row, decision.rest, usage, options.at);
      decision.rest.forEach((envelope, index) => {
        addToRuns(runs, envelope.wseq, row.head + 1 + index);
      });
      return { code: "stored", runs, head };
    },
    summary: (vaultId: VaultId): VaultSummary | undefined => {
      const row = vault(vaultId);
      if (!row) return undefined;
      const newest = checkpoint.get(row.vid);
      return {
        head: row.head,
        usage: { bytes: row.bytes, items: row.items },
        writers: heads
          .all(row.vid)
          .map((held) => ({
            writerId: hexOf(held.w) as WriterId,
            wseq: held.wseq as number,
            hash: hexOf(held.hash) as Hash,
            stub: held.stub as Bytes,
          }))
          .filter((held) => held.writerId !== zeroWriter),
        checkpoint: newest && { seq: seqOf(newest.pos as number), hash: hexOf(newest.hash) as Hash },
      };
    },
    page: (vaultId: VaultId, from: number, bodies: BodiesWanted, bounds: PageBounds): Page | undefined => {
      const row = vault(vaultId);
      if (!row) return undefined;
      const wantedTags = new Set<string>(bodies.kind === "docTags" ? bodies.docTags : []);
      const range = bodies.kind === "all" ? wholeRange : stubRange;
      const batch = createBatch(bounds);
      for (const found of range.iterate(position(row.vid, from), position(row.vid, row.head))) {
        const envelope = found as unknown as EnvelopeRow;
        const body = wantedTags.has(idOf(envelope.tag))
          ? (bodyAt.get(envelope.pos)?.body as Bytes | null)
          : (envelope.body ?? null);
        const item =
          body === null ? ({ kind: "stub", bytes: envelope.stub } as const) : wholeItem(envelope.stub, body);
        if (!batch.add(item, envelope.signed === 1)) break;
      }
      return { items: batch.signedItems(), head: row.head };
    },
    bodies: (vaultId: VaultId, wanted: FetchWanted, after: number, bounds: PageBounds) => {
      const batch = createBatch(bounds);
      const row = vault(vaultId);
      if (!row) return { items: batch.items(), next: undefined };
      const behind = position(row.vid, after);
      const found =
        wanted.kind === "document"
          ? ofDocument.iterate(row.vid, blobOf(wanted.docTag), behind)
          : ofWriter.iterate(row.vid, blobOf(wanted.writerId), wanted.from, wanted.to, behind);
      let taken = after;
      for (const envelope of found as IterableIterator<EnvelopeRow & { body: Bytes }>) {
        if (!batch.add(wholeItem(envelope.stub, envelope.body), envelope.signed === 1))
          return { items: batch.items(), next: taken };
        taken = seqOf(envelope.pos);
      }
      return { items: batch.items(), next: undefined };
    },
  };
};
