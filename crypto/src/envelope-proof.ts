/**
 * The two symbols that make verification a type. This module is not part of the package's door: only envelope.ts,
 * seal.ts and chain.ts mint what they have checked.
 */
import type { EnvelopeHeader } from "./envelope-header.ts";
import type { Hash, PrincipalId } from "./ids.ts";

export const raw: unique symbol = Symbol("unverified bytes");
export const proof: unique symbol = Symbol("verified");

/** whole: with its body. stub: header and the body's hash, which still prove the chain. */
export type EnvelopeForm = "whole" | "stub";

export interface EnvelopeParts {
  readonly headerBytes: Uint8Array;
  /** undefined in a stub */
  readonly body: Uint8Array | undefined;
  readonly bodyHash: Uint8Array;
  readonly signature: Uint8Array | undefined;
}

/** Bytes with the right shape and nothing more. The header is a claim, good for sorting into runs; no payload. */
export interface UnverifiedEnvelope {
  readonly header: EnvelopeHeader;
  readonly hash: Hash;
  readonly form: EnvelopeForm;
  readonly signed: boolean;
  readonly [raw]: EnvelopeParts;
}

/** Carried by a signature of `signer`: its own, or a later one of the same run. */
export interface VerifiedEnvelope extends EnvelopeParts {
  readonly header: EnvelopeHeader;
  readonly hash: Hash;
  readonly form: EnvelopeForm;
  readonly signer: PrincipalId;
  readonly [proof]: true;
}

export const mintVerified = (
  header: EnvelopeHeader,
  hash: Hash,
  parts: EnvelopeParts,
  signer: PrincipalId,
): VerifiedEnvelope => ({
  header,
  hash,
  form: parts.body === undefined ? "stub" : "whole",
  signer,
  headerBytes: parts.headerBytes,
  body: parts.body,
  bodyHash: parts.bodyHash,
  signature: parts.signature,
  [proof]: true,
});
