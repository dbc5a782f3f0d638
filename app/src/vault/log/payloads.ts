/** A document's update to the payload of a commit: plain, deflated, or, beyond an envelope's size, an attachment. */
import {
  assert,
  type BlobId,
  type Bytes,
  type CodedPayload,
  codePayload,
  concat,
  encodeBlobRef,
  err,
  ok,
  openAttachment,
  parseBlobRef,
  payloadCodecs,
  type Random,
  type Result,
  readPayload,
  type SealedChunk,
  sealAttachment,
  type VaultId,
} from "@whisperwell/crypto";
import { inlinePayloadMost } from "./commit-batch.ts";

export interface PreparedPayload {
  readonly coded: CodedPayload;
  readonly blobIds: readonly BlobId[];
  /** Chunks to be stored before the commit. */
  readonly chunks: readonly SealedChunk[];
}
/** Roughly what hlc, docId, seen and lengths take beside payload and row. */
const fixedContentBytes = 96;

/** Asynchronous because of WebCrypto: called before the transaction, never inside. */
export const preparePayload = async (
  { random, vaultId }: { readonly random: Random; readonly vaultId: VaultId },
  update: Uint8Array,
  rowBytes: number,
  /** A larger one becomes an attachment; 0 where the rest of the commit leaves no room. */
  inlineMost: number = inlinePayloadMost,
): Promise<PreparedPayload> => {
  const coded = codePayload(update, { mayDeflate: true, otherBytes: rowBytes + fixedContentBytes });
  if (coded.payload.length <= inlineMost) return { coded, blobIds: [], chunks: [] };
  const chunks: SealedChunk[] = [];
  const source = (async function* () {
    yield coded.payload;
  })();
  const sealed = await sealAttachment(
    { random },
    {
      vaultId,
      size: coded.payload.length,
      source,
      keep: async (chunk) => void chunks.push(chunk),
    },
  );
  assert(sealed.ok, "bytes in memory do not change while they are sealed");
  const payload = encodeBlobRef({ ...sealed.value, codec: coded.codec });
  return { coded: { codec: payloadCodecs.blobref, payload }, blobIds: [sealed.value.blobId], chunks };
};

/** malformed: the author's fault. missing: the attachment is not here (yet). newer: a codec to defer. */
export type PayloadUnread = { readonly code: "malformed" | "missing" | "newer" | "locked" };

/** The Yjs update a commit carries; `fetchChunk` is asked only for payloads that are attachments. */
export const readUpdate = async (
  vaultId: VaultId,
  coded: CodedPayload,
  fetchChunk: (chunkId: string) => Promise<Uint8Array | undefined>,
): Promise<Result<Uint8Array, PayloadUnread>> => {
  if (coded.codec === payloadCodecs.locked) return err({ code: "locked" });
  if (coded.codec !== payloadCodecs.blobref) return inline(coded);
  const ref = parseBlobRef(coded.payload);
  if (!ref.ok) return err({ code: "malformed" });
  const parts: Bytes[] = [];
  const manifest = { ...ref.value, key: Uint8Array.from(ref.value.key) };
  for await (const part of openAttachment(vaultId, manifest, (_, chunkId) => fetchChunk(chunkId))) {
    if (!part.ok) return err({ code: part.error.code === "chunk-missing" ? "missing" : "malformed" });
    parts.push(part.value);
  }
  return inline({ codec: ref.value.codec, payload: concat(...parts) });
};

/** Plain and deflated payloads, synchronously; anything else is not inline. */
export const inline = (coded: CodedPayload): Result<Uint8Array, PayloadUnread> => {
  const read = readPayload(coded);
  if (read.ok) return ok(read.value);
  return err({ code: read.error.code === "newer" ? "newer" : "malformed" });
};
