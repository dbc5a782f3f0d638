/**
 * Compare devices: a keyed digest of everything two devices were shown up to one point of the feed, as seven emoji; and
 * a QR that carries the heads themselves. Keyed, because the relay knows every hash in it and could otherwise look for
 * two histories with equal emoji.
 */
import { createByteReader, isSorted } from "./byte-reader.ts";
import { type Bytes, concat, fromBase64Url, toBase64Url, u8, u16, u32, u64 } from "./bytes.ts";
import type { WriterHead } from "./chain.ts";
import { hashPrefixOf, writerPrefixOf } from "./content.ts";
import { compareKeyOf } from "./epoch.ts";
import { type FeedEpoch, type Hash, idBytes, zeroWriter } from "./ids.ts";
import { err, ok, type Result } from "./result.ts";
import { blake2b } from "./sodium.ts";

/** One device's view at seq S: the membership head, and each writer's last envelope at or before S. */
export interface ComparedView {
  readonly feedEpoch: FeedEpoch;
  readonly seq: number;
  readonly mseq: number;
  readonly mhash: Hash;
  readonly heads: readonly WriterHead[];
}

const byWriter = (heads: readonly WriterHead[]) =>
  [...heads].sort((a, b) => (a.writerId < b.writerId ? -1 : 1));

/** BLAKE2b-256(key KDF(E_n,"compare",""), feedEpoch ‖ u64 S ‖ u64 mseq ‖ mhash ‖ heads), n the epoch at S. */
export const compareDigest = (epochKey: Uint8Array, view: ComparedView): Bytes =>
  blake2b(
    32,
    concat(
      idBytes(view.feedEpoch),
      u64(view.seq),
      u64(view.mseq),
      idBytes(view.mhash),
      u16(view.heads.length),
      ...byWriter(view.heads).flatMap(({ writerId, wseq, hash }) => [
        idBytes(writerId),
        u64(wseq),
        idBytes(hash),
      ]),
    ),
    compareKeyOf(epochKey),
  );

/** First 42 bits, highest first, as seven numbers from 0 to 63: places in Matrix's table of short authentication strings. */
export const emojiIndexesOf = (digest: Uint8Array): readonly number[] => {
  let bits = 0n;
  for (const byte of digest.subarray(0, 6)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 6n;
  return Array.from({ length: 7 }, (_, i) => Number((bits >> BigInt(36 - 6 * i)) & 63n));
};

/** A head in a QR: writer and hash by their first 8 bytes (16 hex digits). The membership log is writer 0. */
export interface ShortHead {
  readonly writer: string;
  readonly wseq: number;
  readonly hash: string;
}
export interface CompareCode {
  readonly feedEpoch: FeedEpoch;
  readonly seq: number;
  /** Sorted by writer. */
  readonly heads: readonly ShortHead[];
}
const codeVersion = 1;

export const compareCodeOf = (view: ComparedView): CompareCode => ({
  feedEpoch: view.feedEpoch,
  seq: view.seq,
  heads: byWriter([...view.heads, { writerId: zeroWriter, wseq: view.mseq, hash: view.mhash }]).map(
    (head) => ({
      writer: writerPrefixOf(head.writerId),
      wseq: head.wseq,
      hash: hashPrefixOf(head.hash),
    }),
  ),
});

/** base64url of 1 ‖ feedEpoch ‖ u64 S ‖ u16 count ‖ {writer8 ‖ u32 wseq ‖ hash8}. */
export const encodeCompareCode = ({ feedEpoch, seq, heads }: CompareCode): string =>
  toBase64Url(
    concat(
      u8(codeVersion),
      idBytes(feedEpoch),
      u64(seq),
      u16(heads.length),
      ...heads.flatMap(({ writer, wseq, hash }) => [idBytes(writer), u32(wseq), idBytes(hash)]),
    ),
  );

export const parseCompareCode = (
  text: string,
): Result<CompareCode, { readonly code: "not-a-code" | "version-unknown" }> => {
  const bytes = fromBase64Url(text.trim());
  if (bytes === undefined || bytes.length === 0) return err({ code: "not-a-code" });
  if (bytes[0] !== codeVersion) return err({ code: "version-unknown" });
  const reader = createByteReader(bytes.subarray(1));
  const code: CompareCode = {
    feedEpoch: reader.id(),
    seq: reader.u64(),
    heads: reader.times(reader.u16(), 20, () => ({
      writer: reader.id(8),
      wseq: reader.u32(),
      hash: reader.id(8),
    })),
  };
  return reader.finished() && isSorted(code.heads.map((head) => head.writer))
    ? ok(code)
    : err({ code: "not-a-code" });
};

export type Comparison =
  | { readonly state: "equal" }
  /** This device has more than the other showed, and everything the other has. */
  | { readonly state: "ahead" }
  | { readonly state: "behind" }
  | { readonly state: "different"; readonly writer: string; readonly wseq: number }
  /** Two lives of a relay's store, or two relays: numbers of the feed cannot be compared. */
  | { readonly state: "other-feed" };

/**
 * The other device's code against what is held here. `hashAt` answers the first 8 bytes (hex) of the envelope held at
 * (writer, wseq), undefined where this device has not got that far. A fork outranks being ahead or behind.
 */
export const compareWith = (
  own: CompareCode,
  other: CompareCode,
  hashAt: (writer: string, wseq: number) => string | undefined,
): Comparison => {
  if (own.feedEpoch !== other.feedEpoch) return { state: "other-feed" };
  const held = other.heads.map((head) => ({ ...head, here: hashAt(head.writer, head.wseq) }));
  const different = held.find((head) => head.here !== undefined && head.here !== head.hash);
  if (different !== undefined) return { state: "different", writer: different.writer, wseq: different.wseq };
  if (held.some((head) => head.here === undefined)) return { state: "behind" };
  const theirs = new Map(other.heads.map((head) => [head.writer, head.wseq]));
  const ahead = own.heads.some((head) => head.wseq > (theirs.get(head.writer) ?? -1));
  return { state: ahead ? "ahead" : "equal" };
};
