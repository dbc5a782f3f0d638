/**
 * Sealing and opening the body of an envelope: XChaCha20-Poly1305 under a key derived from the epoch and the docTag the
 * header shows, with everything before the ciphertext as associated data. A body thus opens only in its own place:
 * vault, writer, wseq, epoch, document and predecessor are all in it.
 */
import { concat, readU32, u32 } from "./bytes.ts";
import { createEnvelope } from "./envelope.ts";
import {
  type EnvelopeHeader,
  type EnvelopeKind,
  encodeHeader,
  envelopeKinds,
  envelopeVersion,
  maxBodyBytes,
} from "./envelope-header.ts";
import type { VerifiedEnvelope } from "./envelope-proof.ts";
import type { Keyring } from "./epoch.ts";
import type { PrincipalId } from "./ids.ts";
import { pad, paddedSize, unpad } from "./padding.ts";
import type { Random } from "./random.ts";
import { assert, err, ok, type Result } from "./result.ts";
import { aeadOpen, aeadSeal, nonceBytes, tagBytes } from "./sodium.ts";

/** Kinds whose body begins with a part the relay reads: what a snapshot covers, what is still in use. */
const extendedKinds: ReadonlySet<number> = new Set([
  envelopeKinds.snapshot,
  envelopeKinds.checkpoint,
  envelopeKinds.blobset,
  envelopeKinds.tombstone,
]);
const sealedKinds: ReadonlySet<number> = new Set([
  ...extendedKinds,
  envelopeKinds.commit,
  envelopeKinds.grant,
]);

export interface SealFields
  extends Pick<EnvelopeHeader, "vaultId" | "writerId" | "wseq" | "epoch" | "docTag" | "prev"> {
  readonly kind: Exclude<EnvelopeKind, "membership">;
  /** The clear extension of kinds that have one, encoded by extensions.ts. */
  readonly ext?: Uint8Array;
}
export interface SealDeps {
  readonly keyring: Keyring;
  readonly random: Random;
  /** The device the writer belongs to; it signs later, with `signEnvelope`. */
  readonly signer: PrincipalId;
}
export interface Opened {
  /** Without padding; what content.ts reads. */
  readonly content: Uint8Array;
  readonly ext: Uint8Array | undefined;
}
/**
 * tampered: does not open under its epoch's key in its place. padding: opened, but to a size that is none of ours.
 * newer: a kind or version to keep and defer. no-body: a stub. All but the last three are the author's fault, once the
 * chain was verified.
 */
export type OpenError = {
  readonly code:
    | "tampered"
    | "padding"
    | "malformed"
    | "other-vault"
    | "epoch-key-missing"
    | "newer"
    | "no-body";
};

/** Bytes of a whole unsigned item with `contentLength` bytes of content and `extLength` of extension. */
export const sealedSize = (contentLength: number, extLength?: number): number =>
  125 + tagBytes + paddedSize(contentLength) + (extLength === undefined ? 0 : 4 + extLength);

/** Our own next envelope, unsigned. too-big: make it an attachment and codec blobref. */
export const sealEnvelope = (
  fields: SealFields,
  content: Uint8Array,
  { keyring, random, signer }: SealDeps,
): Result<VerifiedEnvelope, { readonly code: "too-big" | "epoch-key-missing" | "malformed" }> => {
  assert(fields.vaultId === keyring.vaultId, "a vault's envelopes are sealed with its own keys");
  const kind = envelopeKinds[fields.kind];
  const { ext, kind: _name, ...place } = fields;
  if ((ext !== undefined) !== extendedKinds.has(kind)) return err({ code: "malformed" });
  const front = ext === undefined ? new Uint8Array(0) : concat(u32(ext.length), ext);
  const bodyLength = front.length + paddedSize(content.length) + tagBytes;
  if (bodyLength > maxBodyBytes) return err({ code: "too-big" });
  const key = keyring.envelopeKey(fields.epoch, fields.docTag);
  if (key === undefined) return err({ code: "epoch-key-missing" });
  const header: EnvelopeHeader = {
    ...place,
    kind,
    version: envelopeVersion,
    nonce: random.bytes(nonceBytes),
    bodyLength,
  };
  const aad = concat(encodeHeader(header), front);
  const body = concat(front, aeadSeal(key, header.nonce, pad(content), aad));
  return ok(createEnvelope(header, body, signer));
};

/** `u32 m ‖ ext m` split off; undefined when it does not fit. */
const splitBody = (
  kind: number,
  body: Uint8Array,
): { readonly ext: Uint8Array | undefined; readonly at: number } | undefined => {
  if (!extendedKinds.has(kind)) return { ext: undefined, at: 0 };
  if (body.length < 4) return undefined;
  const at = 4 + readU32(body, 0);
  return at > body.length ? undefined : { ext: body.subarray(4, at), at };
};

/** The part a relay reads without a key. undefined for kinds without one, stubs, and bodies too short for theirs. */
export const clearExtensionOf = ({ header, body }: VerifiedEnvelope): Uint8Array | undefined =>
  body === undefined || header.version !== envelopeVersion ? undefined : splitBody(header.kind, body)?.ext;

/** Opens a verified envelope of this vault. */
export const openEnvelope = (envelope: VerifiedEnvelope, keyring: Keyring): Result<Opened, OpenError> => {
  const { header, body, headerBytes } = envelope;
  if (header.vaultId !== keyring.vaultId) return err({ code: "other-vault" });
  if (header.version !== envelopeVersion || !sealedKinds.has(header.kind)) return err({ code: "newer" });
  if (body === undefined) return err({ code: "no-body" });
  const split = splitBody(header.kind, body);
  if (split === undefined || body.length - split.at < tagBytes) return err({ code: "malformed" });
  const key = keyring.envelopeKey(header.epoch, header.docTag);
  if (key === undefined) return err({ code: "epoch-key-missing" });
  const aad = split.at === 0 ? headerBytes : concat(headerBytes, body.subarray(0, split.at));
  const padded = aeadOpen(key, header.nonce, body.subarray(split.at), aad);
  if (padded === undefined) return err({ code: "tampered" });
  const content = unpad(padded);
  if (content === undefined) return err({ code: "padding" });
  return ok({ content, ext: split.ext });
};
