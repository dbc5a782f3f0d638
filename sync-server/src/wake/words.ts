/** Words between relays as bytes: 8 of who says it, a kind, and the rest. Relays of one version; never stored. */
import { type Bytes, concat, type Random, readU64, toHex, u8, u64 } from "@whisperwell/crypto";
import type { Word } from "./port.ts";

export const createWords = (random: Random) => {
  const self = random.bytes(8);
  const selfText = toHex(self);
  return {
    encode: (word: Word): Bytes =>
      word.kind === "wake" ? concat(self, u8(1), u64(word.head)) : concat(self, u8(2), word.frame),
    /** undefined for our own words, and for what is none. */
    decode: (bytes: Uint8Array): Word | undefined => {
      if (bytes.length < 9 || toHex(bytes.subarray(0, 8)) === selfText) return undefined;
      const head = bytes[8] === 1 && bytes.length === 17 ? readU64(bytes, 9) : undefined;
      if (head !== undefined) return { kind: "wake", head };
      if (bytes[8] === 2) return { kind: "eph", frame: bytes.slice(9) as Bytes };
      return undefined;
    },
  };
};
