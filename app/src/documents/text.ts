/** Plain text of a body: what excerpts, word counts and filters see. */
import type { PmNode } from "./model.ts";

const inline = new Set(["text", "hardBreak"]);

/** Blocks one per line; pictures and rules say nothing. */
export const plainTextOf = (node: PmNode): string => {
  if (node.type === "text") return node.text ?? "";
  if (node.type === "hardBreak") return "\n";
  const children = node.content ?? [];
  const glue = children.length > 0 && children.every((child) => inline.has(child.type)) ? "" : "\n";
  return children
    .map(plainTextOf)
    .filter((text) => text !== "")
    .join(glue);
};

const isTable = (node: PmNode): boolean => node.type === "codeBlock" && node.attrs?.language === "table";
/** A table is kept as its Markdown source; a list shows its cells, without the bars and dashes between them. */
const cellsOf = (source: string): string =>
  source
    .split("\n")
    .filter((line) => !/^[\s|:-]*$/.test(line))
    .flatMap((line) => line.split(/(?<!\\)\|/))
    .map((cell) => cell.replaceAll("\\|", "|").trim())
    .filter((cell) => cell !== "")
    .join(" · ");

/** Plain text as lists show it. */
export const listTextOf = (node: PmNode): string => {
  if (isTable(node)) return cellsOf(plainTextOf(node));
  const children = node.content ?? [];
  return node.type === "doc"
    ? children
        .map(listTextOf)
        .filter((text) => text !== "")
        .join("\n")
    : plainTextOf(node);
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const words = new Intl.Segmenter("en", { granularity: "word" });

/** The first `limit` UTF-16 units at most, white space made one space, never cutting a character in two. */
export const excerptOf = (text: string, limit = 280): string => {
  // Four units more than asked for are enough to collapse a usual text; the loop stops early on any other.
  const flat = text
    .slice(0, limit * 8)
    .replace(/\s+/g, " ")
    .trim();
  if (flat.length <= limit) return flat;
  let length = 0;
  for (const { segment, index } of graphemes.segment(flat)) {
    if (index + segment.length > limit - 1) break;
    length = index + segment.length;
  }
  return `${flat.slice(0, length).trimEnd()}…`;
};

/** Words as a reader of any script counts them. */
export const wordCount = (text: string): number => {
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count += 1;
  return count;
};
