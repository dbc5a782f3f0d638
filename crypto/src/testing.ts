/** For tests and vectors only: bytes that follow from a seed. */
import { u32, u64, utf8 } from "./bytes.ts";
import type { Random } from "./random.ts";
import { sodium } from "./sodium.ts";

/** ChaCha20 keystream blocks of a key made from the seed; `ready` must have been awaited. */
export const seededRandom = (seed: number): Random => {
  const key = sodium.crypto_generichash(32, u64(seed), utf8("ww/test/random"));
  let calls = 0;
  return {
    bytes: (length) => {
      const nonce = new Uint8Array(8);
      nonce.set(u32(calls++), 4);
      return length === 0
        ? new Uint8Array(0)
        : (sodium.crypto_stream_chacha20_xor(new Uint8Array(length), nonce, key) as Uint8Array<ArrayBuffer>);
    },
  };
};

/** Byte i is i·31 mod 251: content that a vector need not carry. */
export const patternBytes = (length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (i * 31) % 251);
