/** A passphrase to keys: Argon2id 1.3, one lane, 64 bytes (docs/protocol.md, "Passphrase"). */
import { type Bytes, utf8 } from "./bytes.ts";
import { err, ok, type Result } from "./result.ts";
import { sodium } from "./sodium.ts";

/** t: passes; kib: memory in KiB; salt: 16 bytes. */
export interface PassphraseCost {
  readonly t: number;
  readonly kib: number;
}
export interface PassphraseKdf extends PassphraseCost {
  readonly salt: Bytes;
}
export interface PassphraseKeys {
  /** 32 bytes, as they are the seed of the login key pair. */
  readonly loginSeed: Bytes;
  /** 32 bytes: wraps the slot's seed. */
  readonly kek: Bytes;
}
/** out-of-memory: this machine could not give the memory asked for; nothing else is wrong. */
export type PassphraseError = { readonly code: "kdf-out-of-range" } | { readonly code: "out-of-memory" };

/** Nothing weaker is ever made or accepted. Also exactly what a sign-in slot uses. */
export const passphraseFloor: PassphraseCost = { t: 3, kib: 65_536 };
/** Nothing heavier is run: a hostile slot could otherwise stop a phone. */
export const passphraseCap: PassphraseCost = { t: 16, kib: 1_048_576 };

export const isCostInRange = ({ t, kib }: PassphraseCost): boolean =>
  Number.isInteger(t) &&
  Number.isInteger(kib) &&
  t >= passphraseFloor.t &&
  t <= passphraseCap.t &&
  kib >= passphraseFloor.kib &&
  kib <= passphraseCap.kib;

/** UTF-8 of NFKC(text without white space at both ends): the same words typed on two keyboards are the same bytes. */
export const normalizePassphrase = (passphrase: string): Bytes => utf8(passphrase.trim().normalize("NFKC"));

/**
 * Takes 0.2 s to seconds and `kib` of memory: run it in a worker of its own. The range is checked before anything is
 * allocated.
 */
export const stretchPassphrase = (
  passphrase: string,
  { t, kib, salt }: PassphraseKdf,
): Result<PassphraseKeys, PassphraseError> => {
  if (!isCostInRange({ t, kib }) || salt.length !== sodium.crypto_pwhash_SALTBYTES)
    return err({ code: "kdf-out-of-range" });
  const words = normalizePassphrase(passphrase);
  try {
    const output = sodium.crypto_pwhash(
      64,
      words,
      salt,
      t,
      kib * 1024,
      sodium.crypto_pwhash_ALG_ARGON2ID13,
    ) as Bytes;
    const keys = { loginSeed: output.slice(0, 32), kek: output.slice(32) };
    sodium.memzero(output);
    return ok(keys);
  } catch {
    return err({ code: "out-of-memory" }); // the only way Argon2id fails once its parameters are in range
  } finally {
    sodium.memzero(words);
  }
};
