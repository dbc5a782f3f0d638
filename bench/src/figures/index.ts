import type { Figure } from "../figure.ts";
import { wireTrace } from "./wire-trace.ts";

/** In the order they run and print. */
export const figures: readonly Figure[] = [wireTrace];
