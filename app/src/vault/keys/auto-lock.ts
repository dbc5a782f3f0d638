/** Locks after so many idle minutes; 0 is at once on hiding, which the page says by flushing and locking itself. */

import type { Clock } from "../../sync/ports.ts";
import { isCount } from "../checked.ts";
import { metaField } from "../log/meta.ts";
import { createSubject, type Value } from "../observable.ts";
import type { VaultStore } from "../store/port.ts";

export type AutoLockMinutes = 0 | 1 | 5 | 15 | 60;
const choices: readonly number[] = [0, 1, 5, 15, 60];
const usual: AutoLockMinutes = 15;
const field = metaField("auto-lock", (value) =>
  isCount(value) && choices.includes(value) ? (value as AutoLockMinutes) : undefined,
);

export interface AutoLock {
  readonly minutes$: Value<number>;
  readonly load: () => Promise<void>;
  readonly set: (minutes: AutoLockMinutes) => Promise<void>;
  /** Begins, or begins again: the person did something. */
  readonly touch: () => void;
  readonly stop: () => void;
}

export const createAutoLock = (
  { store, clock }: { readonly store: VaultStore; readonly clock: Clock },
  lock: () => void,
): AutoLock => {
  const minutes$ = createSubject<number>(usual);
  let cancel = () => {};
  let lastTouch = 0;
  let running = false;
  const idleFor = () => minutes$.value() * 60_000;
  // One timer that looks how long it was idle, instead of one a keystroke.
  const check = () => {
    const left = lastTouch + idleFor() - clock.now();
    if (left <= 0) return lock();
    cancel = clock.after(left, check);
  };
  const begin = () => {
    cancel();
    running = true;
    if (minutes$.value() > 0) cancel = clock.after(idleFor(), check);
  };
  return {
    minutes$,
    load: async () => {
      const read = await store.read(["meta"], field.read);
      if (read.ok && read.value.state === "present") minutes$.set(read.value.value);
    },
    set: async (minutes) => {
      minutes$.set(minutes);
      await store.write(["meta"], "strict", (tx) => field.put(tx, minutes));
      if (running) begin();
    },
    touch: () => {
      lastTouch = clock.now();
      if (!running) begin();
    },
    stop: () => {
      running = false;
      cancel();
    },
  };
};
