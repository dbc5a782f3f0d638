/** Sealed chunks of attachments on this device, and which of them the relay does not have yet. */
import { type BlobId, type Bytes, type Hash, parseBlobId, parseHash } from "@whisperwell/crypto";
import type { BlobPort } from "../../sync/ports.ts";
import { decodeChecked, fieldsOf, isCount } from "../checked.ts";
import { createEvents } from "../observable.ts";
import type { Transaction, VaultStore } from "../store/port.ts";
import { type MetaTx, metaField } from "./meta.ts";

const prefix = "upload/";
const wholePrefix = "blob/";
interface Upload {
  readonly chunkIds: readonly Hash[];
}
/** An attachment of which every chunk is here, with the lengths of its ciphertext chunks: what a backup takes along. */
export interface HeldBlob extends Upload {
  readonly lengths: readonly number[];
}
const parseUpload = (value: unknown): Upload | undefined => {
  const list = fieldsOf(value)?.chunkIds;
  if (!Array.isArray(list)) return undefined;
  const chunkIds = list.map(parseHash).filter((id) => id !== undefined);
  return chunkIds.length === list.length ? { chunkIds } : undefined;
};
const parseHeld = (value: unknown): HeldBlob | undefined => {
  const upload = parseUpload(value);
  const lengths = fieldsOf(value)?.lengths;
  return upload !== undefined && Array.isArray(lengths) && lengths.every(isCount)
    ? { ...upload, lengths }
    : undefined;
};
export const heldBlobField = (blobId: BlobId) => metaField(wholePrefix + blobId, parseHeld);
export const readHeldBlobs = async (tx: MetaTx): Promise<ReadonlyMap<BlobId, HeldBlob>> => {
  const held = new Map<BlobId, HeldBlob>();
  for (const record of await tx.meta.all(wholePrefix)) {
    const blobId = parseBlobId(record.name.slice(wholePrefix.length));
    const blob = decodeChecked(record, parseHeld);
    if (blobId !== undefined && blob.state === "present") held.set(blobId, blob.value);
  }
  return held;
};
interface NewChunk {
  readonly blobId: BlobId;
  readonly chunkId: Hash;
  readonly ciphertext: Bytes;
}
/** Stores whole attachments and notes that the relay does not have them yet. */
export const putWholeBlobs = async (
  tx: Pick<Transaction, "blobs" | "meta">,
  chunks: readonly NewChunk[],
): Promise<void> => {
  if (chunks.length === 0) return;
  await tx.blobs.put(chunks.map(({ chunkId, ciphertext }) => ({ chunkId, value: ciphertext })));
  for (const [blobId, own] of Map.groupBy(chunks, (chunk) => chunk.blobId)) {
    const chunkIds = own.map(({ chunkId }) => chunkId);
    const lengths = own.map(({ ciphertext }) => ciphertext.length);
    await tx.meta.put([
      uploadField(blobId).record({ chunkIds }),
      heldBlobField(blobId).record({ chunkIds, lengths }),
    ]);
  }
};

/** Present from the transaction that stores the chunks until the relay holds them all. */
export const uploadField = (blobId: BlobId) => metaField(prefix + blobId, parseUpload);

/** Notes of every attachment that is whole here that the relay may not have it: it is asked, and given what it lacks. */
export const offerHeldBlobs = async (tx: MetaTx): Promise<void> => {
  const held = await readHeldBlobs(tx);
  await tx.meta.put([...held].map(([blobId, { chunkIds }]) => uploadField(blobId).record({ chunkIds })));
};

export interface LocalBlobs extends BlobPort {
  /** Chunks stored, uploads waiting: whoever sends should look. */
  readonly changed: () => void;
  /** Chunks that came from the relay are kept like our own. False when there is no room. */
  readonly keep: (chunkId: Hash, value: Bytes) => Promise<boolean>;
  /** Every chunk of an attachment came: backups take it along from now on. False, and not noted, where one is not here. */
  readonly noteWhole: (blobId: BlobId, held: HeldBlob) => Promise<boolean>;
}

export const createLocalBlobs = (store: VaultStore): LocalBlobs => {
  const events = createEvents<void>();
  return {
    pendingUploads: async () => {
      const read = await store.read(["meta"], (tx) => tx.meta.all(prefix));
      if (!read.ok) return [];
      return read.value.flatMap((record) => {
        const blobId = parseBlobId(record.name.slice(prefix.length));
        const upload = decodeChecked(record, parseUpload);
        return blobId !== undefined && upload.state === "present"
          ? [{ blobId, chunkIds: upload.value.chunkIds }]
          : [];
      });
    },
    readChunk: async (chunkId) => {
      const id = parseHash(chunkId);
      const read = id === undefined ? undefined : await store.read(["blobs"], (tx) => tx.blobs.get(id));
      return read?.ok ? read.value?.value : undefined;
    },
    markUploaded: async (blobId) => {
      const id = parseBlobId(blobId);
      if (id === undefined) return;
      await store.write(["meta"], "relaxed", (tx) => tx.meta.delete([prefix + id]));
      events.emit();
    },
    onChange: (listener) => events.on(listener),
    changed: () => events.emit(),
    keep: async (chunkId, value) =>
      (await store.write(["blobs"], "relaxed", (tx) => tx.blobs.put([{ chunkId, value }]))).ok,
    noteWhole: async (blobId, held) => {
      const noted = await store.write(["meta", "blobs"], "relaxed", async (tx) => {
        const chunks = await tx.blobs.getMany(held.chunkIds);
        const isWhole = chunks.every((chunk, index) => chunk?.value.length === held.lengths[index]);
        if (isWhole) await heldBlobField(blobId).put(tx, held);
        return isWhole;
      });
      return noted.ok && noted.value;
    },
  };
};
