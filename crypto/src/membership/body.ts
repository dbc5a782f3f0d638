/**
 * Bodies of membership records: `type ‖ signerId ‖ u48 ms ‖ fields ‖ cosignerId ‖ signature`, nothing behind.
 * Byte layout: docs/protocol.md, "Membership log". Fixed widths; "none" is zeros of that width.
 */
import { type ByteReader, createByteReader, isSorted } from "../byte-reader.ts";
import { type Bytes, concat, u8, u16, u32, u48, u64 } from "../bytes.ts";
import { epochBoxBytes, epochLinkBytes } from "../epoch.ts";
import { type Hash, idBytes, type PrincipalId, type WriterId, zeroId, zeroPrincipal } from "../ids.ts";
import { oldSeedBoxBytes } from "../local.ts";
import { assert, err, ok, type Result } from "../result.ts";

/** The byte that names a record; 134 and 255 are only ever co-signed, never records. */
export const recordTypes = { genesis: 1, epoch: 2, add: 3, slot: 4, revoke: 5, writer: 6 } as const;

export interface EpochBlock {
  readonly n: number;
  /** C_n, 32 bytes. */
  readonly commitment: Bytes;
  /** 72 bytes: the epoch key before, sealed under this one; zeros at n = 0. */
  readonly link: Bytes;
  /** Exactly the principals live after the record, sorted; a box is 116 bytes. */
  readonly boxes: readonly { readonly principalId: PrincipalId; readonly box: Bytes }[];
}
export interface Fence {
  readonly writerId: WriterId;
  readonly wseq: number;
  /** Hash of the last envelope accepted; zero (with wseq 0) when nothing of this writer is. */
  readonly hash: Hash;
}
export interface CoSignature {
  readonly cosignerId: PrincipalId;
  readonly signature: Bytes;
}

export type RecordFields =
  | {
      readonly type: "genesis";
      readonly random: Bytes;
      readonly suite: number;
      readonly edPub: Bytes;
      readonly xPub: Bytes;
      readonly writerIds: readonly WriterId[];
    }
  | { readonly type: "epoch"; readonly epoch: EpochBlock }
  | {
      readonly type: "add";
      readonly edPub: Bytes;
      readonly xPub: Bytes;
      readonly box: Bytes;
      readonly writerIds: readonly WriterId[];
      /** 104 bytes, see label.ts. */
      readonly label: Bytes;
    }
  | {
      readonly type: "slot";
      readonly kind: number;
      readonly edPub: Bytes;
      readonly xPub: Bytes;
      readonly accept: Bytes;
      readonly box: Bytes;
      /** 16 bytes as hex, zero unless kind 3. */
      readonly lookupId: string;
      /** Hash of the sign-in slot's bytes, zero unless kind 2 and switched on. */
      readonly slotHash: Hash;
      readonly replaces:
        | { readonly oldId: PrincipalId; readonly oldSeedBox: Bytes; readonly epoch: EpochBlock }
        | undefined;
    }
  | {
      readonly type: "revoke";
      readonly principalIds: readonly PrincipalId[];
      /** Accepts fences below the writers' heads, against a thief who keeps writing. */
      readonly cut: boolean;
      readonly fences: readonly Fence[];
      readonly epoch: EpochBlock;
    }
  | { readonly type: "writer"; readonly writerIds: readonly WriterId[] };

export interface RecordBody {
  readonly signerId: PrincipalId;
  /** Milliseconds since 1970 by the signer's clock: information only. */
  readonly at: number;
  readonly fields: RecordFields;
  readonly coSignature: CoSignature | undefined;
}
/** Kept and chained, never interpreted: written by a newer version. */
export interface UnknownRecord {
  readonly signerId: PrincipalId;
  readonly unknownType: number;
}

export const labelBytes = 104;
const writersOfDevice = 4;

const sized = (bytes: Uint8Array, length: number): Uint8Array => {
  assert(bytes.length === length, `a field of a membership record has ${length} bytes`);
  return bytes;
};

const encodeEpoch = ({ n, commitment, link, boxes }: EpochBlock): Bytes =>
  concat(
    u32(n),
    sized(commitment, 32),
    sized(link, epochLinkBytes),
    u16(boxes.length),
    ...boxes.flatMap(({ principalId, box }) => [idBytes(principalId), sized(box, epochBoxBytes)]),
  );

const fourWriters = (writerIds: readonly WriterId[]): Bytes => {
  assert(writerIds.length === writersOfDevice, "a device begins with four writers");
  return concat(...writerIds.map(idBytes));
};

const encodeFields = (fields: RecordFields): Bytes => {
  switch (fields.type) {
    case "genesis":
      return concat(
        sized(fields.random, 32),
        u8(fields.suite),
        sized(fields.edPub, 32),
        sized(fields.xPub, 32),
        fourWriters(fields.writerIds),
      );
    case "epoch":
      return encodeEpoch(fields.epoch);
    case "add":
      return concat(
        sized(fields.edPub, 32),
        sized(fields.xPub, 32),
        sized(fields.box, epochBoxBytes),
        fourWriters(fields.writerIds),
        sized(fields.label, labelBytes),
      );
    case "slot":
      return concat(
        u8(fields.kind),
        sized(fields.edPub, 32),
        sized(fields.xPub, 32),
        sized(fields.accept, 64),
        sized(fields.box, epochBoxBytes),
        sized(idBytes(fields.lookupId), 16),
        idBytes(fields.slotHash),
        idBytes(fields.replaces?.oldId ?? zeroId),
        ...(fields.replaces === undefined
          ? []
          : [sized(fields.replaces.oldSeedBox, oldSeedBoxBytes), encodeEpoch(fields.replaces.epoch)]),
      );
    case "revoke":
      return concat(
        u16(fields.principalIds.length),
        ...fields.principalIds.map(idBytes),
        u8(fields.cut ? 1 : 0),
        u16(fields.fences.length),
        ...fields.fences.flatMap(({ writerId, wseq, hash }) => [idBytes(writerId), u64(wseq), idBytes(hash)]),
        encodeEpoch(fields.epoch),
      );
    case "writer":
      return concat(u16(fields.writerIds.length), ...fields.writerIds.map(idBytes));
  }
};

