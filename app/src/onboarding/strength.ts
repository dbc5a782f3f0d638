/** How hard a passphrase is to guess, as honestly as it can be said without knowing who guesses. */
export type Strength = "none" | "weak" | "fair" | "good" | "strong";
export const strengths: readonly Strength[] = ["none", "weak", "fair", "good", "strong"];

/** Fewer characters are never enough, whatever they are. */
export const leastLength = 8;
/** Powers of ten of guesses. Each guess costs one whole Argon2id: 10^11 of them are some thousand machine-years. */
const bounds = [5, 8, 11, 14] as const;
/** Pure: from log10 of the number of guesses. */
export const strengthOf = (guessesLog10: number): Strength =>
  strengths[bounds.filter((bound) => guessesLog10 >= bound).length] ?? "none";
/** What may lock a journal. */
export const isEnough = ({ strength }: Pick<Measured, "strength">): boolean =>
  strength === "good" || strength === "strong";

export interface Measured {
  readonly strength: Strength;
  /** `length`: the dictionaries could not be had, so nothing else was looked at. */
  readonly judgedBy: "lists" | "length";
}
export type Measure = (passphrase: string) => Measured;
/** Without the dictionaries only length can be judged, and that sternly. */
export const measureByLength: Measure = (passphrase) => ({
  strength: passphrase.length < 12 ? "weak" : passphrase.length < 20 ? "fair" : "good",
  judgedBy: "length",
});

/** The dictionaries are large and are asked for beside the page, when someone starts to choose. */
export const loadMeasure = async (): Promise<Measure> => {
  const [{ ZxcvbnFactory }, { dictionary, graphs }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("virtual:passphrase-dictionaries"),
  ]);
  const estimator = new ZxcvbnFactory({ dictionary, graphs });
  // The estimate grows with the square of the length; 100 characters are strong in any case.
  return (passphrase) => ({
    strength: strengthOf(estimator.check(passphrase.slice(0, 100)).guessesLog10),
    judgedBy: "lists",
  });
};
