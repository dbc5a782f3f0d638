/** Randomness is passed in, so that a run can be replayed from its seed. */
import type { Bytes } from "./bytes.ts";

export interface Random {
  readonly bytes: (length: number) => Bytes;
}

/** The platform's generator. getRandomValues serves at most 65,536 bytes a call. */
export const systemRandom: Random = {
  bytes: (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    return bytes;
  },
};
