/** The run of letters that matched, `[from, to)`. */
export interface Match {
  readonly from: number;
  readonly to: number;
}
const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Where a query stands in a text, the start of a word before the middle of one; `undefined` when it does not. Case and
 * accents do not matter. Positions hold for texts whose letters fold one to one; otherwise nothing is marked.
 */
export const matchIn = (text: string, query: string): Match | undefined => {
  const wanted = fold(query.trim());
  if (wanted === "") return { from: 0, to: 0 };
  const folded = fold(text);
  const atWord = ` ${folded}`.indexOf(` ${wanted}`);
  const from = atWord >= 0 ? atWord : folded.indexOf(wanted);
  if (from < 0) return undefined;
  return folded.length === text.length ? { from, to: from + wanted.length } : { from: 0, to: 0 };
};
/** Smaller is better: at the start, at a word, anywhere. */
export const rankOf = (text: string, match: Match): number =>
  match.from === 0 ? 0 : text[match.from - 1] === " " ? 1 : 2;
