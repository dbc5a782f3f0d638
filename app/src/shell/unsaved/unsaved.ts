/** What has no place yet, across all pages of this tab: also of those that were left. */
import type { SavedState } from "../../vault/index.ts";

export type Unsaved = Extract<SavedState, { code: "not-saved" }>["reason"];

export interface UnsavedMark {
  readonly reason: Unsaved;
  /** Nothing but this page has the words: a lock would take them. */
  readonly onlyHere: boolean;
}
export interface UnsavedMarks {
  /** The answer takes the mark away again. */
  readonly add: (mark: UnsavedMark) => () => void;
  /** The first of them. */
  readonly get: () => UnsavedMark | undefined;
  readonly holdsLock: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
  /** The journal was locked: whatever was marked is kept, or gone. */
  readonly clear: () => void;
}

export const createUnsavedMarks = (): UnsavedMarks => {
  const marks = new Set<UnsavedMark>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    add: (mark) => {
      const own = { ...mark };
      marks.add(own);
      tell();
      return () => {
        if (marks.delete(own)) tell();
      };
    },
    get: () => marks.values().next().value,
    holdsLock: () => [...marks].some(({ onlyHere }) => onlyHere),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear: () => {
      marks.clear();
      tell();
    },
  };
};
