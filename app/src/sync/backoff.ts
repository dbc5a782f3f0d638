/** Waiting longer after each failure, anywhere below the bound (full jitter), so that a fleet does not return at once. */
import { type Random, readU32 } from "@whisperwell/crypto";

export const retryFirst = 250;
export const retryMost = 30_000;

export interface Backoff {
  /** Milliseconds to wait now; the next answer's bound is twice as high, up to 30 s. */
  readonly next: () => number;
  readonly reset: () => void;
}
export const createBackoff = (random: Random): Backoff => {
  let bound = retryFirst;
  return {
    next: () => {
      const delay = Math.floor((readU32(random.bytes(4), 0) / 2 ** 32) * bound);
      bound = Math.min(retryMost, bound * 2);
      return delay;
    },
    reset: () => {
      bound = retryFirst;
    },
  };
};
