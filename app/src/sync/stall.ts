/** A day in which nothing got through although something waits is STALLED: silence that means something. */
import type { Clock, LogPort } from "./ports.ts";

export interface StallWatch {
  /** `lastOnline`: from an earlier life of this tab. */
  readonly start: (lastOnline: number | undefined) => void;
  readonly stop: () => void;
  readonly waiting: (waits: boolean) => void;
  /** READY came: with nothing waiting, nothing is stalled. */
  readonly reached: () => void;
  /** The relay took something, or nothing was left to send. */
  readonly settled: () => void;
}

const stalledAfter = 86_400_000;
const lookEvery = 3_600_000;

export const createStallWatch = ({
  clock,
  raise,
}: {
  readonly clock: Clock;
  readonly raise: LogPort["raise"];
}): StallWatch => {
  let since = clock.now();
  let waits: boolean | undefined;
  let raised = false;
  let cancel: () => void = () => undefined;
  const progress = () => {
    since = clock.now();
    raised = false;
  };
  const look = () => {
    if (waits === true && !raised && clock.now() - since >= stalledAfter) {
      raised = true;
      void raise("STALLED", { hours: Math.floor((clock.now() - since) / lookEvery) });
    }
    cancel = clock.after(lookEvery, look);
  };
  return {
    start: (lastOnline) => {
      cancel();
      raised = false;
      since = Math.min(lastOnline ?? clock.now(), clock.now());
      look();
    },
    stop: () => cancel(),
    waiting: (next) => {
      if (next && waits === false) since = clock.now();
      waits = next;
    },
    reached: () => {
      if (waits !== true) progress();
    },
    settled: progress,
  };
};
