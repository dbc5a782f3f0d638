import { wordCount } from "../shell/pieces/words.ts";

/** Three different places among the 24, in order, from random bytes. */
export const pickPlaces = (random: Uint8Array): readonly number[] => {
  const places = new Set<number>();
  // A byte above the largest multiple of 24 would favour the first words.
  const fair = 256 - (256 % wordCount);
  for (const byte of random) {
    if (byte < fair) places.add(byte % wordCount);
    if (places.size === 3) break;
  }
  for (let place = 0; places.size < 3; place += 7) places.add(place);
  return [...places].sort((a, b) => a - b);
};
