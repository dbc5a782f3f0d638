/** The YAML block at the head of a note, and what of it an entry has a place for. */
import { parse, YAMLError } from "yaml";

export type FrontMatter =
  | { readonly state: "absent"; readonly text: string }
  | { readonly state: "present"; readonly fields: Readonly<Record<string, unknown>>; readonly text: string }
  | { readonly state: "unreadable"; readonly yaml: string; readonly text: string };

const block = /^\ufeff?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

const deepest = 64;
/** False for what holds itself, and for what nobody wrote by hand: neither can be kept beside an entry. */
const isShallow = (value: unknown, levels: number): boolean =>
  value === null ||
  typeof value !== "object" ||
  (levels > 0 && Object.values(value).every((child) => isShallow(child, levels - 1)));

export const readFrontMatter = (source: string): FrontMatter => {
  const match = block.exec(source);
  if (match === null) return { state: "absent", text: source.replace(/^\ufeff/, "") };
  const [whole, yaml = ""] = match;
  const text = source.slice(whole.length);
  try {
    // Aliases that multiply (the "billion laughs") are refused by the parser's own cap.
    const fields: unknown = parse(yaml, { schema: "core", maxAliasCount: 100, logLevel: "error" });
    if (fields === null || fields === undefined) return { state: "present", fields: {}, text };
    if (typeof fields === "object" && !Array.isArray(fields) && isShallow(fields, deepest)) {
      return { state: "present", fields: fields as Record<string, unknown>, text };
    }
  } catch (error) {
    // RangeError: nested deeper than the parser's stack.
    const isOfText =
      error instanceof YAMLError || error instanceof ReferenceError || error instanceof RangeError;
    if (!isOfText) throw error;
  }
  return { state: "unreadable", yaml, text };
};

/** A list, or a text with commas (or spaces, where a name cannot hold them), without leading `#`. */
export const nameList = (value: unknown, separator: RegExp): string[] => {
  const parts = Array.isArray(value) ? value : typeof value === "string" ? value.split(separator) : [];
  return parts
    .filter((part) => typeof part === "string" || typeof part === "number")
    .map((part) =>
      String(part)
        .trim()
        .replace(/^#/, "")
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    )
    .filter((part) => part !== "");
};

export const isYes = (value: unknown): boolean =>
  value === true || (typeof value === "string" && /^(?:true|yes)$/i.test(value));