/** The public body of a membership envelope. Throws when a field has another width than the format's. */
export const encodeRecordBody = ({ signerId, at, fields, coSignature }: RecordBody): Bytes =>
  concat(
    u8(recordTypes[fields.type]),
    idBytes(signerId),
    u48(at),
    encodeFields(fields),
    idBytes(coSignature?.cosignerId ?? zeroId),
    sized(coSignature?.signature ?? new Uint8Array(64), 64),
  );

const readEpoch = (reader: ByteReader): EpochBlock => ({
  n: reader.u32(),
  commitment: reader.bytes(32),
  link: reader.bytes(epochLinkBytes),
  boxes: reader.times(reader.u16(), 16 + epochBoxBytes, () => ({
    principalId: reader.id<PrincipalId>(),
    box: reader.bytes(epochBoxBytes),
  })),
});
const readWriters = (reader: ByteReader, count: number) =>
  reader.times(count, 16, () => reader.id<WriterId>());

const readReplaced = (reader: ByteReader) => {
  const oldId = reader.id<PrincipalId>();
  return oldId === zeroPrincipal
    ? undefined
    : { oldId, oldSeedBox: reader.bytes(oldSeedBoxBytes), epoch: readEpoch(reader) };
};

// Property order is byte order: an object literal evaluates its members as they are written.
const fieldReaders: Readonly<Record<number, (reader: ByteReader) => RecordFields>> = {
  [recordTypes.genesis]: (r) => ({
    type: "genesis",
    random: r.bytes(32),
    suite: r.u8(),
    edPub: r.bytes(32),
    xPub: r.bytes(32),
    writerIds: readWriters(r, writersOfDevice),
  }),
  [recordTypes.epoch]: (r) => ({ type: "epoch", epoch: readEpoch(r) }),
  [recordTypes.add]: (r) => ({
    type: "add",
    edPub: r.bytes(32),
    xPub: r.bytes(32),
    box: r.bytes(epochBoxBytes),
    writerIds: readWriters(r, writersOfDevice),
    label: r.bytes(labelBytes),
  }),
  [recordTypes.slot]: (r) => ({
    type: "slot",
    kind: r.u8(),
    edPub: r.bytes(32),
    xPub: r.bytes(32),
    accept: r.bytes(64),
    box: r.bytes(epochBoxBytes),
    lookupId: r.id(),
    slotHash: r.id<Hash>(32),
    replaces: readReplaced(r),
  }),
  [recordTypes.revoke]: (r) => ({
    type: "revoke",
    principalIds: r.times(r.u16(), 16, () => r.id<PrincipalId>()),
    cut: r.flag(),
    fences: r.times(r.u16(), 56, () => ({ writerId: r.id<WriterId>(), wseq: r.u64(), hash: r.id<Hash>(32) })),
    epoch: readEpoch(r),
  }),
  [recordTypes.writer]: (r) => ({ type: "writer", writerIds: readWriters(r, r.u16()) }),
};

const listsAreSorted = (fields: RecordFields): boolean => {
  const blockSorted = (block: EpochBlock) => isSorted(block.boxes.map((box) => box.principalId));
  switch (fields.type) {
    case "epoch":
      return blockSorted(fields.epoch);
    case "slot":
      return fields.replaces === undefined || blockSorted(fields.replaces.epoch);
    case "revoke":
      return (
        isSorted(fields.principalIds) &&
        isSorted(fields.fences.map((fence) => fence.writerId)) &&
        blockSorted(fields.epoch)
      );
    default:
      return true;
  }
};

const readCoSignature = (reader: ByteReader): CoSignature | undefined => {
  const cosignerId = reader.id<PrincipalId>();
  const signature = reader.bytes(64);
  return cosignerId === zeroPrincipal && signature.every((byte) => byte === 0)
    ? undefined
    : { cosignerId, signature };
};

/**
 * A body of an unknown type is not an error: it comes back with its signer, so that chain and signature can still be
 * checked. Errors: malformed (short, long, unsorted, a flag that is neither 0 nor 1, a number of 2^53 or more).
 */
export const decodeRecordBody = (
  body: Uint8Array,
  versionKnown = true,
): Result<RecordBody | UnknownRecord, { readonly code: "malformed" }> => {
  const reader = createByteReader(body);
  const type = reader.u8();
  const signerId = reader.id<PrincipalId>();
  const readFields = versionKnown ? fieldReaders[type] : undefined;
  if (body.length < 17) return err({ code: "malformed" });
  if (readFields === undefined) return ok({ signerId, unknownType: type });
  const at = reader.u48();
  const fields = readFields(reader);
  const coSignature = readCoSignature(reader);
  return reader.finished() && listsAreSorted(fields)
    ? ok({ signerId, at, fields, coSignature })
    : err({ code: "malformed" });
};
