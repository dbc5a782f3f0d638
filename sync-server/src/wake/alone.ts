/** One relay by itself: nobody to tell, and its own memory to count in. */
import type { Clock } from "../relay/clock.ts";
import { createBuckets, type Rate } from "../relay/rates.ts";
import type { Wake } from "./port.ts";

export const createWakeAlone = (clock: Pick<Clock, "now">): Wake => {
  const spent = new Map<string, number>();
  const buckets = new Map<string, ReturnType<typeof createBuckets>>();
  const bucketsOf = (rate: Rate) => {
    const key = `${rate.perSecond}/${rate.burst}`;
    const known = buckets.get(key) ?? createBuckets(clock, rate);
    buckets.set(key, known);
    return known;
  };
  return {
    tell: () => undefined,
    listen: () => ({ begun: Promise.resolve(), stop: () => undefined }),
    spend: async (name, lives) => {
      const now = clock.now();
      for (const [old, expiry] of spent) if (expiry <= now) spent.delete(old);
      if (spent.has(name)) return false;
      spent.set(name, now + lives);
      return true;
    },
    take: async (name, rate) => bucketsOf(rate).take(name),
    [Symbol.asyncDispose]: async () => undefined,
  };
};
