/** The inline half of both directions: marks of the schema and what Markdown or HTML writes for them. */
import type { PhrasingContent } from "mdast";
import type { PmNode } from "../model.ts";

export type PmMark = NonNullable<PmNode["marks"]>[number];

/** Outermost first; two texts that share an outer mark share its syntax. */
export const markOrder = ["link", "highlight", "underline", "bold", "italic", "strike", "code"] as const;

/** Tags that stand for a mark, the first of each is the one we write. */
export const markTags: Readonly<Record<string, readonly string[]>> = {
  highlight: ["mark"],
  underline: ["u", "ins"],
  bold: ["strong", "b"],
  italic: ["em", "i", "cite", "dfn", "var"],
  strike: ["del", "s", "strike"],
  code: ["code", "kbd", "samp", "tt"],
};
const markOfTag = new Map(
  Object.entries(markTags).flatMap(([mark, tags]) => tags.map((tag) => [tag, mark] as const)),
);

/** How bold, italic and strike are written: Markdown's own signs, or tags, which are unambiguous anywhere. */
export type AttentionStyle = "signs" | "tags";

const sameMark = (a: PmMark | undefined, b: PmMark | undefined): boolean =>
  a?.type === b?.type && a?.attrs?.href === b?.attrs?.href && a?.attrs?.title === b?.attrs?.title;
const markOf = (node: PmNode, type: string): PmMark | undefined =>
  node.marks?.find((mark) => mark.type === type);

const html = (value: string): PhrasingContent => ({ type: "html", value });
const tagged = (mark: string, children: PhrasingContent[]): PhrasingContent[] => {
  const tag = markTags[mark]?.[0] ?? "span";
  return [html(`<${tag}>`), ...children, html(`</${tag}>`)];
};

export interface LinkPrinter {
  /** Another way to write a link whole, or undefined for the usual one. */
  readonly printLink?: ((href: string, text: string) => string | undefined) | undefined;
}

const wrap = (
  mark: PmMark,
  nodes: PmNode[],
  children: PhrasingContent[],
  style: AttentionStyle,
  links: LinkPrinter,
): PhrasingContent[] => {
  switch (mark.type) {
    case "link": {
      const href = String(mark.attrs?.href ?? "");
      const title = mark.attrs?.title;
      const whole = links.printLink?.(href, nodes.map((node) => node.text ?? "").join(""));
      if (whole !== undefined) return [html(whole)];
      return [{ type: "link", url: href, title: typeof title === "string" ? title : null, children }];
    }
    case "bold":
      return style === "tags" ? tagged("bold", children) : [{ type: "strong", children }];
    case "italic":
      return style === "tags" ? tagged("italic", children) : [{ type: "emphasis", children }];
    case "strike":
      return style === "tags" ? tagged("strike", children) : [{ type: "delete", children }];
    case "code":
      return [{ type: "inlineCode", value: nodes.map((node) => node.text ?? "").join("") }];
    default:
      return tagged(mark.type, children);
  }
};

const leaf = (node: PmNode, breaks: "slash" | "tag"): PhrasingContent =>
  node.type === "hardBreak"
    ? breaks === "tag"
      ? html("<br>")
      : { type: "break" }
    : { type: "text", value: node.text ?? "" };

const nest = (
  nodes: PmNode[],
  level: number,
  style: AttentionStyle,
  breaks: "slash" | "tag",
  links: LinkPrinter,
): PhrasingContent[] => {
  const type = markOrder[level];
  if (type === undefined) {
    return nodes.map((node) => leaf(node, breaks));
  }
  const out: PhrasingContent[] = [];
  for (let start = 0; start < nodes.length; ) {
    const mark = markOf(nodes[start] as PmNode, type);
    let end = start + 1;
    while (end < nodes.length && sameMark(markOf(nodes[end] as PmNode, type), mark)) end += 1;
    const group = nodes.slice(start, end);
    const children = nest(group, level + 1, style, breaks, links);
    out.push(...(mark === undefined ? children : wrap(mark, group, children, style, links)));
    start = end;
  }
  return out;
};

/**
 * Inline nodes of one block. In a heading, and at the end of any block, a line break has no sign of its own and becomes
 * `<br>`. A block of nothing but n breaks is written as n + 1 of them, because Markdown has no empty paragraph.
 */
export const printInline = (
  content: readonly PmNode[],
  where: "paragraph" | "heading",
  style: AttentionStyle,
  links: LinkPrinter,
): PhrasingContent[] => {
  const nodes = content.filter((node) => node.type === "hardBreak" || (node.text ?? "") !== "");
  if (nodes.every((node) => node.type === "hardBreak")) {
    const count = where === "heading" ? nodes.length : nodes.length + 1;
    return Array.from({ length: count }, () => html("<br>"));
  }
  let trailing = nodes.length;
  while (nodes[trailing - 1]?.type === "hardBreak") trailing -= 1;
  const breaks = where === "heading" ? "tag" : "slash";
  return [
    ...nest(nodes.slice(0, trailing), 0, style, breaks, links),
    ...nodes.slice(trailing).map(() => html("<br>")),
  ];
};

/** What a piece of inline HTML means to us; everything else about it is dropped. */
export type InlineTag =
  | { readonly type: "break" }
  | { readonly type: "open"; readonly mark: PmMark }
  | { readonly type: "close"; readonly mark: string }
  | { readonly type: "nothing" };

export const readTag = (value: string, safeHref: (href: string) => boolean): InlineTag => {
  const match = /^<(\/?)([A-Za-z][A-Za-z0-9]*)([^>]*)>$/.exec(value.trim());
  if (match === null) return { type: "nothing" };
  const [, slash, name = "", rest = ""] = match;
  const tag = name.toLowerCase();
  if (tag === "br") return { type: "break" };
  if (tag === "a") {
    if (slash === "/") return { type: "close", mark: "link" };
    const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(rest);
    const target = href?.[1] ?? href?.[2] ?? "";
    return safeHref(target)
      ? { type: "open", mark: { type: "link", attrs: { href: target } } }
      : { type: "nothing" };
  }
  const mark = markOfTag.get(tag);
  if (mark === undefined) return { type: "nothing" };
  return slash === "/" ? { type: "close", mark } : { type: "open", mark: { type: mark } };
};
