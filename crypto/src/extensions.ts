/**
 * The clear extensions: fixed-width fields a relay reads to know what may be pruned or collected. They are associated
 * data of the body, so they cannot be changed. Lists are u16 count ‖ items.
 */
import { type ByteReader, createByteReader, isSorted } from "./byte-reader.ts";
import { type Bytes, concat, u16, u64 } from "./bytes.ts";
import { wseqLimit } from "./envelope-header.ts";
import {
  type BlobId,
  type DocTag,
  type Hash,
  idBytes,
  type PrincipalId,
  type WriterId,
  zeroHash,
  zeroPrincipal,
} from "./ids.ts";
import { assert, err, ok, type Result } from "./result.ts";

/** Everything of this writer up to and including wseq. */
export interface Cover {
  readonly writerId: WriterId;
  readonly wseq: number;
}
/** covers: sorted by writerId, none twice. */
export interface SnapshotExt {
  readonly covers: readonly Cover[];
}
export interface CheckpointExt {
  readonly witnessed: readonly Hash[];
  readonly held: readonly DocTag[];
}
/** One of several with one feedSeq when the vault has more blobs than a list holds: they add up. */
export interface BlobsetExt {
  readonly live: readonly BlobId[];
  readonly feedSeq: number;
}
/** With a successor (hash of a snapshot) it erases at once what that replaced. cosign: a slot's consent to that. */
export interface TombstoneExt {
  readonly covers: readonly Cover[];
  readonly successor: Hash | undefined;
  readonly cosign: { readonly cosignerId: PrincipalId; readonly signature: Bytes } | undefined;
}
type Malformed = { readonly code: "malformed" };

export const maxBlobsetIds = 30_000;

const list = (items: readonly Bytes[]): Bytes => {
  assert(items.length <= 0xffff, "a list has at most 65,535 items");
  return concat(u16(items.length), ...items);
};
const areCovers = (covers: readonly Cover[]): boolean =>
  isSorted(covers.map((cover) => cover.writerId)) && covers.every((cover) => cover.wseq < wseqLimit);
/** Also what a tombstone's co-signature hashes together with the successor. */
export const encodeCovers = (covers: readonly Cover[]): Bytes => {
  assert(areCovers(covers), "covers are sorted by writer, none twice");
  return list(covers.map(({ writerId, wseq }) => concat(idBytes(writerId), u64(wseq))));
};

const readCovers = (reader: ByteReader): readonly Cover[] =>
  reader.times(reader.u16(), 24, () => ({ writerId: reader.id<WriterId>(), wseq: reader.u64() }));
const done = <T>(reader: ByteReader, value: T, valid = true): Result<T, Malformed> =>
  reader.finished() && valid ? ok(value) : err({ code: "malformed" });

export const encodeSnapshotExt = ({ covers }: SnapshotExt): Bytes => encodeCovers(covers);
export const parseSnapshotExt = (bytes: Uint8Array): Result<SnapshotExt, Malformed> => {
  const reader = createByteReader(bytes);
  const covers = readCovers(reader);
  return done(reader, { covers }, areCovers(covers));
};

export const encodeCheckpointExt = ({ witnessed, held }: CheckpointExt): Bytes =>
  concat(list(witnessed.map(idBytes)), list(held.map(idBytes)));
export const parseCheckpointExt = (bytes: Uint8Array): Result<CheckpointExt, Malformed> => {
  const reader = createByteReader(bytes);
  const witnessed = reader.times(reader.u16(), 32, () => reader.id<Hash>(32));
  const held = reader.times(reader.u16(), 16, () => reader.id<DocTag>());
  return done(reader, { witnessed, held });
};

export const encodeBlobsetExt = ({ live, feedSeq }: BlobsetExt): Bytes => {
  assert(live.length <= maxBlobsetIds, "beyond 30,000 blobs several blobsets add up");
  return concat(list(live.map(idBytes)), u64(feedSeq));
};
export const parseBlobsetExt = (bytes: Uint8Array): Result<BlobsetExt, Malformed> => {
  const reader = createByteReader(bytes);
  const live = reader.times(reader.u16(), 16, () => reader.id<BlobId>());
  const feedSeq = reader.u64();
  return done(reader, { live, feedSeq }, live.length <= maxBlobsetIds);
};

export const encodeTombstoneExt = ({ covers, successor, cosign }: TombstoneExt): Bytes =>
  concat(
    encodeCovers(covers),
    idBytes(successor ?? zeroHash),
    idBytes(cosign?.cosignerId ?? zeroPrincipal),
    cosign?.signature ?? new Uint8Array(64),
  );
export const parseTombstoneExt = (bytes: Uint8Array): Result<TombstoneExt, Malformed> => {
  const reader = createByteReader(bytes);
  const covers = readCovers(reader);
  const successor = reader.id<Hash>(32);
  const cosignerId = reader.id<PrincipalId>();
  const signature = reader.bytes(64);
  const cosigned = cosignerId !== zeroPrincipal;
  const value: TombstoneExt = {
    covers,
    successor: successor === zeroHash ? undefined : successor,
    cosign: cosigned ? { cosignerId, signature } : undefined,
  };
  return done(reader, value, areCovers(covers) && (cosigned || signature.every((byte) => byte === 0)));
};
