/**
 * A body as people write Markdown: without what it could only say as `<br>` and `&#x20;`, and nobody sees: empty paragraphs,
 * spaces and line breaks at the ends of lines, formatting of a space. Our own zip keeps the body whole.
 */
import type { PmNode } from "../../documents/model.ts";

const signs = new Set(["bold", "italic", "strike"]);

/** White space at the ends of bold, italic and struck text moves out of it. */
const spacesOutside = (node: PmNode): readonly PmNode[] => {
  if (node.type !== "text" || !node.marks?.some(({ type }) => signs.has(type))) return [node];
  if (node.marks.some(({ type }) => type === "code")) return [node];
  const [, before = "", text = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(node.text ?? "") ?? [];
  const marks = node.marks.filter(({ type }) => !signs.has(type));
  const space = (value: string): readonly PmNode[] =>
    value === "" ? [] : [{ type: "text", text: value, ...(marks.length > 0 && { marks }) }];
  return [...space(before), ...(text === "" ? [] : [{ ...node, text }]), ...space(after)];
};
const isBreak = (node: PmNode | undefined): boolean => node?.type === "hardBreak";
const isCode = ({ marks }: PmNode): boolean => marks?.some(({ type }) => type === "code") === true;

const tidyLine = (nodes: readonly PmNode[]): readonly PmNode[] => {
  const trimmed = nodes.map((node, at): PmNode => {
    if (node.type !== "text" || isCode(node)) return node;
    const [before, after] = [nodes[at - 1], nodes[at + 1]];
    let text = node.text ?? "";
    if (before === undefined || isBreak(before)) text = text.trimStart();
    if (after === undefined || isBreak(after)) text = text.trimEnd();
    return { ...node, text };
  });
  const kept = trimmed.filter(({ type, text }) => type !== "text" || text !== "");
  const start = kept.findIndex((node) => !isBreak(node));
  return start < 0 ? [] : kept.slice(start, kept.findLastIndex((node) => !isBreak(node)) + 1);
};
/** Neighbours of the same marks are one text: two would need tags where one needs signs. */
const joined = (nodes: readonly PmNode[]): readonly PmNode[] => {
  const all: PmNode[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    const same = last?.type === "text" && node.type === "text" && marksOf(last) === marksOf(node);
    if (same) all[all.length - 1] = { ...last, text: `${last.text ?? ""}${node.text ?? ""}` };
    else all.push(node);
  }
  return all;
};
const marksOf = ({ marks = [] }: PmNode): string => JSON.stringify(marks);

/** Until nothing changes: what one round takes away may have stood before another space. */
const tidyInline = (nodes: readonly PmNode[]): readonly PmNode[] => {
  const next = tidyLine(joined(nodes.flatMap(spacesOutside)));
  return next.length === nodes.length && JSON.stringify(next) === JSON.stringify(nodes)
    ? next
    : tidyInline(next);
};

/** A heading is one line. */
const inOneLine = (node: PmNode): PmNode => (isBreak(node) ? { type: "text", text: " " } : node);

const tidy = (node: PmNode): readonly PmNode[] => {
  if (node.type === "codeBlock" || node.content === undefined) return [node];
  const { content, ...rest } = node;
  if (node.type === "paragraph" || node.type === "heading") {
    const line = tidyInline(node.type === "heading" ? content.map(inOneLine) : content);
    return [line.length === 0 ? rest : { ...rest, content: line }];
  }
  // The first block of a list item must stay; other empty paragraphs are space between blocks.
  const isItem = node.type === "listItem" || node.type === "taskItem";
  const blocks = content.flatMap(tidy).filter((block, at) => (isItem && at === 0) || !isEmpty(block));
  return [{ ...rest, content: blocks.length === 0 ? [{ type: "paragraph" }] : blocks }];
};
const isEmpty = ({ type, content }: PmNode): boolean => type === "paragraph" && (content ?? []).length === 0;

export const tidied = (body: PmNode): PmNode => tidy(body)[0] ?? body;
