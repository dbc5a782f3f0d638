/**
 * The one door to libsodium. Await `ready` once at start; everything after is synchronous, because sealing happens
 * inside IndexedDB transactions, which an awaited call would end.
 */
import sodium from "libsodium-wrappers";
import { type Bytes, concat, utf8 } from "./bytes.ts";
import type { Random } from "./random.ts";

export { sodium };
export const ready: Promise<void> = sodium.ready;

/** BLAKE2b, unkeyed or keyed, with its own output length in bytes (16 to 64): nothing is truncated. */
export const blake2b = (length: number, message: Uint8Array, key: Uint8Array | null = null): Bytes =>
  sodium.crypto_generichash(length, message, key) as Bytes;
/** H of docs/protocol.md: BLAKE2b-256. */
export const hash256 = (message: Uint8Array): Bytes => blake2b(32, message);
/** KDF(k, label, ctx) = BLAKE2b-256(key k, "ww/1/" ‖ label ‖ 00 ‖ ctx). */
export const kdf = (key: Uint8Array, label: string, context: Uint8Array = new Uint8Array(0)): Bytes =>
  blake2b(32, concat(utf8(`ww/1/${label}`), Uint8Array.of(0), context), key);

export const nonceBytes = 24;
export const tagBytes = 16;
/** XChaCha20-Poly1305 (IETF): ciphertext ‖ tag. */
export const aeadSeal = (key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Bytes =>
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, aad, null, nonce, key) as Bytes;
/** undefined when the ciphertext, its key, nonce or associated data are not those it was sealed with. */
export const aeadOpen = (
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  aad: Uint8Array,
): Bytes | undefined => {
  if (ciphertext.length < tagBytes) return undefined;
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, aad, nonce, key) as Bytes;
  } catch {
    return undefined; // libsodium throws one error for every forgery
  }
};
/** nonce ‖ ciphertext ‖ tag under a fresh random nonce. */
export const sealWithNonce = (
  key: Uint8Array,
  plaintext: Uint8Array,
  aad: Uint8Array,
  random: Random,
): Bytes => {
  const nonce = random.bytes(nonceBytes);
  return concat(nonce, aeadSeal(key, nonce, plaintext, aad));
};
export const openWithNonce = (key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Bytes | undefined =>
  sealed.length < nonceBytes + tagBytes
    ? undefined
    : aeadOpen(key, sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes), aad);

export const sign = (message: Uint8Array, edSecret: Uint8Array): Bytes =>
  sodium.crypto_sign_detached(message, edSecret) as Bytes;
export const verifySignature = (signature: Uint8Array, message: Uint8Array, edPub: Uint8Array): boolean =>
  signature.length === 64 &&
  edPub.length === 32 &&
  sodium.crypto_sign_verify_detached(signature, message, edPub);

/** Constant time; lengths are public. */
export const equalSecret = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && sodium.memcmp(a, b);
export const wipe = (secret: Uint8Array): void => sodium.memzero(secret);
