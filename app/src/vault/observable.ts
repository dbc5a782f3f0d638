/** A value that changes, and those who want to hear: the shape behind every `x$`. */
import type { Observable } from "./api.ts";

export interface Subject<T> extends Observable<T> {
  /** Tells every listener, in the order they came. A listener that throws is a bug and stops the telling. */
  readonly set: (value: T) => void;
  /** undefined before the first `set` of a subject that began empty. */
  readonly value: () => T | undefined;
}
export interface Value<T> extends Subject<T> {
  readonly value: () => T;
}

const createListeners = <T>() => {
  const listeners = new Set<(value: T) => void>();
  return {
    add: (listener: (value: T) => void) => {
      const own = (value: T) => listener(value); // the same function twice is two subscriptions
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    tell: (value: T) => {
      for (const listener of [...listeners]) listener(value);
    },
  };
};

/** Present value first, then every change. */
export const createSubject = <T>(initial: T): Value<T> => {
  const listeners = createListeners<T>();
  let present = initial;
  return {
    subscribe: (listener) => {
      listener(present);
      return listeners.add(listener);
    },
    set: (value) => {
      present = value;
      listeners.tell(value);
    },
    value: () => present,
  };
};

/** Events without a present value: a listener hears only what comes after it. */
export interface Events<T> {
  readonly emit: (event: T) => void;
  readonly on: (listener: (event: T) => void) => () => void;
}
export const createEvents = <T>(): Events<T> => {
  const listeners = createListeners<T>();
  return { emit: listeners.tell, on: listeners.add };
};
