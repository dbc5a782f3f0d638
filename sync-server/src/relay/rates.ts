/** Token buckets in memory: a restart forgives, and nothing here is written anywhere. */
import type { Clock } from "./clock.ts";

export interface Rate {
  /** Tokens that come back each second, and how many may be saved up. */
  readonly perSecond: number;
  readonly burst: number;
}
export interface Bucket {
  /** 0 when taken; otherwise the ms after which it may be tried again, and nothing was taken. */
  readonly take: (tokens?: number) => number;
}

export const createBucket = (clock: Pick<Clock, "now">, rate: Rate): Bucket => {
  let tokens = rate.burst;
  let at = clock.now();
  return {
    take: (wanted = 1) => {
      const now = clock.now();
      tokens = Math.min(rate.burst, tokens + (Math.max(0, now - at) / 1000) * rate.perSecond);
      at = now;
      if (tokens >= wanted) {
        tokens -= wanted;
        return 0;
      }
      return Math.ceil(((wanted - tokens) / rate.perSecond) * 1000);
    },
  };
};

/** One bucket a key (an address, a vault); keys that were full again are forgotten, so the map stays small. */
export const createBuckets = (clock: Pick<Clock, "now">, rate: Rate) => {
  const buckets = new Map<string, { readonly bucket: Bucket; usedAt: number }>();
  const fullAfter = (rate.burst / rate.perSecond) * 1000;
  const forget = (): void => {
    const now = clock.now();
    for (const [key, { usedAt }] of buckets) if (now - usedAt > fullAfter) buckets.delete(key);
  };
  return {
    take: (key: string, tokens = 1): number => {
      if (buckets.size > 10_000) forget();
      const known = buckets.get(key) ?? { bucket: createBucket(clock, rate), usedAt: 0 };
      known.usedAt = clock.now();
      buckets.set(key, known);
      return known.bucket.take(tokens);
    },
  };
};
