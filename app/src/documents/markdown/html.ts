/** HTML → mdast, by way of a sanitiser. No DOM: it runs in a worker and in Node. */
import type { Element } from "hast";
import { fromHtml } from "hast-util-from-html";
import { defaultSchema, type Schema as SanitizeSchema, sanitize } from "hast-util-sanitize";
import { type Handle, toMdast } from "hast-util-to-mdast";
import type { RootContent } from "mdast";
import { maxDepth } from "./mdast.ts";

/** GitHub's list, without anything that loads, names or styles, and with our two marks. */
const allowed: SanitizeSchema = {
  ...defaultSchema,
  clobber: [],
  tagNames: [...(defaultSchema.tagNames ?? []), "mark", "u"].filter(
    (tag) => tag !== "picture" && tag !== "source",
  ),
  attributes: {
    a: ["href", "title"],
    img: ["src", "alt"],
    input: [["type", "checkbox"], "checked", "disabled"],
    ol: ["start"],
    li: [],
    code: [["className", /^language-./]],
  },
  protocols: { href: ["http", "https", "mailto", "tel"], src: ["http", "https", "attachment"] },
  strip: ["script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"],
};

const marked =
  (type: "highlight" | "underline"): Handle =>
  (state, node: Element) =>
    // A node type of our own, which read.ts knows.
    ({ type, children: state.all(node) }) as unknown as ReturnType<Handle>;

/** These end by themselves, or where the next of them begins. */
const unclosed =
  /^(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|th|tr|track|wbr)$/i;

/** Parsers of HTML recurse: what is nested too deep is seen before any of them runs. */
const isNestedTooDeep = (html: string): boolean => {
  let depth = 0;
  for (const [, slash, tag = ""] of html.matchAll(/<(\/?)([A-Za-z][^\s>/]*)/g)) {
    if (unclosed.test(tag)) continue;
    depth = slash === "/" ? Math.max(0, depth - 1) : depth + 1;
    if (depth > maxDepth) return true;
  }
  return false;
};

const textOnly = (html: string): RootContent[] => [
  {
    type: "paragraph",
    children: [
      {
        type: "text",
        value: html
          .replace(/<[^>]*>/g, " ")
          .replace(/\s+/g, " ")
          .trim(),
      },
    ],
  },
];

export const blocksFromHtml = (html: string): RootContent[] => {
  if (isNestedTooDeep(html)) return textOnly(html);
  const raw = fromHtml(html, { fragment: true });
  const tree = toMdast(sanitize(raw, allowed), {
    handlers: { mark: marked("highlight"), u: marked("underline") },
  });
  return tree.type === "root" ? tree.children : [tree as RootContent];
};
