/** A present value and those who want to hear of its changes. */
import type { Observable } from "../vault/api.ts";

export interface Value<T> extends Observable<T> {
  readonly get: () => T;
  /** Tells listeners only of another value. */
  readonly set: (next: T) => void;
}
export const createValue = <T>(initial: T): Value<T> => {
  let present = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => present,
    set: (next) => {
      if (Object.is(next, present)) return;
      present = next;
      for (const listener of [...listeners]) listener(next);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      listener(present);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
