/** How many recovery words there are. */
export const wordCount = 24;
/** The English list of BIP-39 is asked for when words are first typed: 2,048 words are not needed before. */
export const loadWordList = async (): Promise<readonly string[]> =>
  (await import("@scure/bip39/wordlists/english.js")).wordlist;

const plain = (text: string): string => text.trim().toLowerCase().normalize("NFKD");

/** Words of a pasted or typed text: numbers and points between them are left out. */
export const splitWords = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");

/** At most four words that begin so; the list is sorted. */
export const suggestions = (list: readonly string[], start: string): readonly string[] => {
  const from = plain(start);
  return from === "" ? [] : list.filter((word) => word.startsWith(from)).slice(0, 4);
};

/** Steps of one letter (changed, left out, added) between two words. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
};
/** The word that was probably meant: at most two letters away. */
export const nearest = (list: readonly string[], word: string): string | undefined => {
  let best: string | undefined;
  let least = 3;
  for (const candidate of list) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const steps = distance(word, candidate);
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
};
