/**
 * Attachments: AES-256-GCM over chunks of 1 MiB, one key a pass. The nonce is the chunk's index, so a key must never
 * see two versions of one file: the key is made here, and a pass that was interrupted starts over with a new one.
 * Order, end and number of chunks are authenticated; a chunk is named by the hash of its ciphertext.
 */
import { type Bytes, concat, toHex, u8, u32, u64, utf8 } from "./bytes.ts";
import {
  type BlobId,
  type Hash,
  idBytes,
  idOf,
  parseBlobId,
  parseHash,
  randomId,
  type VaultId,
} from "./ids.ts";
import { padme } from "./padme.ts";
import type { Random } from "./random.ts";
import { assert, err, ok, type Result } from "./result.ts";
import { hash256 } from "./sodium.ts";

/** Plaintext bytes of every chunk but the last. */
export const chunkBytes = 1 << 20;
const tagBytes = 16;
const maxChunks = 0xffff_ffff;

/** Stands in the document (inside the ciphertext); all that is needed to fetch and open the attachment. */
export interface AttachmentManifest {
  readonly blobId: BlobId;
  /** 32 bytes. */
  readonly key: Bytes;
  /** True size in bytes, before padding. */
  readonly size: number;
  readonly chunkIds: readonly Hash[];
}
export interface SealedChunk {
  readonly blobId: BlobId;
  readonly index: number;
  readonly total: number;
  readonly chunkId: Hash;
  readonly ciphertext: Bytes;
}
export type AttachmentInvalid = {
  readonly code: "manifest" | "chunk-missing" | "chunk-id" | "chunk-forged" | "padding";
  /** Absent when the manifest itself is wrong. */
  readonly index?: number;
};
export type AttachmentNotSealed = { readonly code: "source-changed" | "aborted" };

/** Chunks of an attachment of `size` bytes once it is padded: one at least. */
export const chunkCount = (size: number): number => Math.max(1, Math.ceil(padme(size) / chunkBytes));
const plainLength = (size: number, index: number): number =>
  Math.min(chunkBytes, padme(size) - index * chunkBytes);
/** Bytes of the ciphertext of chunk `index`: what a download must be, checked before it is read. */
export const chunkLength = (size: number, index: number): number => plainLength(size, index) + tagBytes;
export const chunkIdOf = (ciphertext: Uint8Array): Hash => idOf(hash256(ciphertext));

const importKey = (key: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);
const gcm = (vaultId: VaultId, blobId: BlobId, index: number, total: number) => ({
  name: "AES-GCM",
  iv: concat(u32(0), u64(index)),
  additionalData: concat(
    utf8("ww/1/blob"),
    idBytes(vaultId),
    idBytes(blobId),
    u32(index),
    u8(index === total - 1 ? 1 : 0),
    u32(total),
  ),
});

/** Regroups a source into blocks of exactly one chunk; the last block is shorter, or empty. */
async function* blocksOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Bytes> {
  let block = new Uint8Array(chunkBytes);
  let filled = 0;
  for await (const piece of source) {
    for (let from = 0; from < piece.length; ) {
      const taken = Math.min(chunkBytes - filled, piece.length - from);
      block.set(piece.subarray(from, from + taken), filled);
      filled += taken;
      from += taken;
      if (filled === chunkBytes) {
        yield block;
        block = new Uint8Array(chunkBytes);
        filled = 0;
      }
    }
  }
  yield block.slice(0, filled);
}

export interface SealRequest {
  readonly vaultId: VaultId;
  /** Bytes the source will give; the padded size and the number of chunks follow from it. */
  readonly size: number;
  readonly source: AsyncIterable<Uint8Array>;
  /** Awaited for each chunk, in order: stores it durably before it may be sent anywhere. */
  readonly keep: (chunk: SealedChunk) => Promise<void>;
  readonly signal?: AbortSignal;
}
/**
 * One pass over `source` under a new key and blobId. Nothing that was kept is of use unless this answers ok.
 * Errors: source-changed (more or fewer bytes than `size`), aborted (looked at before each chunk).
 */
