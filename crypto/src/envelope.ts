/**
 * Envelopes as items: header ‖ body ‖ flag (‖ signature), or the stub header ‖ H(body) ‖ flag (‖ signature).
 * hash = H(header ‖ H(body)); flag and signature are not in it, so an envelope can be signed later, and stub and whole
 * have one hash. Parsed bytes are views of their source: hand over bytes nobody writes to any more.
 */
import { type Bytes, concat, u8, utf8 } from "./bytes.ts";
import {
  type EnvelopeFormatError,
  type EnvelopeHeader,
  encodeHeader,
  headerBytes,
  malformed,
  parseHeader,
} from "./envelope-header.ts";
import {
  type EnvelopeForm,
  type EnvelopeParts,
  mintVerified,
  raw,
  type UnverifiedEnvelope,
  type VerifiedEnvelope,
} from "./envelope-proof.ts";
import { type Hash, idBytes, idOf, type PrincipalId } from "./ids.ts";
import type { Principal, PublicPrincipal } from "./principal.ts";
import { assert, err, ok, type Result } from "./result.ts";
import { hash256, sign, verifySignature } from "./sodium.ts";

const signatureBytes = 64;
const hashBytes = 32;
export const stubBytes = headerBytes + hashBytes;
export const envelopeFormCodes = { whole: 0, stub: 1 } as const satisfies Record<EnvelopeForm, number>;
const noFlag = u8(0);
const signedFlag = u8(1);
const signedPrefix = utf8("ww/env/1");

const hashOfParts = (header: Uint8Array, bodyHash: Uint8Array): Hash =>
  idOf(hash256(concat(header, bodyHash)));
const signedBytes = (hash: Hash): Bytes => concat(signedPrefix, idBytes(hash));

/** What stands behind the body: the flag alone, or 1 and 64 bytes. */
const parseSignature = (tail: Uint8Array): Result<Uint8Array | undefined, EnvelopeFormatError> => {
  if (tail[0] === 0 && tail.length === 1) return ok(undefined);
  if (tail[0] === 1 && tail.length === 1 + signatureBytes) return ok(tail.subarray(1));
  return malformed(tail[0] === 0 || tail[0] === 1 ? "length" : "flag");
};

const unverified = (
  bytes: Uint8Array,
  form: EnvelopeForm,
): Result<UnverifiedEnvelope, EnvelopeFormatError> => {
  const header = parseHeader(bytes);
  if (!header.ok) return header;
  const end = headerBytes + (form === "whole" ? header.value.bodyLength : hashBytes);
  if (bytes.length <= end) return malformed("length");
  const signature = parseSignature(bytes.subarray(end));
  if (!signature.ok) return signature;
  const middle = bytes.subarray(headerBytes, end);
  const head = bytes.subarray(0, headerBytes);
  const bodyHash = form === "whole" ? hash256(middle) : middle;
  const parts: EnvelopeParts = {
    headerBytes: head,
    body: form === "whole" ? middle : undefined,
    bodyHash,
    signature: signature.value,
  };
  return ok({
    header: header.value,
    hash: hashOfParts(head, bodyHash),
    form,
    signed: signature.value !== undefined,
    [raw]: parts,
  });
};

/** An item as it stood on the wire or in a file; its form is said beside it. Unknown kinds and versions are kept. */
export const parseEnvelope = (
  bytes: Uint8Array,
  form: EnvelopeForm = "whole",
): Result<UnverifiedEnvelope, EnvelopeFormatError> => unverified(bytes, form);

/** The item's bytes: what `parseEnvelope` reads, in the form the envelope has. */
export const encodeEnvelope = (envelope: VerifiedEnvelope): Bytes =>
  concat(
    envelope.headerBytes,
    envelope.body ?? envelope.bodyHash,
    ...(envelope.signature === undefined ? [noFlag] : [signedFlag, envelope.signature]),
  );

/** Asks the envelope's own signature. For runs, `extendChain` asks only the last one's. */
export const verifyEnvelope = (
  envelope: UnverifiedEnvelope,
  signer: Pick<PublicPrincipal, "id" | "edPub">,
): Result<VerifiedEnvelope, { readonly code: "unsigned" | "signature" }> => {
  const { signature } = envelope[raw];
  if (signature === undefined) return err({ code: "unsigned" });
  if (!verifySignature(signature, signedBytes(envelope.hash), signer.edPub))
    return err({ code: "signature" });
  return ok(mintVerified(envelope.header, envelope.hash, envelope[raw], signer.id));
};

/**
 * An envelope out of this device's own log, which only ever took verified ones, without asking its signature again.
 * Never for bytes that came from anywhere else.
 */
export const verifiedBefore = (envelope: UnverifiedEnvelope, signer: PrincipalId): VerifiedEnvelope =>
  mintVerified(envelope.header, envelope.hash, envelope[raw], signer);

/** A new envelope of ours, not yet signed. The body is the whole body: ciphertext, or a membership record. */
export const createEnvelope = (
  fields: Omit<EnvelopeHeader, "bodyLength">,
  body: Uint8Array,
  signer: PrincipalId,
): VerifiedEnvelope => {
  const header: EnvelopeHeader = { ...fields, bodyLength: body.length };
  const head = encodeHeader(header);
  const bodyHash = hash256(body);
  const parts: EnvelopeParts = { headerBytes: head, body, bodyHash, signature: undefined };
  return mintVerified(header, hashOfParts(head, bodyHash), parts, signer);
};

/** The same envelope, same hash, with the signature of its writer's device over "ww/env/1" ‖ hash. */
export const signEnvelope = (
  envelope: VerifiedEnvelope,
  signer: Pick<Principal, "id" | "edSecret">,
): VerifiedEnvelope => {
  assert(signer.id === envelope.signer, "an envelope is signed by the device that wrote it");
  const signature = sign(signedBytes(envelope.hash), signer.edSecret);
  return mintVerified(envelope.header, envelope.hash, { ...envelope, signature }, envelope.signer);
};

/** For inside a run, where the last envelope's signature carries it. */
export const withoutSignature = (envelope: VerifiedEnvelope): VerifiedEnvelope =>
  mintVerified(envelope.header, envelope.hash, { ...envelope, signature: undefined }, envelope.signer);

/** The envelope without its body; same hash, same signature. */
export const stubOf = (envelope: VerifiedEnvelope): VerifiedEnvelope =>
  mintVerified(envelope.header, envelope.hash, { ...envelope, body: undefined }, envelope.signer);

/** A stub with the body that was fetched for it; the stub is what is believed. */
export const fillStub = (
  stub: VerifiedEnvelope,
  whole: UnverifiedEnvelope,
): Result<VerifiedEnvelope, { readonly code: "stub-differs" }> =>
  whole.form === "whole" && whole.hash === stub.hash
    ? ok(mintVerified(stub.header, stub.hash, { ...stub, body: whole[raw].body }, stub.signer))
    : err({ code: "stub-differs" });

/** True for the signature of `signer` over this envelope: the relay's check of one head. */
export const isSignedBy = (envelope: UnverifiedEnvelope, edPub: Uint8Array): boolean => {
  const { signature } = envelope[raw];
  return signature !== undefined && verifySignature(signature, signedBytes(envelope.hash), edPub);
};
