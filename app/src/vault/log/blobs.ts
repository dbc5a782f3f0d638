/** Sealed chunks of attachments on this device, and which of them the relay does not have yet. */
import { type BlobId, type Bytes, type Hash, parseBlobId, parseHash } from "@whisperwell/crypto";
import type { BlobPort } from "../../sync/ports.ts";
import { decodeChecked, fieldsOf } from "../checked.ts";
import { createEvents } from "../observable.ts";
import type { VaultStore } from "../store/port.ts";
import { metaField } from "./meta.ts";

const prefix = "upload/";
interface Upload {
  readonly chunkIds: readonly Hash[];
}
const parseUpload = (value: unknown): Upload | undefined => {
  const list = fieldsOf(value)?.chunkIds;
  if (!Array.isArray(list)) return undefined;
  const chunkIds = list.map(parseHash).filter((id) => id !== undefined);
  return chunkIds.length === list.length ? { chunkIds } : undefined;
};
/** Present from the transaction that stores the chunks until the relay holds them all. */
export const uploadField = (blobId: BlobId) => metaField(prefix + blobId, parseUpload);

export interface LocalBlobs extends BlobPort {
  /** Chunks stored, uploads waiting: whoever sends should look. */
  readonly changed: () => void;
  /** Chunks that came from the relay are kept like our own. False when there is no room. */
  readonly keep: (chunkId: Hash, value: Bytes) => Promise<boolean>;
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
  };
};
