/**
 * Codecs of a payload: plain bytes (Yjs updateV2 for documents), the same raw-deflated, a reference to an attachment,
 * or the second seal of a locked journal.
 */
import { deflateRaw, Inflate } from "pako";
import { type Bytes, concat } from "./bytes.ts";
import { payloadCodecs } from "./content.ts";
import { type BlobId, type Brand, type Hash, idBytes } from "./ids.ts";
import { paddedSize } from "./padding.ts";
import { err, ok, type Result } from "./result.ts";
import { createFieldReader, varList, varUint } from "./sealed-fields.ts";
import { nonceBytes, tagBytes } from "./sodium.ts";

/** Inflating stops here, whatever was promised. */
export const maxInflatedBytes = 32 * 1024 * 1024;
export const maxInflateRatio = 100;
const minDeflatedBytes = 1024;

export interface CodedPayload {
  readonly codec: number;
  readonly payload: Uint8Array;
}

/**
 * Deflates when that is allowed, worth it, and readers may inflate it. `otherBytes` is the rest of the content: only a
 * smaller size class counts, because padding eats everything else. Never allow it in documents that take text from a
 * provider: whoever feeds one could learn its neighbours from sizes.
 */
export const codePayload = (
  payload: Uint8Array,
  { mayDeflate, otherBytes }: { readonly mayDeflate: boolean; readonly otherBytes: number },
): CodedPayload => {
  const plain = { codec: payloadCodecs.plain, payload };
  if (!mayDeflate || payload.length < minDeflatedBytes || payload.length > maxInflatedBytes) return plain;
  const deflated = deflateRaw(payload);
  const smaller = paddedSize(deflated.length + otherBytes) < paddedSize(payload.length + otherBytes);
  return smaller && payload.length <= deflated.length * maxInflateRatio
    ? { codec: payloadCodecs.deflate, payload: deflated }
    : plain;
};

/** bomb: more than 32 MiB or 100 times its size. */
export const inflatePayload = (
  deflated: Uint8Array,
): Result<Bytes, { readonly code: "bomb" | "malformed" }> => {
  const limit = Math.min(maxInflatedBytes, deflated.length * maxInflateRatio);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const tooMuch = new Error("inflated past the limit");
  const inflate = new Inflate({ raw: true, chunkSize: 16_384 });
  inflate.onData = (chunk) => {
    length += chunk.length;
    if (length > limit) throw tooMuch;
    chunks.push(chunk as Uint8Array);
  };
  try {
    inflate.push(deflated, true);
  } catch (error) {
    if (error === tooMuch) return err({ code: "bomb" });
    throw error;
  }
  return inflate.ended && inflate.err === 0 ? ok(concat(...chunks)) : err({ code: "malformed" });
};

/** A payload too large for an envelope: sealed as an attachment, of which this is the manifest. */
export interface BlobRef {
  readonly blobId: BlobId;
  /** 32 bytes */
  readonly key: Uint8Array;
  /** True size in bytes, without padding. */
  readonly size: number;
  readonly chunkIds: readonly Hash[];
  /** Codec of what the attachment holds: plain or deflate. */
  readonly codec: number;
}
export const encodeBlobRef = ({ blobId, key, size, chunkIds, codec }: BlobRef): Bytes =>
  concat(idBytes(blobId), key, varUint(size), varList(chunkIds.map(idBytes)), varUint(codec));
export const parseBlobRef = (payload: Uint8Array): Result<BlobRef, { readonly code: "malformed" }> => {
  const reader = createFieldReader(payload);
  const blobId = reader.id<BlobId>();
  const key = reader.raw(32);
  const size = reader.varUint();
  const chunkIds = reader.list(32, () => reader.id<Hash>(32));
  const codec = reader.varUint();
  return reader.failed() || reader.rest().length > 0
    ? err({ code: "malformed" })
    : ok({ blobId, key, size, chunkIds, codec });
};

export type JournalId = Brand<string, "JournalId">;
/** A payload under a journal's own key: kept, passed on and re-emitted without opening. */
export interface LockedPayload {
  readonly journalId: JournalId;
  readonly nonce: Uint8Array;
  /** ciphertext ‖ tag */
  readonly sealed: Uint8Array;
}
export const parseLockedPayload = (
  payload: Uint8Array,
): Result<LockedPayload, { readonly code: "malformed" }> => {
  const reader = createFieldReader(payload);
  const journalId = reader.id<JournalId>();
  const nonce = reader.raw(nonceBytes);
  const sealed = reader.rest();
  return reader.failed() || sealed.length < tagBytes
    ? err({ code: "malformed" })
    : ok({ journalId, nonce, sealed });
};

/** The bytes a plain or deflated payload stands for. newer: a codec to keep and defer. */
export const readPayload = ({
  codec,
  payload,
}: CodedPayload): Result<Uint8Array, { readonly code: "bomb" | "malformed" | "not-inline" | "newer" }> => {
  if (codec === payloadCodecs.plain) return ok(payload);
  if (codec === payloadCodecs.deflate) return inflatePayload(payload);
  return err({ code: codec <= payloadCodecs.locked ? "not-inline" : "newer" });
};
