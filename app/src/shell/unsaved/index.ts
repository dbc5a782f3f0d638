import { useSyncExternalStore } from "react";
import { createUnsavedMarks, type Unsaved } from "./unsaved.ts";

export type { Unsaved, UnsavedMarks } from "./unsaved.ts";
export const unsavedMarks = createUnsavedMarks();

/** Why something in this tab is not saved; undefined while everything is. */
export const useUnsaved = (): Unsaved | undefined =>
  useSyncExternalStore(unsavedMarks.subscribe, unsavedMarks.get)?.reason;
