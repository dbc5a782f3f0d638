/** The relay's collections in MongoDB: their documents, their indexes, and what the store itself is known by. */
import { type Bytes, err, type FeedEpoch, ok, type Random, type Result } from "@whisperwell/crypto";
import { Binary, type Collection, MongoClient, MongoServerError } from "mongodb";

/** One envelope of an append. Ids are hex as everywhere else. */
export interface StoredEnvelope {
  readonly hash: string;
  readonly kind: number;
  readonly tag: string;
  readonly signed: boolean;
  readonly at: number;
  readonly stub: Binary;
  /** null: pruned; its length is gone with it. */
  readonly body: Binary | null;
  readonly ext: Binary | null;
}
/** One append. `hash` is that of its last envelope, `total` the bytes of all appends so far, nothing taken off. */
export interface PageDocument {
  readonly v: string;
  readonly seq: number;
  readonly n: number;
  readonly w: string;
  readonly wseq: number;
  readonly hash: string;
  readonly total: number;
  readonly lookup?: string;
  readonly items: readonly StoredEnvelope[];
}
/** What counts beside the feed: bytes of chunks, less what pruning gave back. */
export interface VaultDocument {
  readonly _id: string;
  readonly beside: number;
}
export interface ChunkDocument {
  readonly _id: string;
  readonly v: string;
  readonly blob: string;
  readonly idx: number;
  readonly total: number;
  readonly seq: number;
  readonly size: number;
  readonly bytes: Binary;
}
export interface UserDocument {
  /** The vault. */
  readonly _id: string;
  readonly handle: string;
  readonly principal: string;
  readonly login: Binary;
  readonly slot: Binary;
}
export interface MailboxDocument {
  readonly _id: string;
  readonly expiresAt: number;
  readonly rev: number;
  readonly record: string;
}
interface MetaDocument {
  readonly _id: "store";
  readonly feedEpoch: string;
  readonly secret: Binary;
}
export interface Collections {
  readonly pages: Collection<PageDocument>;
  readonly vaults: Collection<VaultDocument>;
  readonly blobs: Collection<ChunkDocument>;
  readonly users: Collection<UserDocument>;
  readonly mailboxes: Collection<MailboxDocument>;
}
export interface Connected {
  readonly collections: Collections;
  readonly feedEpoch: FeedEpoch;
  readonly secret: Bytes;
  readonly close: () => Promise<void>;
}
/** unreachable: no server answers there. unreadable: it answers, and does not let us work. */
export interface MongoOpenError {
  readonly code: "unreachable" | "unreadable";
  readonly message: string;
}
export interface ConnectDeps {
  readonly url: string;
  readonly random: Random;
  /** "new" when an older copy was put back: devices then compare what they have with what is here. */
  readonly feedEpochIs: "kept" | "new";
}

export const bytesOf = (binary: Binary): Bytes => new Uint8Array(binary.buffer.subarray(0, binary.position));
export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === 11000;

const makeIndexes = async ({ pages, blobs, users }: Collections): Promise<void> => {
  await pages.createIndex({ v: 1, seq: 1 }, { unique: true });
  await pages.createIndex({ v: 1, w: 1, wseq: 1 }, { unique: true });
  await pages.createIndex({ v: 1, "items.tag": 1 });
  await pages.createIndex({ v: 1, "items.kind": 1 });
  await pages.createIndex({ lookup: 1 }, { sparse: true });
  await blobs.createIndex({ v: 1, blob: 1 });
  await users.createIndex({ handle: 1 }, { unique: true });
};

/** Whoever comes first makes it; everyone reads what was made. */
const readMeta = async (meta: Collection<MetaDocument>, { random, feedEpochIs }: ConnectDeps) => {
  const feedEpoch = Buffer.from(random.bytes(16)).toString("hex");
  const made = { feedEpoch, secret: new Binary(Buffer.from(random.bytes(32))) };
  try {
    await meta.insertOne({ _id: "store", ...made });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    if (feedEpochIs === "new") await meta.updateOne({ _id: "store" }, { $set: { feedEpoch } });
  }
  return meta.findOne({ _id: "store" });
};

/** The database is the one the URL names, else `whisperwell`. */
export const connectMongo = async (deps: ConnectDeps): Promise<Result<Connected, MongoOpenError>> => {
  let client: MongoClient | undefined;
  try {
    const named = URL.parse(deps.url)?.pathname.replace(/^\//, "");
    client = await new MongoClient(deps.url, {
      writeConcern: { w: "majority", journal: true },
      readConcern: { level: "majority" },
      readPreference: "primary",
      serverSelectionTimeoutMS: 5000,
      retryWrites: false, // an append is sent again by the append rule itself, which knows what it has
      retryReads: true,
    }).connect();
    const database = client.db(named || "whisperwell");
    const collections: Collections = {
      pages: database.collection("pages"),
      vaults: database.collection("vaults"),
      blobs: database.collection("blobs"),
      users: database.collection("users"),
      mailboxes: database.collection("mailboxes"),
    };
    await makeIndexes(collections);
    const meta = await readMeta(database.collection("store"), deps);
    const { close } = client;
    if (meta?.feedEpoch.length !== 32 || meta.secret.position !== 32) {
      await client.close();
      return err({ code: "unreadable", message: "MONGO_URL: the store has lost its own secrets" });
    }
    const secret = bytesOf(meta.secret);
    return ok({
      collections,
      feedEpoch: meta.feedEpoch as FeedEpoch,
      secret,
      close: close.bind(client),
    });
  } catch (error) {
    await client?.close();
    // The driver's own words may repeat the URL, which may hold a password: only the kind of error is told.
    const name = error instanceof Error ? error.name : "unknown";
    return client === undefined
      ? err({ code: "unreachable", message: `MONGO_URL: no server answers there (${name})` })
      : err({ code: "unreadable", message: `MONGO_URL: the server does not let us work (${name})` });
  }
};
