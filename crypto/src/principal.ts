/**
 * Principals: what can open a vault. Each is a 32-byte seed with an Ed25519 and an X25519 pair derived from it, and an
 * id that commits to kind and keys, so that it cannot be claimed for other keys (docs/protocol.md, "Principals").
 */
import { type Bytes, concat, equalBytes, u8, utf8 } from "./bytes.ts";
import { idOf, type PrincipalId } from "./ids.ts";
import type { Random } from "./random.ts";
import { assert } from "./result.ts";
import { blake2b, kdf, sodium } from "./sodium.ts";

export type PrincipalKind = "device" | "passphrase" | "recovery" | "passkey";
/** Every way in that is not a device. */
export type SlotPrincipalKind = Exclude<PrincipalKind, "device">;

export const principalKindCodes = {
  device: 1,
  passphrase: 2,
  recovery: 3,
  passkey: 4,
} as const satisfies Record<PrincipalKind, number>;
const kindsByCode: readonly (PrincipalKind | undefined)[] = [
  undefined,
  "device",
  "passphrase",
  "recovery",
  "passkey",
];
/** undefined for a kind this version does not know. */
export const principalKindOf = (code: number): PrincipalKind | undefined => kindsByCode[code];

/** What the membership log publishes of a principal. */
export interface PublicPrincipal {
  readonly id: PrincipalId;
  readonly kind: PrincipalKind;
  readonly edPub: Bytes;
  readonly xPub: Bytes;
}
export interface Principal extends PublicPrincipal {
  readonly seed: Bytes;
  /** 64 bytes, as libsodium keeps it: seed ‖ public key. */
  readonly edSecret: Bytes;
  readonly xSecret: Bytes;
}

/** BLAKE2b-128("ww/1/principal" ‖ kind ‖ edPub ‖ xPub). */
export const principalIdOf = (kind: PrincipalKind, edPub: Uint8Array, xPub: Uint8Array): PrincipalId => {
  assert(edPub.length === 32 && xPub.length === 32, "public keys are 32 bytes");
  return idOf(blake2b(16, concat(utf8("ww/1/principal"), u8(principalKindCodes[kind]), edPub, xPub)));
};

export const publicPrincipalOf = (kind: PrincipalKind, edPub: Bytes, xPub: Bytes): PublicPrincipal => ({
  id: principalIdOf(kind, edPub, xPub),
  kind,
  edPub,
  xPub,
});

/** Both pairs and the id, all from the seed: the same seed is always the same principal of that kind. */
export const createPrincipal = (kind: PrincipalKind, seed: Uint8Array): Principal => {
  assert(seed.length === 32, "a principal's seed is 32 bytes");
  const ed = sodium.crypto_sign_seed_keypair(kdf(seed, "ed"));
  const x = sodium.crypto_box_seed_keypair(kdf(seed, "x"));
  return {
    ...publicPrincipalOf(kind, ed.publicKey as Bytes, x.publicKey as Bytes),
    seed: seed.slice() as Bytes,
    edSecret: ed.privateKey as Bytes,
    xSecret: x.privateKey as Bytes,
  };
};

/** The public half: what may be stored and sent. */
export const withoutSecrets = ({ id, kind, edPub, xPub }: PublicPrincipal): PublicPrincipal => ({
  id,
  kind,
  edPub,
  xPub,
});

/**
 * X25519(secret, xPub); undefined when the product is zero, that is for points of small order, whose "shared" secret
 * everyone knows.
 */
export const x25519 = (secret: Uint8Array, xPub: Uint8Array): Bytes | undefined => {
  try {
    return sodium.crypto_scalarmult(secret, xPub) as Bytes;
  } catch {
    return undefined; // libsodium throws exactly for a zero product
  }
};

const anyScalar = new Uint8Array(32).fill(0x42);
/** False for a point of small order (and for anything but 32 bytes): no box may be sealed to it. */
export const isUsableXPub = (xPub: Uint8Array): boolean =>
  xPub.length === 32 && x25519(anyScalar, xPub) !== undefined;

/** A sealed box is this much longer than its message: ephemeral key 32, tag 16. */
export const sealedBoxOverhead = 48;

/**
 * The bytes of libsodium's crypto_box_seal with the ephemeral key taken from `random`, so that a run can be replayed:
 * ephemeral public key ‖ crypto_box_easy under the nonce BLAKE2b-192(ephemeral ‖ recipient).
 * The recipient's key has passed `isUsableXPub`.
 */
export const sealBox = (message: Uint8Array, xPub: Uint8Array, random: Random): Bytes => {
  assert(isUsableXPub(xPub), "a box is sealed only to keys that were checked when they were accepted");
  const secret = random.bytes(32);
  const ephemeral = sodium.crypto_scalarmult_base(secret) as Bytes;
  const nonce = blake2b(24, concat(ephemeral, xPub));
  const sealed = concat(ephemeral, sodium.crypto_box_easy(message, nonce, xPub, secret));
  sodium.memzero(secret);
  return sealed;
};

/** undefined when the box was not sealed to this principal, or was changed. A box has no sender. */
export const openBox = (
  box: Uint8Array,
  principal: Pick<Principal, "xPub" | "xSecret">,
): Bytes | undefined => {
  if (box.length < sealedBoxOverhead) return undefined;
  try {
    return sodium.crypto_box_seal_open(box, principal.xPub, principal.xSecret) as Bytes;
  } catch {
    return undefined; // libsodium throws one error for every forgery
  }
};

/** True when seed and id belong together: asked of every seed that came out of a slot, a box or storage. */
export const seedGives = (kind: PrincipalKind, seed: Uint8Array, id: PrincipalId): boolean =>
  seed.length === 32 && createPrincipal(kind, seed).id === id;

export const samePublicKeys = (a: PublicPrincipal, b: PublicPrincipal): boolean =>
  a.kind === b.kind && equalBytes(a.edPub, b.edPub) && equalBytes(a.xPub, b.xPub);
