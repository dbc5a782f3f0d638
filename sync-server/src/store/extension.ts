/** What a relay keeps beside a body because it is clear in it: an extension, and a recovery phrase's lookupId. */
import {
  type Bytes,
  decodeRecordBody,
  envelopeKinds,
  envelopeVersion,
  type LookupId,
  readU32,
  zeroId,
} from "@whisperwell/crypto";

const { snapshot, checkpoint, blobset, tombstone, membership } = envelopeKinds;
/** Kinds whose body begins with `u32 m ‖ ext m`. */
export const extendedKinds: readonly number[] = [snapshot, checkpoint, blobset, tombstone];

/** `stub` begins with the header. undefined for other kinds and versions, and for a body that is cut short. */
export const clearExtension = (kind: number, stub: Bytes, body: Bytes): Bytes | undefined => {
  if (!extendedKinds.includes(kind) || stub[3] !== envelopeVersion || body.length < 4) return undefined;
  const length = readU32(body, 0);
  return 4 + length > body.length ? undefined : body.slice(4, 4 + length);
};

/** undefined for what is no record that brings a recovery phrase. */
export const lookupIn = (kind: number, body: Bytes): LookupId | undefined => {
  const record = kind === membership ? decodeRecordBody(body) : undefined;
  if (!record?.ok || !("fields" in record.value) || record.value.fields.type !== "slot") return undefined;
  const { lookupId } = record.value.fields;
  return lookupId === zeroId ? undefined : (lookupId as LookupId);
};
