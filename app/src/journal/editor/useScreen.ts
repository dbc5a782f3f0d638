import { useSyncExternalStore } from "react";

const subscribeTo = (query: string) => (changed: () => void) => {
  const list = window.matchMedia(query);
  list.addEventListener("change", changed);
  return () => list.removeEventListener("change", changed);
};
const useMedia = (query: string): boolean =>
  useSyncExternalStore(subscribeTo(query), () => window.matchMedia(query).matches);

/** A finger rather than a mouse. */
export const useCoarsePointer = (): boolean => useMedia("(pointer: coarse)");
/** Room for the list and the page side by side. */
export const useTwoPanes = (): boolean => useMedia("(min-width: 900px)");

/** The page of an entry is most likely wide enough for its margin; its own container decides. */
export const useMarginFits = (): boolean => useMedia("(min-width: 500px)");

const subscribeToViewport = (changed: () => void) => {
  const viewport = window.visualViewport;
  viewport?.addEventListener("resize", changed);
  viewport?.addEventListener("scroll", changed);
  return () => {
    viewport?.removeEventListener("resize", changed);
    viewport?.removeEventListener("scroll", changed);
  };
};
const keyboardInset = (): number => {
  const viewport = window.visualViewport;
  return viewport ? Math.max(0, Math.round(window.innerHeight - viewport.height - viewport.offsetTop)) : 0;
};
/** Pixels at the foot of the page that the on-screen keys cover (0 where the browser shrinks the page itself). */
export const useKeyboardInset = (): number => useSyncExternalStore(subscribeToViewport, keyboardInset);
