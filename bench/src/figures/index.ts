import type { Figure } from "../figure.ts";
import { syncCatchUp } from "./sync-catchup.ts";
import { wireTrace } from "./wire-trace.ts";

/** In the order they run and print. */
export const figures: readonly Figure[] = [wireTrace, syncCatchUp];
