/**
 * When typing becomes a commit. Drafts keep the words, so commits need not be frequent: a sealed one costs at least 461
 * bytes, and rhythm is what decides the price of the wire. Milliseconds and bytes.
 */
export interface Company {
  /** Another device of the vault is online. */
  readonly othersOnline: boolean;
  /** Another device or tab has this document open. */
  readonly openElsewhere: boolean;
}
export interface Rhythm {
  /** Flush after so long without a change, */
  readonly idle: number;
  /** and at the latest so long after the first. */
  readonly most: number;
}
export const flushBytes = 32 * 1024;

export const rhythmFor = ({ othersOnline, openElsewhere }: Company): Rhythm => {
  if (openElsewhere) return { idle: 100, most: 100 };
  return othersOnline ? { idle: 400, most: 2000 } : { idle: 2000, most: 10_000 };
};
