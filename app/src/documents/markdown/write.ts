/** ProseMirror JSON → Markdown. What Markdown cannot say (empty paragraphs, underline) is said in inline HTML, so that reading it again gives the same text. */
import type { BlockContent, ListItem, PhrasingContent, RootContent } from "mdast";
import type { PmNode } from "../model.ts";
import { type AttentionStyle, type LinkPrinter, printInline } from "./inline.ts";
import { parseMarkdown, printMarkdown } from "./mdast.ts";
import { bodyFromMarkdown } from "./read.ts";

export interface WriteOptions extends LinkPrinter {
  /** Where an attachment lies for the reader of the text; `attachment:ID` without an answer. */
  readonly mediaPath?: ((attachment: string) => string | undefined) | undefined;
}

/** Information string of a code block that holds a table's source; see read.ts. */
export const tableInfo = "table";

const children = (node: PmNode): readonly PmNode[] => node.content ?? [];
const isEmptyParagraph = (node: PmNode | undefined): boolean =>
  node?.type === "paragraph" && children(node).length === 0;

const attention = new Set(["bold", "italic", "strike"]);
const hasAttention = (content: readonly PmNode[]): boolean =>
  content.some((node) => node.marks?.some((mark) => attention.has(mark.type)));

/** Marks as a set, so that their order does not count. */
const inlineKey = (content: readonly PmNode[]): string =>
  JSON.stringify(
    content.map((node) => [
      node.type,
      node.text,
      (node.type === "hardBreak" ? [] : (node.marks ?? []))
        .map((mark) => [mark.type, mark.attrs?.href])
        .sort(),
    ]),
  );

/** Signs where they read back the same, tags where they would not (`a**b **c`). */
const styleFor = (content: readonly PmNode[], where: "paragraph" | "heading"): AttentionStyle => {
  if (!hasAttention(content)) return "signs";
  const block = paragraphOf(printInline(content, where, "signs", {}));
  const again = bodyFromMarkdown(printMarkdown({ type: "root", children: [block] }));
  const [only, ...more] = children(again);
  const same =
    only?.type === "paragraph" && more.length === 0 && inlineKey(children(only)) === inlineKey(content);
  return same ? "signs" : "tags";
};

const paragraphOf = (inline: PhrasingContent[]): BlockContent => ({ type: "paragraph", children: inline });
const inlineOf = (node: PmNode, where: "paragraph" | "heading", options: WriteOptions): PhrasingContent[] =>
  printInline(children(node), where, styleFor(children(node), where), options);

const codeBlock = (node: PmNode): RootContent => {
  const value = children(node)
    .map((child) => child.text ?? "")
    .join("");
  const language = typeof node.attrs?.language === "string" ? node.attrs.language : "";
  if (language === tableInfo) {
    const { children: blocks } = parseMarkdown(value);
    const [table] = blocks;
    if (blocks.length === 1 && table?.type === "table" && printMarkdown(table).trimEnd() === value)
      return table;
  }
  const [lang = "", ...rest] = language.split(" ");
  return {
    type: "code",
    value,
    lang: lang === "" ? null : lang,
    meta: rest.length === 0 ? null : rest.join(" "),
  };
};

/** Behind an empty paragraph these would be read as that paragraph, or turn the signs of the list. */
const needsFirst = new Set(["paragraph", "horizontalRule", "bulletList", "orderedList", "taskList"]);

const listItem = (node: PmNode, options: WriteOptions): ListItem => {
  const content = children(node);
  const [first, second] = content;
  // A first empty paragraph is implied when another kind of block follows; a task, and an item of nothing else, need one.
  const implied =
    isEmptyParagraph(first) &&
    node.type === "listItem" &&
    second !== undefined &&
    !needsFirst.has(second.type);
  return {
    type: "listItem",
    spread: false,
    checked: node.type === "taskItem" ? node.attrs?.checked === true : null,
    children: (implied ? content.slice(1) : content).map((child) => block(child, options) as BlockContent),
  };
};

const block = (node: PmNode, options: WriteOptions): RootContent => {
  switch (node.type) {
    case "paragraph":
      return paragraphOf(inlineOf(node, "paragraph", options));
    case "heading": {
      const depth = Math.min(6, Math.max(1, Number(node.attrs?.level ?? 1))) as 1 | 2 | 3 | 4 | 5 | 6;
      return { type: "heading", depth, children: inlineOf(node, "heading", options) };
    }
    case "blockquote":
      return {
        type: "blockquote",
        children: children(node).map((child) => block(child, options) as BlockContent),
      };
    case "bulletList":
    case "orderedList":
    case "taskList":
      return {
        type: "list",
        ordered: node.type === "orderedList",
        start: node.type === "orderedList" ? Number(node.attrs?.start ?? 1) : null,
        spread: false,
        children: children(node).map((child) => listItem(child, options)),
      };
    case "codeBlock":
      return codeBlock(node);
    case "horizontalRule":
      return { type: "thematicBreak" };
    case "image":
    case "file":
      return attached(node, options);
    default:
      // A block of a newer schema: its text is kept.
      if (children(node).every(({ type }) => type === "text" || type === "hardBreak")) {
        return paragraphOf(inlineOf(node, "paragraph", options));
      }
      return {
        type: "blockquote",
        children: children(node).map((child) => block(child, options) as BlockContent),
      };
  }
};

const attached = (node: PmNode, options: WriteOptions): RootContent => {
  const id = String(node.attrs?.attachment ?? "");
  const url = options.mediaPath?.(id) ?? `attachment:${id}`;
  if (node.type === "image") {
    return paragraphOf([{ type: "image", url, alt: String(node.attrs?.alt ?? "") }]);
  }
  const name = String(node.attrs?.name ?? "");
  return paragraphOf([{ type: "link", url, children: [{ type: "text", value: name === "" ? url : name }] }]);
};

/** Markdown of a `doc` node, ending in a line feed unless empty. Empty paragraphs at the end are not written. */
export const bodyToMarkdown = (body: PmNode, options: WriteOptions = {}): string => {
  const blocks = [...children(body)];
  while (isEmptyParagraph(blocks.at(-1))) blocks.pop();
  return printMarkdown({ type: "root", children: blocks.map((node) => block(node, options)) });
};