export const sealAttachment = async (
  { random }: { readonly random: Random },
  { vaultId, size, source, keep, signal }: SealRequest,
): Promise<Result<AttachmentManifest, AttachmentNotSealed>> => {
  const total = chunkCount(size);
  assert(Number.isSafeInteger(size) && size >= 0 && total <= maxChunks, "an attachment has a size in bytes");
  const blobId = randomId<BlobId>(random);
  const key = random.bytes(32);
  const cryptoKey = await importKey(key, "encrypt");
  const chunkIds: Hash[] = [];
  const sealNext = async (content: Bytes) => {
    const index = chunkIds.length;
    const plaintext = new Uint8Array(plainLength(size, index));
    plaintext.set(content);
    const ciphertext = new Uint8Array(
      await crypto.subtle.encrypt(gcm(vaultId, blobId, index, total), cryptoKey, plaintext),
    );
    const chunkId = chunkIdOf(ciphertext);
    chunkIds.push(chunkId);
    await keep({ blobId, index, total, chunkId, ciphertext });
  };
  let read = 0;
  for await (const block of blocksOf(source)) {
    if (signal?.aborted) return err({ code: "aborted" });
    read += block.length;
    if (read > size) return err({ code: "source-changed" });
    if (block.length > 0) await sealNext(block);
  }
  if (read !== size) return err({ code: "source-changed" });
  while (chunkIds.length < total) await sealNext(new Uint8Array(0)); // padding that reaches into further chunks
  return ok({ blobId, key, size, chunkIds });
};

/** Parses what a document holds. undefined unless the chunk ids are exactly those the size asks for. */
export const parseAttachmentManifest = (value: unknown): AttachmentManifest | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  const { blobId: blobIdText, key, size, chunkIds } = value as Record<string, unknown>;
  const blobId = parseBlobId(blobIdText);
  if (blobId === undefined || !(key instanceof Uint8Array) || key.length !== 32) return undefined;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
  if (!Array.isArray(chunkIds) || chunkIds.length !== chunkCount(size)) return undefined;
  const parsed = chunkIds.map(parseHash).filter((id) => id !== undefined);
  return parsed.length === chunkIds.length
    ? { blobId, key: Uint8Array.from(key), size, chunkIds: parsed }
    : undefined;
};

/**
 * Opens chunk `index`; the answer is cut to the true size, so a chunk of padding alone opens as no bytes.
 * Errors: manifest, chunk-id (not the bytes the manifest names), chunk-forged, padding (not zeros).
 */
export const openChunk = async (
  vaultId: VaultId,
  manifest: AttachmentManifest,
  index: number,
  ciphertext: Uint8Array,
): Promise<Result<Bytes, AttachmentInvalid>> => {
  const { blobId, key, size, chunkIds } = manifest;
  const total = chunkCount(size);
  if (chunkIds.length !== total || index < 0 || index >= total) return err({ code: "manifest" });
  if (ciphertext.length !== chunkLength(size, index) || toHex(hash256(ciphertext)) !== chunkIds[index])
    return err({ code: "chunk-id", index });
  const plaintext = await crypto.subtle
    .decrypt(gcm(vaultId, blobId, index, total), await importKey(key, "decrypt"), Uint8Array.from(ciphertext))
    .then(
      (opened) => new Uint8Array(opened),
      () => undefined, // WebCrypto's one OperationError for every forgery
    );
  if (plaintext === undefined) return err({ code: "chunk-forged", index });
  const kept = Math.max(0, Math.min(plaintext.length, size - index * chunkBytes));
  return plaintext.subarray(kept).every((byte) => byte === 0)
    ? ok(plaintext.slice(0, kept))
    : err({ code: "padding", index });
};

/**
 * The attachment's bytes in order, one result a chunk; ends after the first error. All results ok means that the whole,
 * with its true size, was given. `fetchChunk` answers undefined for a chunk that is not to be had.
 */
export async function* openAttachment(
  vaultId: VaultId,
  manifest: AttachmentManifest,
  fetchChunk: (index: number, chunkId: Hash) => Promise<Uint8Array | undefined>,
): AsyncGenerator<Result<Bytes, AttachmentInvalid>> {
  if (manifest.chunkIds.length !== chunkCount(manifest.size)) {
    yield err({ code: "manifest" });
    return;
  }
  for (const [index, chunkId] of manifest.chunkIds.entries()) {
    const ciphertext = await fetchChunk(index, chunkId);
    const opened =
      ciphertext === undefined
        ? err({ code: "chunk-missing", index } as const)
        : await openChunk(vaultId, manifest, index, ciphertext);
    yield opened;
    if (!opened.ok) return;
  }
}
