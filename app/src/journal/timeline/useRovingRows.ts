import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { TimelineItem } from "../model/timeline.ts";

const steps: Readonly<Record<string, "next" | "previous" | "first" | "last">> = {
  ArrowDown: "next",
  j: "next",
  J: "next",
  ArrowUp: "previous",
  k: "previous",
  K: "previous",
  Home: "first",
  End: "last",
};

/** The nearest entry from `at` in the direction of `by`, or undefined where there is none: headings are no rows. */
export const entryFrom = (items: readonly TimelineItem[], at: number, by: 1 | -1): number | undefined => {
  for (let index = at; index >= 0 && index < items.length; index += by)
    if (items[index]?.type === "entry") return index;
  return undefined;
};

const linkOf = (list: Element, index: number): HTMLElement | null =>
  list.querySelector(`[data-index="${index}"] article a`);
const indexOf = (target: EventTarget): number | undefined => {
  const row = (target as Element).closest("[data-index]");
  return row === null ? undefined : Number(row.getAttribute("data-index"));
};

/**
 * One row of the list is where Tab stops; arrows, J and K, Home and End move on from it. `active` is its index, undefined
 * until the list has had the focus. It stays with its entry while others come and go.
 */
export const useRovingRows = (items: readonly TimelineItem[]) => {
  const [activeKey, setActiveKey] = useState<string>();
  const wanted = useRef<{ readonly list: Element; readonly index: number }>(undefined);
  const found = activeKey === undefined ? -1 : items.findIndex(({ key }) => key === activeKey);
  const active = found < 0 ? undefined : found;
  // A row out of view comes with the render that follows.
  useEffect(() => {
    if (wanted.current === undefined) return;
    const link = linkOf(wanted.current.list, wanted.current.index);
    if (link === null) return;
    wanted.current = undefined;
    link.focus({ preventScroll: true });
  });
  return {
    active,
    onFocus: (event: FocusEvent) => {
      const index = indexOf(event.target);
      if (index !== undefined) setActiveKey(items[index]?.key);
    },
    onKeyDown: (event: KeyboardEvent, reveal: (index: number) => void) => {
      const step = steps[event.key];
      const at = indexOf(event.target);
      if (step === undefined || at === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = {
        next: () => entryFrom(items, at + 1, 1),
        previous: () => entryFrom(items, at - 1, -1),
        first: () => entryFrom(items, 0, 1),
        last: () => entryFrom(items, items.length - 1, -1),
      }[step]();
      event.preventDefault();
      if (next === undefined) return;
      wanted.current = { list: event.currentTarget, index: next };
      reveal(next);
      setActiveKey(items[next]?.key);
    },
  };
};
