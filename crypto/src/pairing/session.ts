/**
 * Keys of a pairing. The showing side commits to its key and nonce in the code and reveals them only after the other
 * side's arrived: nobody can pick a key after seeing the other's nonce, so a liar in between has one guess in a million.
 */
import { type Bytes, concat, lp, u8, utf8 } from "../bytes.ts";
import { x25519 } from "../principal.ts";
import type { Random } from "../random.ts";
import { assert, err, ok, type Result } from "../result.ts";
import { equalSecret, hash256, kdf, sodium } from "../sodium.ts";
import { type PairingCode, roleCodes } from "./code.ts";

/** One side's contribution: an X25519 key of this moment and 32 random bytes. */
export interface Ephemeral {
  readonly secret: Bytes;
  readonly publicKey: Bytes;
  readonly nonce: Bytes;
}
/** Public half, as it travels: publicKey ‖ nonce, 64 bytes. */
export type Revealed = Pick<Ephemeral, "publicKey" | "nonce">;

export const createEphemeral = (random: Random): Ephemeral => {
  const secret = random.bytes(32);
  return { secret, publicKey: sodium.crypto_scalarmult_base(secret) as Bytes, nonce: random.bytes(32) };
};

/** c_O = H("ww/1/pair-commit" ‖ role ‖ ch ‖ e_O ‖ r_O). */
export const commitmentOf = ({ role, ch }: Pick<PairingCode, "role" | "ch">, shower: Revealed): Bytes =>
  hash256(concat(utf8("ww/1/pair-commit"), u8(roleCodes[role]), ch, shower.publicKey, shower.nonce));

export interface PairingKeys {
  /** T: everything both sides said, the associated data of what follows. */
  readonly transcript: Bytes;
  /** Newcomer to holder. */
  readonly up: Bytes;
  /** Holder to newcomer. */
  readonly down: Bytes;
  /** Six digits: the newcomer shows them, the holder's person types them. */
  readonly digits: string;
}

const transcriptOf = (code: PairingCode, opener: Revealed, shower: Revealed): Bytes =>
  hash256(
    concat(
      utf8("ww/1/pair"),
      u8(roleCodes[code.role]),
      code.ch,
      lp(utf8(code.origin)),
      code.commitment,
      opener.publicKey,
      opener.nonce,
      shower.publicKey,
      shower.nonce,
    ),
  );

const digitsOf = (key: Bytes): string => {
  const sas = kdf(key, "sas");
  const number = new DataView(sas.buffer, sas.byteOffset).getBigUint64(0) % 1_000_000n;
  return number.toString().padStart(6, "0");
};

export interface Exchange {
  readonly code: PairingCode;
  readonly opener: Revealed;
  readonly shower: Revealed;
}
/** k = KDF(H("ww/1/pair-dh" ‖ X25519 ‖ s), "pair", T), then one key a direction and the digits. */
export const pairingKeysOf = (
  { code, opener, shower }: Exchange,
  own: Ephemeral,
): Result<PairingKeys, { readonly code: "weak-key" }> => {
  const ownIsShower = equalSecret(own.publicKey, shower.publicKey);
  assert(
    ownIsShower || equalSecret(own.publicKey, opener.publicKey),
    "a side knows its own key in the exchange",
  );
  const shared = x25519(own.secret, ownIsShower ? opener.publicKey : shower.publicKey);
  if (shared === undefined) return err({ code: "weak-key" });
  const transcript = transcriptOf(code, opener, shower);
  const key = kdf(hash256(concat(utf8("ww/1/pair-dh"), shared, code.s)), "pair", transcript);
  return ok({ transcript, up: kdf(key, "up"), down: kdf(key, "down"), digits: digitsOf(key) });
};
