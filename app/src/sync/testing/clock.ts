/** A clock turned by hand: timers run in the order of their time, each before the next is looked at. */
import type { Clock } from "../ports.ts";

export interface TestClock extends Clock {
  readonly every: (ms: number, run: () => void) => () => void;
  /** Runs everything due within `ms`; `between` lets work that a timer started come to rest. */
  readonly advance: (ms: number, between: () => Promise<void>) => Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}
export const createTestClock = (startsAt = Date.UTC(2026, 10, 24, 9)): TestClock => {
  let now = startsAt;
  let orders = 0;
  const timers = new Set<Timer>();
  const after = (ms: number, run: () => void) => {
    const timer: Timer = { at: now + ms, order: orders++, run };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };
  const nextDue = (until: number) =>
    [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
  return {
    now: () => now,
    after,
    every: (ms, run) => {
      let cancel: () => void = () => undefined;
      const again = () => {
        cancel = after(ms, () => {
          run();
          again();
        });
      };
      again();
      return () => cancel();
    },
    advance: async (ms, between) => {
      const until = now + ms;
      await between();
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        timers.delete(due);
        now = Math.max(now, due.at);
        due.run();
        await between();
      }
      now = until;
    },
  };
};
