/** The app's own words as handles: `{{values}}` filled in, or left open. */
import { escapeRegExp } from "./escape.ts";

type Values = Readonly<Record<string, string | number>>;

/** “Word {{number}}” with its values. */
export const say = (text: string, values: Values = {}): string =>
  text.replace(/\{\{(\w+)[^}]*\}\}/g, (whole, name: string) => String(values[name] ?? whole));

/** The whole sentence, whatever stands for its values. */
export const like = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split(/\{\{[^}]+\}\}/)
      .map(escapeRegExp)
      .join(".+")}$`,
    "u",
  );

/** A text that begins so. */
export const begins = (text: string): RegExp => new RegExp(`^${escapeRegExp(text)}`, "u");
