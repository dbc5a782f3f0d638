/**
 * What an envelope says once opened (docs/protocol.md, "Content"): flags, hlc, docId, what its author had seen, new
 * blobs, codec, payload, row. Bytes behind the known fields are kept, so that an older client loses nothing of a newer.
 */
import { type Bytes, concat, fromHex, readU32, toHex, u32 } from "./bytes.ts";
import type { Hlc } from "./hlc.ts";
import {
  type BlobId,
  type Brand,
  type DocId,
  type DocTag,
  type Hash,
  idBytes,
  vaultTag,
  type WriterId,
} from "./ids.ts";
import { assert, err, ok, type Result } from "./result.ts";
import { createFieldReader, varBytes, varList, varUint } from "./sealed-fields.ts";

/** First 8 bytes of a writerId: enough inside one vault, where writers are registered. */
export type WriterPrefix = Brand<string, "WriterPrefix">;
/** First 8 bytes of an envelope's hash. */
export type HashPrefix = Brand<string, "HashPrefix">;
export const writerPrefixOf = (writerId: WriterId): WriterPrefix => writerId.slice(0, 16) as WriterPrefix;
export const hashPrefixOf = (hash: Hash): HashPrefix => hash.slice(0, 16) as HashPrefix;

/** One head of another writer its author had accepted from the feed; the membership log is the zero writer. */
export interface Seen {
  readonly writer: WriterPrefix;
  readonly wseq: number;
  readonly hash: HashPrefix;
}
export const seenOf = (head: {
  readonly writerId: WriterId;
  readonly wseq: number;
  readonly hash: Hash;
}): Seen => ({
  writer: writerPrefixOf(head.writerId),
  wseq: head.wseq,
  hash: hashPrefixOf(head.hash),
});

/** How the payload is coded; other numbers are of a newer version and kept. */
export const payloadCodecs = { plain: 0, deflate: 1, blobref: 2, locked: 3 } as const;

export interface Content {
  readonly hlc: Hlc;
  /** Absent exactly when the envelope's docTag is zero. */
  readonly docId: DocId | undefined;
  readonly seen: readonly Seen[];
  /** Attachments this envelope refers to for the first time. */
  readonly blobIds: readonly BlobId[];
  readonly codec: number;
  readonly payload: Uint8Array;
  /** One lib0 `any` object, still encoded: `decodeAny`. */
  readonly row: Uint8Array | undefined;
  /** Flags beyond those known here, as they stood. */
  readonly otherFlags: number;
  readonly rest: Uint8Array;
}
export type NewContent = Omit<Content, "otherFlags" | "rest"> & Partial<Pick<Content, "otherFlags" | "rest">>;

const rowFlag = 1;

const encodeSeen = ({ writer, wseq, hash }: Seen): Bytes => concat(fromHex(writer), u32(wseq), fromHex(hash));

export const encodeContent = (content: NewContent): Bytes => {
  const { row, otherFlags = 0, rest = new Uint8Array(0) } = content;
  assert(otherFlags % 2 === 0, "bit 0 of the flags says that a row follows");
  return concat(
    varUint(otherFlags + (row === undefined ? 0 : rowFlag)),
    fromHex(content.hlc),
    content.docId === undefined ? new Uint8Array(0) : idBytes(content.docId),
    varList(content.seen.map(encodeSeen)),
    varList(content.blobIds.map(idBytes)),
    varUint(content.codec),
    varBytes(content.payload),
    row === undefined ? new Uint8Array(0) : varBytes(row),
    rest,
  );
};

/** doc-mismatch: the docId does not give the tag the envelope was filed under. Both are the author's fault. */
export type ContentError = { readonly code: "malformed" | "doc-mismatch" };

/** Reads opened content; payload, row and rest are views of it. */
export const decodeContent = (
  content: Uint8Array,
  { docTag, docTagOf }: { readonly docTag: DocTag; readonly docTagOf: (docId: DocId) => DocTag },
): Result<Content, ContentError> => {
  const reader = createFieldReader(content);
  const flags = reader.varUint();
  const hlc = reader.id<Hlc>(8);
  const docId = docTag === vaultTag ? undefined : reader.id<DocId>();
  const seen = reader.list(20, () => {
    const bytes = reader.raw(20);
    return {
      writer: toHex(bytes.subarray(0, 8)) as WriterPrefix,
      wseq: readU32(bytes, 8),
      hash: toHex(bytes.subarray(12)) as HashPrefix,
    };
  });
  const blobIds = reader.list(16, () => reader.id<BlobId>());
  const codec = reader.varUint();
  const payload = reader.varBytes();
  const hasRow = flags % 2 === rowFlag;
  const row = hasRow ? reader.varBytes() : undefined;
  if (reader.failed()) return err({ code: "malformed" });
  if (docId !== undefined && docTagOf(docId) !== docTag) return err({ code: "doc-mismatch" });
  return ok({
    hlc,
    docId,
    seen,
    blobIds,
    codec,
    payload,
    row,
    otherFlags: hasRow ? flags - rowFlag : flags,
    rest: reader.rest(),
  });
};
