/** One tab talks to the relay for all: work runs while this tab holds the lease, and stops the moment it does not. */
import type { Clock, Lease } from "./ports.ts";

export interface HolderDeps {
  readonly clock: Clock;
  /** undefined: this is the only one (Node, tests). */
  readonly lease: Lease | undefined;
  readonly onHold: () => void;
  readonly onLoss: () => void;
}
export interface Holder {
  readonly begin: () => void;
  readonly holding: () => boolean;
  /** The log refused a write because another holds: stop, and queue again. */
  readonly lost: () => void;
  readonly end: () => void;
}

const beatEvery = 3000;
/** A tab that was just robbed lets the robber work. */
const queueAgainAfter = 1000;

export const createHolder = ({ clock, lease, onHold, onLoss }: HolderDeps): Holder => {
  let state: "queued" | "holding" | "ended" = "queued";
  let withdraw: () => void = () => undefined;
  let cancelBeat: () => void = () => undefined;

  const beat = () => {
    lease?.beat();
    cancelBeat = clock.after(beatEvery, beat);
  };
  const hold = () => {
    if (state !== "queued") return;
    state = "holding";
    if (lease !== undefined) beat();
    onHold();
  };
  const queue = () => {
    if (lease === undefined) return hold();
    withdraw = lease.request({ onGranted: hold, onLost: lost });
  };
  const lost = () => {
    if (state !== "holding") return;
    state = "queued";
    cancelBeat();
    onLoss();
    withdraw();
    withdraw = () => undefined;
    // Without a lease nobody gives it back: whoever took over keeps it until this one is started again.
    if (lease !== undefined) cancelBeat = clock.after(queueAgainAfter, queue);
  };
  return {
    begin: queue,
    holding: () => state === "holding",
    lost,
    end: () => {
      if (state === "holding") onLoss();
      state = "ended";
      cancelBeat();
      withdraw();
    },
  };
};
