/** What lies beside the feed in MongoDB: chunks, sign-ins, mailboxes. */
import type { BlobId, Hash, LookupId, PrincipalId, VaultId } from "@whisperwell/crypto";
import { Binary } from "mongodb";
import type { Chunk, HeldBlob, MailboxRecord, SignIn, Usage } from "../port.ts";
import { bytesOf, type Collections, isDuplicate } from "./connect.ts";
import type { createMongoFeed } from "./feed.ts";

const idOfChunk = (v: VaultId, chunk: Hash): string => `${v}:${chunk}`;
const withoutBytes = { projection: { bytes: 0 } } as const;

export const createChunks = ({ blobs, vaults }: Collections, feed: ReturnType<typeof createMongoFeed>) => {
  /** After the chunk: a crash between them counts too little, once, by at most one chunk. */
  const count = (v: VaultId, bytes: number) =>
    vaults.updateOne({ _id: v }, { $inc: { beside: bytes } }, { upsert: true });
  return {
    count,
    put: async (v: VaultId, chunk: Chunk, most: Usage) => {
      const tail = await feed.tailOf(v);
      if (tail === null) return "no-vault";
      const _id = idOfChunk(v, chunk.chunk);
      const head = tail.seq + tail.n - 1;
      if ((await blobs.updateOne({ _id }, { $set: { seq: head } })).matchedCount > 0) return "known";
      const { index, total, blobId, bytes } = chunk;
      if (tail.total + (await feed.usedBeside(v)) + bytes.length > most.bytes || head > most.items)
        return "quota";
      try {
        await blobs.insertOne({
          _id,
          v,
          blob: blobId,
          idx: index,
          total,
          seq: head,
          size: bytes.length,
          bytes: new Binary(Buffer.from(bytes)),
        });
      } catch (error) {
        if (isDuplicate(error)) return "known";
        throw error;
      }
      await count(v, bytes.length);
      return "stored";
    },
    read: async (v: VaultId, chunk: Hash) => {
      const found = await blobs.findOne({ _id: idOfChunk(v, chunk) });
      return found ? bytesOf(found.bytes) : undefined;
    },
    held: async (v: VaultId, chunks: readonly Hash[]): Promise<readonly Hash[]> => {
      const ids = chunks.map((chunk) => idOfChunk(v, chunk));
      const found = await blobs.find({ _id: { $in: ids } }, withoutBytes).toArray();
      const here = new Set(found.map(({ _id }) => _id));
      return chunks.filter((chunk) => here.has(idOfChunk(v, chunk)));
    },
    heldBlobs: async (v: VaultId): Promise<readonly HeldBlob[]> => {
      const seqs = new Map<BlobId, number>();
      for await (const { blob, seq } of blobs.find({ v }, { projection: { blob: 1, seq: 1 } }))
        seqs.set(blob as BlobId, Math.max(seq, seqs.get(blob as BlobId) ?? 0));
      return [...seqs].map(([blobId, seq]) => ({ blobId, seq }));
    },
    drop: async (v: VaultId, blobIds: readonly BlobId[], upTo: number): Promise<void> => {
      for (const blob of blobIds) {
        const chunks = await blobs.find({ v, blob }, withoutBytes).toArray();
        if (chunks.some(({ seq }) => seq > upTo)) continue;
        for (const { _id, size } of chunks) {
          // One put again meanwhile has a later seq and stays.
          const { deletedCount } = await blobs.deleteOne({ _id, seq: { $lte: upTo } });
          if (deletedCount > 0) await count(v, -size);
        }
      }
    },
  };
};

export const createSignIns = ({ users, pages }: Collections) => ({
  signIn: async (
    by: { readonly handle: string } | { readonly vaultId: VaultId },
  ): Promise<SignIn | undefined> => {
    const found = await users.findOne("handle" in by ? { handle: by.handle } : { _id: by.vaultId });
    if (found === null) return undefined;
    return {
      handle: found.handle,
      vaultId: found._id as VaultId,
      principalId: found.principal as PrincipalId,
      loginKey: bytesOf(found.login),
      slot: bytesOf(found.slot),
    };
  },
  setSignIn: async (made: SignIn): Promise<"stored" | "taken"> => {
    const fields = {
      handle: made.handle,
      principal: made.principalId,
      login: new Binary(Buffer.from(made.loginKey)),
      slot: new Binary(Buffer.from(made.slot)),
    };
    try {
      await users.updateOne({ _id: made.vaultId }, { $set: fields }, { upsert: true });
      return "stored";
    } catch (error) {
      if (isDuplicate(error)) return "taken";
      throw error;
    }
  },
  removeSignIn: async (vaultId: VaultId): Promise<void> => {
    await users.deleteOne({ _id: vaultId });
  },
  vaultByLookup: async (lookup: LookupId): Promise<VaultId | undefined> =>
    (await pages.findOne({ lookup }, { sort: { _id: 1 }, projection: { v: 1 } }))?.v as VaultId | undefined,
});

/** Two relays that change one mailbox at once: `rev` lets one through, the other reads again. */
export const createMailboxes =
  ({ mailboxes }: Collections) =>
  async <T>(
    ch: string,
    now: number,
    change: (record: MailboxRecord | undefined) => {
      readonly kept: MailboxRecord | undefined;
      readonly answer: T;
    },
  ): Promise<T> => {
    await mailboxes.deleteMany({ expiresAt: { $lte: now } });
    for (;;) {
      const held = await mailboxes.findOne({ _id: ch });
      const { kept, answer } = change(held ? (JSON.parse(held.record) as MailboxRecord) : undefined);
      if (held === null && kept === undefined) return answer;
      if (held !== null && kept === undefined) {
        if ((await mailboxes.deleteOne({ _id: ch, rev: held.rev })).deletedCount > 0) return answer;
      } else if (kept !== undefined) {
        const fields = { expiresAt: kept.expiresAt, record: JSON.stringify(kept) };
        if (held !== null) {
          const replaced = await mailboxes.updateOne(
            { _id: ch, rev: held.rev },
            { $set: { ...fields, rev: held.rev + 1 } },
          );
          if (replaced.matchedCount > 0) return answer;
        } else {
          try {
            await mailboxes.insertOne({ _id: ch, rev: 1, ...fields });
            return answer;
          } catch (error) {
            if (!isDuplicate(error)) throw error;
          }
        }
      }
    }
  };
