import { useEffect, useRef, useState } from "react";

/**
 * The newest value, but no oftener than every `quiet` milliseconds; `urgent` values come at once. Keeps a word from
 * flickering while someone types.
 */
export const useSettled = <T>(value: T, quiet: number, urgent: (value: T) => boolean): T => {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  const now = urgent(value);
  useEffect(() => {
    const show = () => {
      changedAt.current = performance.now();
      setShown(value);
    };
    const wait = changedAt.current + quiet - performance.now();
    if (now || wait <= 0) {
      show();
      return undefined;
    }
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [value, quiet, now]);
  return now ? value : shown;
};
