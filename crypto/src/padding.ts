/**
 * Sizes the relay can see: u32 n ‖ n bytes ‖ zeros, in all 256, 512, 1024, then Padmé, never another size. (Padmé alone
 * has steps of 8 bytes at this size: a keystroke counter.)
 */
import { type Bytes, readU32 } from "./bytes.ts";
import { padme } from "./padme.ts";

const prefix = 4;

/** Smallest permitted size, in bytes, of a plaintext with `length` bytes of content. */
export const paddedSize = (length: number): number => {
  const size = length + prefix;
  for (const step of [256, 512, 1024]) if (size <= step) return step;
  return padme(size);
};

export const pad = (content: Uint8Array): Bytes => {
  const padded = new Uint8Array(paddedSize(content.length));
  new DataView(padded.buffer).setUint32(0, content.length);
  padded.set(content, prefix);
  return padded;
};

/** A view of the content; undefined unless size and zeros are exactly those `pad` makes. */
export const unpad = (padded: Uint8Array): Uint8Array | undefined => {
  if (padded.length < prefix) return undefined;
  const length = readU32(padded, 0);
  const end = prefix + length;
  if (end > padded.length || paddedSize(length) !== padded.length) return undefined;
  for (let at = end; at < padded.length; at++) if (padded[at] !== 0) return undefined;
  return padded.subarray(prefix, end);
};
