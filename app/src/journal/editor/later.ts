/** A part of the app that no one waits for before the first word: fetched when the hand rests or when it is asked for. */
import { useEffect, useState, useSyncExternalStore } from "react";

export type Fetched<T> =
  | { readonly state: "coming" }
  | { readonly state: "present"; readonly part: T }
  /** Could not be fetched. Asked for again, it is tried again. */
  | { readonly state: "failed" };

export interface Later<T> {
  readonly now: () => Fetched<T>;
  /** Fetches it, once. Never throws: how it ended is what `now` says. */
  readonly fetch: () => void;
  readonly subscribe: (changed: () => void) => () => void;
}

export const createLater = <T>(load: () => Promise<T>): Later<T> => {
  const listeners = new Set<() => void>();
  let now: Fetched<T> = { state: "coming" };
  let fetching = false;
  const become = (next: Fetched<T>) => {
    now = next;
    fetching = false;
    for (const listener of listeners) listener();
  };
  return {
    now: () => now,
    fetch: () => {
      if (fetching || now.state === "present") return;
      fetching = true;
      load().then(
        (part) => become({ state: "present", part }),
        () => become({ state: "failed" }),
      );
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

/** The part, fetched as soon as it is wanted. */
export const useLater = <T>(later: Later<T>, wanted: boolean): Fetched<T> => {
  useEffect(() => {
    if (wanted) later.fetch();
  }, [later, wanted]);
  return useSyncExternalStore(later.subscribe, later.now);
};

/** Milliseconds without a key after which the hand rests: by then the first words are saved, and the page has said so. */
const rest = 3000;
const whenIdle = (then: () => void): (() => void) => {
  if (window.requestIdleCallback === undefined) {
    const timer = setTimeout(then);
    return () => clearTimeout(timer);
  }
  const idle = window.requestIdleCallback(then);
  return () => window.cancelIdleCallback(idle);
};

/** False while someone begins to write: until no key was pressed for a while. True at once where nobody does. */
export const useAtRest = (writing: boolean): boolean => {
  const [rested, setRested] = useState(!writing);
  useEffect(() => {
    if (rested) return;
    let stopIdle = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      stopIdle();
      timer = setTimeout(() => {
        stopIdle = whenIdle(() => setRested(true));
      }, rest);
    };
    wait();
    window.addEventListener("keydown", wait, { capture: true });
    return () => {
      clearTimeout(timer);
      stopIdle();
      window.removeEventListener("keydown", wait, { capture: true });
    };
  }, [rested]);
  return rested;
};
