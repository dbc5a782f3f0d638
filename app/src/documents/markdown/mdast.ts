/** The Markdown dialect: CommonMark with strikethrough, tables and task lists of GFM. No literal autolinks: what was plain text stays plain text. */
import type { Nodes, Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown, gfmStrikethroughToMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown, gfmTableToMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown, gfmTaskListItemToMarkdown } from "mdast-util-gfm-task-list-item";
import { type Join, toMarkdown } from "mdast-util-to-markdown";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";

export const parseMarkdown = (markdown: string): Root =>
  fromMarkdown(markdown, {
    extensions: [gfmStrikethrough({ singleTilde: false }), gfmTable(), gfmTaskListItem()],
    mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmTableFromMarkdown(), gfmTaskListItemFromMarkdown()],
  });

/**
 * Where blocks need a blank line between them: after a line that is one tag, which would swallow the next; and in list
 * items, where only a usual list under its text may stand close.
 */
const blankLines: Join = (left, right, parent) => {
  if (left.type === "paragraph" && left.children.every(({ type }) => type === "html")) return 1;
  if (parent.type !== "listItem") return undefined;
  const close = left.type === "paragraph" && right.type === "list" && (right.start ?? 1) === 1;
  return close ? undefined : 1;
};

export const printMarkdown = (tree: Root | RootContent): string =>
  toMarkdown(tree, {
    extensions: [
      gfmStrikethroughToMarkdown(),
      gfmTableToMarkdown({ tablePipeAlign: false }),
      gfmTaskListItemToMarkdown(),
    ],
    bullet: "-",
    bulletOther: "*",
    rule: "-",
    emphasis: "*",
    fences: true,
    listItemIndent: "one",
    incrementListMarker: true,
    resourceLink: true,
    join: [blankLines],
    unsafe: [{ character: "<", inConstruct: "phrasing" }],
  });

/** Nesting beyond this is nobody's text; it would only exhaust the stack. */
export const maxDepth = 100;

/** Depth of a tree, counted without recursion, up to the first node that is too deep. */
export const isTooDeep = (root: Nodes): boolean => {
  const stack: [Nodes, number][] = [[root, 1]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [node, depth] = next;
    if (depth > maxDepth) return true;
    if ("children" in node) for (const child of node.children) stack.push([child, depth + 1]);
  }
  return false;
};
