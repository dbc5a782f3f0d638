/**
 * For vector tests only: the protocol's formulas written a second time, straight on libsodium and from hex, sharing
 * nothing with the code they check.
 */
import { readFileSync } from "node:fs";
import sodium from "libsodium-wrappers";

/** A golden file as parsed JSON; its shape is written down where it is used. */
export const vectorsOf = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")) as T;

export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
export const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, "utf8"));
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
/** Joins hex strings and bytes. */
export const join = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? hex(part) : part))));
/** A big-endian integer of `bytes` bytes, as hex. */
export const int = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, "0");
export const lengthPrefixed = (value: string): Uint8Array => join(int(text(value).length, 2), text(value));

export const hashed = (message: Uint8Array, length = 32, key?: Uint8Array): Uint8Array =>
  sodium.crypto_generichash(length, message, key ?? null);
export const derived = (key: Uint8Array, label: string, context: Uint8Array = join()): Uint8Array =>
  hashed(join(text(`ww/1/${label}`), "00", context), 32, key);
/** nonce ‖ ciphertext ‖ tag; throws when it does not open. */
export const opened = (key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array =>
  sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    null,
    sealed.subarray(24),
    aad,
    sealed.subarray(0, 24),
    key,
  );
export const keysOfSeed = (seed: Uint8Array) => ({
  ed: sodium.crypto_sign_seed_keypair(derived(seed, "ed")),
  x: sodium.crypto_box_seed_keypair(derived(seed, "x")),
});
const kindCodes: Readonly<Record<string, string>> = {
  device: "01",
  passphrase: "02",
  recovery: "03",
  passkey: "04",
};
export const idOfSeed = (kind: string, seed: Uint8Array): string => {
  const { ed, x } = keysOfSeed(seed);
  return hexOf(
    hashed(join(text("ww/1/principal"), kindCodes[kind] as string, ed.publicKey, x.publicKey), 16),
  );
};
export const boxOpened = (box: Uint8Array, seed: Uint8Array): Uint8Array => {
  const { x } = keysOfSeed(seed);
  return sodium.crypto_box_seal_open(box, x.publicKey, x.privateKey);
};
export const signatureHolds = (signature: string, message: Uint8Array, edPub: string | Uint8Array): boolean =>
  sodium.crypto_sign_verify_detached(hex(signature), message, typeof edPub === "string" ? hex(edPub) : edPub);
