/** Where each list was scrolled to and how tall its rows were, for as long as the journal's pages live. */
import type { VirtualItem } from "@tanstack/react-virtual";
import { createContext } from "react";

export interface ListPlace {
  readonly offset: number;
  readonly measurements: VirtualItem[];
}
export const ListMemory = createContext<Map<string, ListPlace>>(new Map());
