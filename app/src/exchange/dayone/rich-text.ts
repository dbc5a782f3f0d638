/** Day One's rich text: runs with attributes, where those of a line stand on the runs that make it. */
import type { PmNode } from "../../documents/model.ts";
import { isSafeHref, normalBody } from "../../documents/schema.ts";
import { fieldsOf } from "./record.ts";

type Fields = Readonly<Record<string, unknown>>;
interface Line {
  readonly format: Fields;
  readonly content: PmNode[];
  /** An embedded object or a rule, which stands alone. */
  readonly block?: PmNode;
}
export type Embed = (kind: string, identifier: string) => PmNode | undefined;

const marksOf = (attributes: Fields): NonNullable<PmNode["marks"]> => {
  if (attributes.inlineCode === true) return [{ type: "code" }];
  const href = typeof attributes.linkURL === "string" ? attributes.linkURL : "";
  return [
    ...(href !== "" && isSafeHref(href) ? [{ type: "link", attrs: { href, title: null } }] : []),
    ...(attributes.bold === true ? [{ type: "bold" }] : []),
    ...(attributes.italic === true ? [{ type: "italic" }] : []),
    ...(attributes.strikethrough === true ? [{ type: "strike" }] : []),
    ...(attributes.underline === true ? [{ type: "underline" }] : []),
    ...(typeof attributes.highlightedColor === "string" ? [{ type: "highlight" }] : []),
  ];
};

const embedded = (object: Fields | undefined, embed: Embed): PmNode | undefined => {
  if (object?.type === "horizontalRuleLine") return { type: "horizontalRule" };
  if (typeof object?.type !== "string" || typeof object.identifier !== "string") return undefined;
  return embed(object.type, object.identifier);
};

/** Without white space at the end, which is nobody's text. */
const trimmed = (content: readonly PmNode[]): PmNode[] => {
  const nodes = [...content];
  for (let last = nodes.pop(); last !== undefined; last = nodes.pop()) {
    const text = (last.text ?? "").trimEnd();
    if (text !== "") return [...nodes, { ...last, text }];
  }
  return [];
};

const linesOf = (runs: readonly unknown[], embed: Embed): Line[] => {
  const lines: Line[] = [];
  let content: PmNode[] = [];
  let format: Fields = {};
  const flush = (): void => {
    content = trimmed(content);
    lines.push({ format, content });
    content = [];
    format = {};
  };
  for (const run of runs) {
    const fields = fieldsOf(run) ?? {};
    const attributes = fieldsOf(fields.attributes) ?? {};
    if (Array.isArray(fields.embeddedObjects)) {
      if (content.length > 0) flush();
      for (const object of fields.embeddedObjects) {
        const block = embedded(fieldsOf(object), embed);
        if (block !== undefined) lines.push({ format: {}, content: [], block });
      }
      continue;
    }
    if (typeof fields.text !== "string") continue;
    const marks = marksOf(attributes);
    const pieces = fields.text.split(/\r\n|[\n\r\u2028]/);
    pieces.forEach((text, index) => {
      const ended = index < pieces.length - 1;
      // What follows the last line feed belongs to a line that has not begun.
      if (text === "" && !ended) return;
      format = fieldsOf(attributes.line) ?? format;
      if (text !== "") content.push({ type: "text", text, ...(marks.length === 0 ? {} : { marks }) });
      if (ended) flush();
    });
  }
  if (content.length > 0) flush();
  return lines;
};

const lineKind = ({ format, block }: Line): string => {
  if (block !== undefined) return "block";
  if (format.codeBlock === true) return "code";
  if (typeof format.listStyle === "string") return "list";
  if (typeof format.header === "number" && format.header > 0) return "heading";
  return format.quote === true ? "quote" : "text";
};
const withContent = (type: string, content: readonly PmNode[], attrs?: Fields): PmNode => ({
  type,
  ...(attrs === undefined ? {} : { attrs }),
  ...(content.length === 0 ? {} : { content }),
});
const broken = (lines: readonly Line[]): PmNode[] =>
  lines.flatMap(({ content }, index) => [...(index === 0 ? [] : [{ type: "hardBreak" }]), ...content]);

/** An empty line ends a paragraph; lines without one between them are lines of one paragraph. */
const paragraphs = (lines: readonly Line[]): PmNode[] => {
  const out: PmNode[] = [];
  let open: Line[] = [];
  for (const line of [...lines, { format: {}, content: [] }]) {
    if (line.content.length > 0) open.push(line);
    else if (open.length > 0) {
      out.push(withContent("paragraph", broken(open)));
      open = [];
    }
  }
  return out;
};

const listTypes: Readonly<Record<string, readonly [string, string]>> = {
  checkbox: ["taskList", "taskItem"],
  numbered: ["orderedList", "listItem"],
};
const level = ({ format }: Line): number => (typeof format.indentLevel === "number" ? format.indentLevel : 1);

/** Lines that are indented further belong under the line before them. */
const listBlocks = (lines: readonly Line[]): PmNode[] => {
  const out: { type: string; attrs?: Fields; content: PmNode[] }[] = [];
  for (let start = 0; start < lines.length; ) {
    const line = lines[start] as Line;
    let end = start + 1;
    while (end < lines.length && level(lines[end] as Line) > level(line)) end += 1;
    const [listType, itemType] = listTypes[String(line.format.listStyle)] ?? ["bulletList", "listItem"];
    const item = withContent(
      itemType,
      [withContent("paragraph", line.content), ...listBlocks(lines.slice(start + 1, end))],
      itemType === "taskItem" ? { checked: line.format.checked === true } : undefined,
    );
    const last = out.at(-1);
    const first = typeof line.format.listIndex === "number" ? line.format.listIndex : 1;
    if (last?.type === listType) last.content.push(item);
    else if (listType === "orderedList")
      out.push({ type: listType, attrs: { start: first }, content: [item] });
    else out.push({ type: listType, content: [item] });
    start = end;
  }
  return out;
};

const groupBlocks = (kind: string, lines: readonly Line[]): PmNode[] => {
  switch (kind) {
    case "block":
      return lines.flatMap(({ block }) => (block === undefined ? [] : [block]));
    case "code": {
      const text = lines.map(({ content }) => content.map((node) => node.text ?? "").join("")).join("\n");
      return [withContent("codeBlock", text === "" ? [] : [{ type: "text", text }])];
    }
    case "list":
      return listBlocks(lines);
    case "heading":
      return lines.map(({ format, content }) =>
        withContent("heading", content, { level: Math.min(6, Number(format.header)) }),
      );
    case "quote": {
      const content = paragraphs(lines);
      return content.length === 0 ? [] : [{ type: "blockquote", content }];
    }
    default:
      return paragraphs(lines);
  }
};

/** Undefined when it is not the rich text we know. */
export const bodyFromRichText = (richText: string, embed: Embed): PmNode | undefined => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(richText);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const runs = fieldsOf(parsed)?.contents;
  if (!Array.isArray(runs)) return undefined;
  const groups: { kind: string; lines: Line[] }[] = [];
  for (const line of linesOf(runs, embed)) {
    const last = groups.at(-1);
    if (last?.kind === lineKind(line)) last.lines.push(line);
    else groups.push({ kind: lineKind(line), lines: [line] });
  }
  const content = groups.flatMap(({ kind, lines }) => groupBlocks(kind, lines));
  return normalBody({ type: "doc", content: content.length === 0 ? [{ type: "paragraph" }] : content });
};
