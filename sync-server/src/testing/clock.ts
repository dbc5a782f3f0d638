/** Time turned by hand. `advance` runs what falls due, in order. */
import type { Clock } from "../relay/clock.ts";

export interface TestClock extends Clock {
  readonly advance: (ms: number) => void;
}

export const createTestClock = (start = 1_795_000_000_000): TestClock => {
  let now = start;
  let timers: { at: number; every: number | undefined; run: () => void }[] = [];
  const add = (at: number, every: number | undefined, run: () => void) => {
    const timer = { at, every, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  return {
    now: () => now,
    after: (ms, run) => add(now + ms, undefined, run),
    every: (ms, run) => add(now + ms, ms, run),
    advance: (ms) => {
      const end = now + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        now = due.at;
        if (due.every === undefined) timers = timers.filter((timer) => timer !== due);
        else due.at += due.every;
        due.run();
      }
      now = end;
    },
  };
};
