/**
 * Vite plugin: `virtual:passphrase-dictionaries`, the lists a passphrase is measured against, cut from the packages of
 * zxcvbn-ts at build time. Whole they are 750 kB compressed, more than the rest of the app; the commonest of each are what
 * an honest estimate needs, because a rarer word only makes the estimate a little too kind.
 */
import type { Plugin } from "vite";

const name = "virtual:passphrase-dictionaries";
const resolved = `\0${name}`;

/**
 * Order is rank, and rank is what counts. Inside runs that double in length words are sorted, which compresses a quarter
 * better and moves a rank by less than a factor of two: 0.3 of the power of ten that separates two steps of the scale.
 */
const inRuns = (words: readonly string[]): string => {
  const runs: string[] = [];
  for (let at = 0, length = 64; at < words.length; length = Math.min(length * 2, 16_384)) {
    runs.push(...words.slice(at, at + length).sort());
    at += length;
  }
  return runs.join("\n");
};

const lists = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
  const common = (await import("@zxcvbn-ts/language-common")).dictionary as Record<string, string[]>;
  const english = (await import("@zxcvbn-ts/language-en")).dictionary as Record<string, string[]>;
  const all = (list: string[] | undefined, most = Number.POSITIVE_INFINITY) => (list ?? []).slice(0, most);
  const words = [...all(english["commonWords-en"], 18_000), ...all(common["diceware-common"])];
  return {
    passwords: all(common["passwords-common"], 15_000),
    words: [...new Set(words)],
    firstnames: all(english["firstnames-en"]),
    lastnames: all(english["lastnames-en"], 6000),
  };
};

export const passphraseDictionaries = (): Plugin => ({
  name: "passphrase-dictionaries",
  resolveId: (id) => (id === name ? resolved : undefined),
  load: async (id) => {
    if (id !== resolved) return undefined;
    const texts = Object.entries(await lists()).map(
      ([list, words]) => `${list}: ${JSON.stringify(inRuns(words))}.split("\\n")`,
    );
    const { adjacencyGraphs } = await import("@zxcvbn-ts/language-common");
    return [
      `export const dictionary = { ${texts.join(", ")} };`,
      `export const graphs = JSON.parse(${JSON.stringify(JSON.stringify(adjacencyGraphs))});`,
    ].join("\n");
  },
});
