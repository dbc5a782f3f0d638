/** How this screen looks: kept on this device, free of content, read before the first paint. */
export interface Appearance {
  readonly scheme: "system" | "light" | "dark";
  readonly contrast: "system" | "normal" | "more";
  /** Factor on the size of text that is read, 0.85–1.6. */
  readonly reading: number;
}
export const defaultAppearance: Appearance = { scheme: "system", contrast: "system", reading: 1 };
export const readingSizes = [0.85, 1, 1.15, 1.3, 1.6] as const;

const key = "whisperwell.appearance";
const oneOf = <T extends string>(value: unknown, choices: readonly T[], otherwise: T): T =>
  choices.find((choice) => choice === value) ?? otherwise;

/** Whatever is stored, a whole appearance comes out. */
export const parseAppearance = (text: string | null): Appearance => {
  if (text === null) return defaultAppearance;
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return defaultAppearance; // Not ours, or cut short: the look is not worth a message.
  }
  if (typeof found !== "object" || found === null) return defaultAppearance;
  const { scheme, contrast, reading } = found as Record<string, unknown>;
  return {
    scheme: oneOf(scheme, ["system", "light", "dark"], "system"),
    contrast: oneOf(contrast, ["system", "normal", "more"], "system"),
    reading: typeof reading === "number" && reading >= 0.85 && reading <= 1.6 ? reading : 1,
  };
};

const listeners = new Set<() => void>();
let present: Appearance | undefined;

/** Storage may refuse (private windows, blocked cookies); then the choice lasts as long as the page. */
const storage = (): Storage | undefined => {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
};

export const readAppearance = (): Appearance => {
  present ??= parseAppearance(storage()?.getItem(key) ?? null);
  return present;
};
export const writeAppearance = (change: Partial<Appearance>): void => {
  present = { ...readAppearance(), ...change };
  try {
    storage()?.setItem(key, JSON.stringify(present));
  } finally {
    for (const listener of listeners) listener();
  }
};
export const subscribeAppearance = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
