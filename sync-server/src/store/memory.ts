/** The store without a disk: for tests and the simulator, held to the same promises but the one about power cuts. */
import type { BlobId, FeedEpoch, Hash, Random, VaultId, WriterId } from "@whisperwell/crypto";
import { randomId, zeroWriter } from "@whisperwell/crypto";
import type { Item } from "../wire/index.ts";
import { addToRuns, decideAppend } from "./append-rule.ts";
import { createBatch, wholeItem } from "./batches.ts";
import { type MailboxRecord, type RelayStore, type SealedEnvelope, type Usage, wholeLength } from "./port.ts";

interface MemoryVault {
  readonly feed: SealedEnvelope[];
  /** Each writer's seqs by wseq. */
  readonly writers: Map<WriterId, number[]>;
  readonly chunks: Map<Hash, { readonly blobId: BlobId; readonly bytes: Uint8Array<ArrayBuffer> }>;
  usage: Usage;
}

const within = (usage: Usage, most: Usage): boolean => usage.bytes <= most.bytes && usage.items <= most.items;
const stubItem = (envelope: SealedEnvelope): Item => ({ kind: "stub", bytes: envelope.stub });

export const createMemoryRelayStore = (deps: { readonly random: Random }): RelayStore => {
  const vaults = new Map<VaultId, MemoryVault>();
  const mailboxes = new Map<string, MailboxRecord>();
  const at = (vault: MemoryVault, seq: number): SealedEnvelope => vault.feed[seq - 1] as SealedEnvelope;

  const insert = (vault: MemoryVault, batch: readonly SealedEnvelope[], most: Usage) => {
    const writerId = (batch[0] as SealedEnvelope).writerId;
    const seqs = vault.writers.get(writerId) ?? [];
    const lastSeq = seqs.at(-1);
    const decision = decideAppend(
      {
        last: lastSeq === undefined ? undefined : at(vault, lastSeq),
        at: (wseq) => {
          const seq = seqs[wseq];
          return seq === undefined ? undefined : { hash: at(vault, seq).hash, seq };
        },
        signedFrom: (wseq) => {
          const signed = seqs.slice(wseq).find((seq) => at(vault, seq).signed);
          return at(vault, signed as number).stub;
        },
      },
      batch,
    );
    if (decision.code !== "insert") return decision;
    const usage = {
      bytes: vault.usage.bytes + decision.rest.reduce((sum, envelope) => sum + wholeLength(envelope), 0),
      items: vault.usage.items + decision.rest.length,
    };
    if (decision.rest.length > 0 && !within(usage, most)) return { code: "quota" } as const;
    const runs = [...decision.known];
    for (const envelope of decision.rest) {
      vault.feed.push({ ...envelope, stub: envelope.stub.slice(), body: envelope.body.slice() });
      seqs.push(vault.feed.length);
      addToRuns(runs, envelope.wseq, vault.feed.length);
    }
    vault.writers.set(writerId, seqs);
    vault.usage = usage;
    return { code: "stored", runs, head: vault.feed.length } as const;
  };

  return {
    feedEpoch: randomId<FeedEpoch>(deps.random),
    secret: deps.random.bytes(32),
    vault: async (vaultId) => {
      const vault = vaults.get(vaultId);
      if (!vault) return undefined;
      const checkpointIndex = vault.feed.findLastIndex((envelope) => envelope.kind === 3);
      const checkpoint = vault.feed[checkpointIndex];
      const writers = [...vault.writers]
        .filter(([writerId]) => writerId !== zeroWriter)
        .map(([writerId, seqs]) => {
          const last = at(vault, seqs.at(-1) as number);
          return { writerId, wseq: last.wseq, hash: last.hash, stub: last.stub };
        });
      return {
        head: vault.feed.length,
        usage: vault.usage,
        writers,
        checkpoint: checkpoint && { seq: checkpointIndex + 1, hash: checkpoint.hash },
      };
    },
    append: async (vaultId, batch, options) => {
      const known = vaults.get(vaultId);
      if (!known && !options.create) return { code: "no-vault" };
      const vault = known ?? {
        feed: [],
        writers: new Map(),
        chunks: new Map(),
        usage: { bytes: 0, items: 0 },
      };
      const outcome = insert(vault, batch, options.most);
      if (outcome.code === "stored") vaults.set(vaultId, vault);
      return outcome;
    },
    page: async (vaultId, from, bodies, bounds) => {
      const vault = vaults.get(vaultId);
      if (!vault) return undefined;
      const batch = createBatch(bounds);
      for (let seq = from; seq <= vault.feed.length; seq++) {
        const envelope = at(vault, seq);
        const wanted =
          bodies.kind === "all" || (bodies.kind === "docTags" && bodies.docTags.includes(envelope.docTag));
        const item = wanted ? wholeItem(envelope.stub, envelope.body) : stubItem(envelope);
        if (!batch.add(item, envelope.signed)) break;
      }
      return { items: batch.signedItems(), head: vault.feed.length };
    },
    bodies: async (vaultId, wanted, after, bounds) => {
      const vault = vaults.get(vaultId);
      const batch = createBatch(bounds);
      for (let seq = after + 1; vault && seq <= vault.feed.length; seq++) {
        const envelope = at(vault, seq);
        const chosen =
          wanted.kind === "document"
            ? envelope.docTag === wanted.docTag
            : envelope.writerId === wanted.writerId &&
              envelope.wseq >= wanted.from &&
              envelope.wseq <= wanted.to;
        if (chosen && !batch.add(wholeItem(envelope.stub, envelope.body), envelope.signed))
          return { items: batch.items(), next: seq - 1 };
      }
      return { items: batch.items(), next: undefined };
    },
    putChunk: async (vaultId, chunk, most) => {
      const vault = vaults.get(vaultId);
      if (!vault) return "no-vault";
      if (vault.chunks.has(chunk.chunk)) return "known";
      const usage = { ...vault.usage, bytes: vault.usage.bytes + chunk.bytes.length };
      if (!within(usage, most)) return "quota";
      vault.chunks.set(chunk.chunk, { blobId: chunk.blobId, bytes: chunk.bytes.slice() });
      vault.usage = usage;
      return "stored";
    },
    chunk: async (vaultId, chunk) => vaults.get(vaultId)?.chunks.get(chunk)?.bytes,
    chunksHeld: async (vaultId, chunks) => chunks.filter((chunk) => vaults.get(vaultId)?.chunks.has(chunk)),
    changeMailbox: async (ch, now, change) => {
      for (const [other, record] of mailboxes) if (record.expiresAt <= now) mailboxes.delete(other);
      const { kept, answer } = change(mailboxes.get(ch));
      if (kept) mailboxes.set(ch, kept);
      else mailboxes.delete(ch);
      return answer;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
};
