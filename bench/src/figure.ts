/** What a figure is, and when it is within its budget. */
import { availableParallelism } from "node:os";

export type Better = "lower" | "higher";
export interface Measured {
  readonly name: string;
  readonly value: number;
  /** ms, B, /s, MB, … */
  readonly unit: string;
  readonly better: Better;
  readonly budget?: number;
  /** The peer measured in the same run, on the same work. */
  readonly baseline?: { readonly name: string; readonly value: number };
  /** value / baseline for lower, value / baseline for higher as well: what `ratioBudget` bounds. */
  readonly ratio?: number;
  readonly ratioBudget?: number;
  /** Samples behind the value. */
  readonly n: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly note?: string;
}

export interface FigureContext {
  /** Folder laid out like the shared data, where given or found. */
  readonly data: string | undefined;
  readonly say: (line: string) => void;
}
export interface Figure {
  /** The lines it prints begin with this name. */
  readonly name: string;
  readonly what: string;
  readonly run: (context: FigureContext) => Promise<readonly Measured[]>;
}

const isTime = (unit: string) => unit === "ms" || unit === "s" || unit === "/s";
/** Machines are noisy: with CI set, absolute times fail only beyond twice the budget. Bytes and ratios stay judges. */
export const isWithin = (
  { value, unit, better, budget, ratio, ratioBudget }: Measured,
  ci: boolean,
): boolean => {
  const slack = ci && isTime(unit) ? 2 : 1;
  const within = (figure: number | undefined, bound: number | undefined, by: number) =>
    figure === undefined ||
    bound === undefined ||
    (better === "lower" ? figure <= bound * by : figure >= bound / by);
  return within(value, budget, slack) && within(ratio, ratioBudget, 1);
};

export const percentile = (samples: readonly number[], p: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
};
export const median = (samples: readonly number[]): number => percentile(samples, 50);

/** One line about where the figures come from. */
export const machine = (): string =>
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`;
