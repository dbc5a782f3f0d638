import { paths } from "../paths.ts";

export type ShortcutName =
  | "palette"
  | "write"
  | "journal"
  | "lookBack"
  | "favourites"
  | "settings"
  | "lock"
  | "help";
export interface Shortcut {
  readonly name: ShortcutName;
  /** Ctrl, or ⌘ on a Mac. */
  readonly command?: true;
  readonly shift?: true;
  /** Pressed one after the other. Lower case. */
  readonly keys: readonly string[];
}

export const shortcuts: readonly Shortcut[] = [
  { name: "palette", command: true, keys: ["k"] },
  { name: "write", keys: ["n"] },
  { name: "journal", keys: ["g", "j"] },
  { name: "lookBack", keys: ["g", "l"] },
  { name: "favourites", keys: ["g", "f"] },
  { name: "settings", keys: ["g", "s"] },
  { name: "lock", command: true, shift: true, keys: ["l"] },
  { name: "help", keys: ["?"] },
];
/** Where a shortcut leads, for those that lead somewhere. */
export const shortcutPaths: Partial<Record<ShortcutName, string>> = {
  write: paths.write,
  journal: paths.journal,
  lookBack: paths.lookBack,
  favourites: paths.favourites,
  settings: paths.settings,
};

const onMac = (): boolean => /mac|iphone|ipad/i.test(globalThis.navigator?.userAgent ?? "");

/** The keys of a shortcut as they stand on them. */
export const keysOf = (shortcut: Shortcut): readonly string[] => {
  const keys = shortcut.keys.map((key) => key.toUpperCase());
  if (shortcut.command !== true) return keys;
  const [command, shift] = onMac() ? ["⌘", "⇧"] : ["Ctrl", "Shift"];
  return [command, ...(shortcut.shift === true ? [shift] : []), ...keys];
};
export const shortcutText = (name: ShortcutName): string => {
  const found = shortcuts.find((shortcut) => shortcut.name === name);
  return found === undefined ? "" : keysOf(found).join(" ");
};

export interface Press {
  readonly key: string;
  readonly command: boolean;
  readonly shift: boolean;
}
export interface Matched {
  readonly name?: ShortcutName;
  /** What was pressed so far, when more may follow. */
  readonly pending: readonly string[];
}
/** Pure: which shortcut a press completes, given the keys before it. */
export const matchPress = (press: Press, before: readonly string[], singleKeys: boolean): Matched => {
  if (press.command) {
    const found = shortcuts.find(
      (shortcut) =>
        shortcut.command === true &&
        shortcut.keys[0] === press.key.toLowerCase() &&
        (shortcut.shift === true) === press.shift,
    );
    return found === undefined ? { pending: [] } : { name: found.name, pending: [] };
  }
  if (!singleKeys || press.key.length !== 1) return { pending: [] };
  const pressed = [...before, press.key.toLowerCase()];
  const begun = shortcuts.filter(
    (shortcut) => shortcut.command !== true && pressed.every((key, index) => shortcut.keys[index] === key),
  );
  const whole = begun.find((shortcut) => shortcut.keys.length === pressed.length);
  if (whole !== undefined) return { name: whole.name, pending: [] };
  if (begun.length > 0) return { pending: pressed };
  return before.length > 0 ? matchPress(press, [], singleKeys) : { pending: [] };
};

const key = "whisperwell.single-keys";
/** Single letters as shortcuts can be turned off, for those who speak or tremble. Kept on this device. */
export const readSingleKeys = (): boolean => {
  try {
    return localStorage.getItem(key) !== "off";
  } catch {
    return true; // Storage is blocked: the default holds.
  }
};
export const writeSingleKeys = (on: boolean): void => {
  try {
    localStorage.setItem(key, on ? "on" : "off");
  } catch {
    return; // Storage is blocked: the choice cannot be kept, and nothing else depends on it.
  }
};
