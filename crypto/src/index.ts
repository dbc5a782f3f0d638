export * from "./attachment.ts";
export * from "./auth.ts";
export * from "./backup/index.ts";
export * from "./bytes.ts";
export * from "./chain.ts";
export * from "./compare.ts";
export * from "./content.ts";
export * from "./envelope.ts";
export {
  type EnvelopeFormatError,
  type EnvelopeHeader,
  type EnvelopeKind,
  encodeHeader,
  envelopeKinds,
  envelopeVersion,
  headerBytes,
  maxBodyBytes,
  parseHeader,
  wseqLimit,
} from "./envelope-header.ts";
export type { EnvelopeForm, UnverifiedEnvelope, VerifiedEnvelope } from "./envelope-proof.ts";
export * from "./epoch.ts";
export * from "./extensions.ts";
export * from "./hlc.ts";
export * from "./ids.ts";
export * from "./local.ts";
export * from "./membership/index.ts";
export * from "./padding.ts";
export * from "./pairing/index.ts";
export * from "./passphrase.ts";
export * from "./payload.ts";
export * from "./presence.ts";
export * from "./principal.ts";
export * from "./random.ts";
export * from "./recovery-phrase.ts";
export * from "./result.ts";
export * from "./seal.ts";
export * from "./sealed-fields.ts";
export * from "./slot.ts";
export {
  aeadOpen,
  aeadSeal,
  blake2b,
  equalSecret,
  hash256,
  kdf,
  openWithNonce,
  ready,
  sealWithNonce,
  sign,
  verifySignature,
  wipe,
} from "./sodium.ts";
