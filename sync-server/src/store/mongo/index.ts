/** The store for more than one machine (MONGO_URL): any number of relays over the same data. */
import { type DocTag, type Hash, ok, type Result, type VaultId, type WriterId } from "@whisperwell/crypto";
import { freedBy, type Outline, type OutlineWanted, type RelayStore } from "../port.ts";
import { createChunks, createMailboxes, createSignIns } from "./beside.ts";
import { bytesOf, type Collections, type ConnectDeps, connectMongo, type MongoOpenError } from "./connect.ts";
import { createMongoFeed, headOf } from "./feed.ts";

export type { MongoOpenError } from "./connect.ts";

const outlineOf = async (
  { pages }: Collections,
  v: VaultId,
  wanted: OutlineWanted,
): Promise<readonly Outline[]> => {
  const where =
    wanted.by === "document" ? { "items.tag": wanted.docTag } : { "items.kind": { $in: [...wanted.kinds] } };
  const outline: Outline[] = [];
  for await (const { seq, w, wseq, items } of pages.find({ v, ...where }, { sort: { seq: 1 } }))
    for (const [index, item] of items.entries()) {
      const isWanted =
        wanted.by === "document" ? item.tag === wanted.docTag : wanted.kinds.includes(item.kind);
      if (!isWanted) continue;
      outline.push({
        seq: seq + index,
        at: item.at,
        writerId: w as WriterId,
        wseq: wseq + index,
        hash: item.hash as Hash,
        kind: item.kind,
        docTag: item.tag as DocTag,
        bodyLength: item.body?.position,
        ext: item.ext ? bytesOf(item.ext) : undefined,
      });
    }
  return outline;
};

export const openMongoRelayStore = async (
  deps: Omit<ConnectDeps, "feedEpochIs"> & Partial<Pick<ConnectDeps, "feedEpochIs">>,
): Promise<Result<RelayStore, MongoOpenError>> => {
  const connected = await connectMongo({ feedEpochIs: "kept", ...deps });
  if (!connected.ok) return connected;
  const { collections, feedEpoch, secret, close } = connected.value;
  const { pages, vaults, blobs, users } = collections;
  const feed = createMongoFeed(collections);
  const chunks = createChunks(collections, feed);

  return ok({
    feedEpoch,
    secret,
    isShared: true,
    head: async (v) => {
      const tail = await feed.tailOf(v);
      return tail === null ? undefined : headOf(tail);
    },
    vault: feed.summary,
    append: feed.append,
    page: feed.page,
    bodies: feed.bodies,
    putChunk: chunks.put,
    chunk: chunks.read,
    chunksHeld: chunks.held,
    heldBlobs: chunks.heldBlobs,
    dropBlobs: chunks.drop,
    ...createSignIns(collections),
    changeMailbox: createMailboxes(collections),
    outline: (v, wanted) => outlineOf(collections, v, wanted),
    vaultIds: async (after, limit) => {
      // The document with seq 1 stands for its vault.
      const behind = after === undefined ? {} : { v: { $gt: after } };
      const found = pages.find({ seq: 1, ...behind }, { sort: { v: 1 }, limit, projection: { v: 1 } });
      return (await found.toArray()).map(({ v }) => v as VaultId);
    },
    dropBodies: async (v, seqs) => {
      for (const seq of seqs) {
        const page = await pages.findOne({ v, seq: { $lte: seq } }, { sort: { seq: -1 } });
        const index = page ? seq - page.seq : -1;
        const body = page?.items[index]?.body;
        if (!page || !body) continue;
        const field = `items.${index}.body`;
        const { modifiedCount } = await pages.updateOne(
          { v, seq: page.seq, [field]: { $ne: null } },
          { $set: { [field]: null } },
        );
        if (modifiedCount > 0) await chunks.count(v, -freedBy(body.position));
      }
    },
    deleteVault: async (v) => {
      await users.deleteOne({ _id: v });
      await blobs.deleteMany({ v });
      // From the end: what is left after a crash in between is still a feed without a gap.
      for (let tail = await feed.tailOf(v); tail !== null; tail = await feed.tailOf(v))
        await pages.deleteOne({ v, seq: tail.seq });
      await vaults.deleteOne({ _id: v });
    },
    [Symbol.asyncDispose]: close,
  });
};
