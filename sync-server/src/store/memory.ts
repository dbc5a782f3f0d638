/** The store without a disk: for tests and the simulator, held to the same promises but the one about power cuts. */
import type { BlobId, FeedEpoch, Hash, LookupId, Random, VaultId, WriterId } from "@whisperwell/crypto";
import { randomId, zeroWriter } from "@whisperwell/crypto";
import type { Item } from "../wire/index.ts";
import { addToRuns, decideAppend } from "./append-rule.ts";
import { createBatch, wholeItem } from "./batches.ts";
import { clearExtension, lookupIn } from "./extension.ts";
import {
  type AppendOptions,
  freedBy,
  type MailboxRecord,
  type RelayStore,
  type SealedEnvelope,
  type SignIn,
  type Usage,
  wholeLength,
} from "./port.ts";

type Held = Omit<SealedEnvelope, "body"> & {
  readonly at: number;
  readonly ext: SealedEnvelope["body"] | undefined;
  body: SealedEnvelope["body"] | undefined;
};
interface MemoryVault {
  readonly feed: Held[];
  /** Each writer's seqs by wseq. */
  readonly writers: Map<WriterId, number[]>;
  readonly chunks: Map<
    Hash,
    { readonly blobId: BlobId; readonly bytes: Uint8Array<ArrayBuffer>; seq: number }
  >;
  usage: Usage;
}

const within = (usage: Usage, most: Usage): boolean => usage.bytes <= most.bytes && usage.items <= most.items;
const stubItem = (envelope: Held): Item => ({ kind: "stub", bytes: envelope.stub });

/** isShared: several relays of a test get this same object. */
export const createMemoryRelayStore = (deps: {
  readonly random: Random;
  readonly isShared?: boolean;
}): RelayStore => {
  const vaults = new Map<VaultId, MemoryVault>();
  const mailboxes = new Map<string, MailboxRecord>();
  const lookups = new Map<LookupId, VaultId>();
  const signIns = new Map<VaultId, SignIn>();
  const at = (vault: MemoryVault, seq: number): Held => vault.feed[seq - 1] as Held;

  const insert = (vault: MemoryVault, batch: readonly SealedEnvelope[], options: AppendOptions) => {
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
    if (decision.rest.length > 0 && !within(usage, options.most)) return { code: "quota" } as const;
    const runs = [...decision.known];
    for (const envelope of decision.rest) {
      const { kind, stub, body } = envelope;
      const ext = clearExtension(kind, stub, body);
      vault.feed.push({ ...envelope, at: options.at, ext, stub: stub.slice(), body: body.slice() });
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
    isShared: deps.isShared ?? false,
    head: async (vaultId) => vaults.get(vaultId)?.feed.length,
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
      const outcome = insert(vault, batch, options);
      if (outcome.code !== "stored") return outcome;
      vaults.set(vaultId, vault);
      for (const { kind, body } of batch) {
        const lookupId = lookupIn(kind, body);
        if (lookupId !== undefined && !lookups.has(lookupId)) lookups.set(lookupId, vaultId);
      }
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
        const item = wanted && envelope.body ? wholeItem(envelope.stub, envelope.body) : stubItem(envelope);
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
        if (chosen && envelope.body && !batch.add(wholeItem(envelope.stub, envelope.body), envelope.signed))
          return { items: batch.items(), next: seq - 1 };
      }
      return { items: batch.items(), next: undefined };
    },
    putChunk: async (vaultId, chunk, most) => {
      const vault = vaults.get(vaultId);
      if (!vault) return "no-vault";
      const known = vault.chunks.get(chunk.chunk);
      if (known) {
        known.seq = vault.feed.length;
        return "known";
      }
      const usage = { ...vault.usage, bytes: vault.usage.bytes + chunk.bytes.length };
      if (!within(usage, most)) return "quota";
      const { blobId, bytes } = chunk;
      vault.chunks.set(chunk.chunk, { blobId, bytes: bytes.slice(), seq: vault.feed.length });
      vault.usage = usage;
      return "stored";
    },
    chunk: async (vaultId, chunk) => vaults.get(vaultId)?.chunks.get(chunk)?.bytes,
    chunksHeld: async (vaultId, chunks) => chunks.filter((chunk) => vaults.get(vaultId)?.chunks.has(chunk)),
    vaultIds: async (after, limit) =>
      [...vaults.keys()]
        .sort()
        .filter((vaultId) => after === undefined || vaultId > after)
        .slice(0, limit),
    outline: async (vaultId, wanted) =>
      (vaults.get(vaultId)?.feed ?? [])
        .map(({ stub: _stub, body, signed: _signed, prev: _prev, ...envelope }, index) => ({
          ...envelope,
          seq: index + 1,
          bodyLength: body?.length,
        }))
        .filter(({ docTag, kind }) =>
          wanted.by === "document" ? docTag === wanted.docTag : wanted.kinds.includes(kind),
        ),
    dropBodies: async (vaultId, seqs) => {
      const vault = vaults.get(vaultId);
      for (const seq of seqs) {
        const envelope = vault?.feed[seq - 1];
        if (!vault || !envelope?.body) continue;
        vault.usage = { ...vault.usage, bytes: vault.usage.bytes - freedBy(envelope.body.length) };
        envelope.body = undefined;
      }
    },
    heldBlobs: async (vaultId) => {
      const seqs = new Map<BlobId, number>();
      for (const { blobId, seq } of vaults.get(vaultId)?.chunks.values() ?? [])
        seqs.set(blobId, Math.max(seq, seqs.get(blobId) ?? 0));
      return [...seqs].map(([blobId, seq]) => ({ blobId, seq }));
    },
    dropBlobs: async (vaultId, blobIds, upTo) => {
      const vault = vaults.get(vaultId);
      const young = new Set(
        [...(vault?.chunks.values() ?? [])].filter(({ seq }) => seq > upTo).map((c) => c.blobId),
      );
      for (const [chunk, { blobId, bytes }] of vault?.chunks ?? []) {
        if (!vault || !blobIds.includes(blobId) || young.has(blobId)) continue;
        vault.chunks.delete(chunk);
        vault.usage = { ...vault.usage, bytes: vault.usage.bytes - bytes.length };
      }
    },
    vaultByLookup: async (lookupId) => lookups.get(lookupId),
    signIn: async (by) =>
      "vaultId" in by
        ? signIns.get(by.vaultId)
        : [...signIns.values()].find(({ handle }) => handle === by.handle),
    setSignIn: async (signIn) => {
      const other = [...signIns.values()].find(({ handle }) => handle === signIn.handle);
      if (other !== undefined && other.vaultId !== signIn.vaultId) return "taken";
      signIns.set(signIn.vaultId, signIn);
      return "stored";
    },
    removeSignIn: async (vaultId) => void signIns.delete(vaultId),
    deleteVault: async (vaultId) => {
      vaults.delete(vaultId);
      signIns.delete(vaultId);
      for (const [lookupId, of] of lookups) if (of === vaultId) lookups.delete(lookupId);
    },
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
