/** Titles grow with the text they stand over. */
import { wide } from "../../shell/theme/index.ts";

const scaled = (size: number) => `calc(${size / 16}rem * var(--ww-reading, 1))`;

/** An entry's title and the day number beside it, which share size and baseline. */
export const readingTitle = { fontSize: scaled(26), [wide]: { fontSize: scaled(36) } } as const;
/** A row's title in a list. */
export const readingRowTitle = { fontSize: scaled(17) } as const;
