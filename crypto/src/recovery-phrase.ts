/**
 * The recovery phrase: 24 English BIP-39 words that *are* 32 bytes of entropy with a checksum. No PBKDF2 and no extra
 * word: the entropy needs no stretching (docs/protocol.md, "Recovery phrase").
 */
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { type Bytes, utf8 } from "./bytes.ts";
import { type Brand, idOf } from "./ids.ts";
import type { Random } from "./random.ts";
import { assert, err, ok, type Result } from "./result.ts";
import { blake2b, kdf } from "./sodium.ts";

/** 16 bytes: what a relay is asked for at recovery. It says nothing about the words. */
export type LookupId = Brand<string, "LookupId">;

/** Positions count from 0. The words themselves are secret and never part of an error. */
export type PhraseError =
  | { readonly code: "word-count"; readonly count: number }
  | { readonly code: "unknown-word"; readonly positions: readonly number[] }
  | { readonly code: "checksum" };

export const recoveryWordCount = 24;
const known = new Set(wordlist);

export const createRecoveryEntropy = (random: Random): Bytes => random.bytes(32);

export const recoveryWordsOf = (entropy: Uint8Array): readonly string[] => {
  assert(entropy.length === 32, "a recovery phrase holds 32 bytes");
  return entropyToMnemonic(entropy, wordlist).split(" ");
};

/** Typed or pasted text to words: case, accents of full-width input, numbering and punctuation are forgiven. */
export const recoveryWordsIn = (text: string): readonly string[] =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .split(/[\s\d.,;:()[\]/|•·–—-]+/u)
    .filter((word) => word !== "");

/** Entropy of pasted text, or which of its words is wrong. A wrong number of words is said first. */
export const parseRecoveryPhrase = (text: string): Result<Bytes, PhraseError> => {
  const words = recoveryWordsIn(text);
  if (words.length !== recoveryWordCount) return err({ code: "word-count", count: words.length });
  const positions = words.flatMap((word, position) => (known.has(word) ? [] : [position]));
  if (positions.length > 0) return err({ code: "unknown-word", positions });
  try {
    return ok(mnemonicToEntropy(words.join(" "), wordlist) as Bytes);
  } catch {
    return err({ code: "checksum" }); // count and words are right, so nothing else is left to be wrong
  }
};

export const isRecoveryWord = (word: string): boolean =>
  known.has(word.normalize("NFKD").toLowerCase().trim());

/** Words that begin with the prefix, in the list's order. Four letters always leave one. */
export const suggestRecoveryWords = (prefix: string, limit = 8): readonly string[] => {
  const letters = prefix.normalize("NFKD").toLowerCase().trim();
  return letters === "" ? [] : wordlist.filter((word) => word.startsWith(letters)).slice(0, limit);
};

/** seed = KDF(entropy, "recovery", ""). */
export const recoverySeedOf = (entropy: Uint8Array): Bytes => kdf(entropy, "recovery");
/** BLAKE2b-128(key entropy, "ww/1/lookup"). */
export const lookupIdOf = (entropy: Uint8Array): LookupId => idOf(blake2b(16, utf8("ww/1/lookup"), entropy));
