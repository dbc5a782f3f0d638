/** Markdown and HTML → ProseMirror JSON of the entry schema. Nothing is fetched, nothing runs: HTML passes a sanitiser and then the same mapping as Markdown. */
import type { Definition, ListItem, PhrasingContent, RootContent } from "mdast";
import type { PmNode } from "../model.ts";
import { isSafeHref, normalBody } from "../schema.ts";
import { blocksFromHtml } from "./html.ts";
import { type PmMark, readTag } from "./inline.ts";
import { isTooDeep, parseMarkdown, printMarkdown } from "./mdast.ts";

/** An attachment as the body refers to it. */
export type MediaReference = { readonly kind: "image" | "file"; readonly id: string; readonly name: string };
/** What an importer makes of plain text: itself, a text with a mark, or an attachment at that place. */
export type TextPiece =
  | { readonly type: "text"; readonly text: string; readonly mark?: PmMark }
  | { readonly type: "media"; readonly media: MediaReference; readonly alt?: string };

export interface ReadOptions {
  /** The attachment an address means; `attachment:ID` is known without. */
  readonly mediaFor?: ((url: string) => MediaReference | "missing" | undefined) | undefined;
  /** Sees every run of plain text outside code. */
  readonly onText?: ((text: string) => readonly TextPiece[]) | undefined;
  /** Sees every link, to change where it leads. */
  readonly onLink?: ((url: string) => string) | undefined;
}

type Definitions = ReadonlyMap<string, Definition>;
interface Context {
  readonly options: ReadOptions;
  readonly definitions: Definitions;
  readonly source: string;
}
/** Inline content on its way: attachments are blocks and split the paragraph they stand in. */
type Inline = PmNode | { readonly type: "media"; readonly node: PmNode };
type AnyContent =
  | RootContent
  | { readonly type: "highlight" | "underline"; readonly children: PhrasingContent[] };

const paragraph = (content: readonly PmNode[] = []): PmNode =>
  content.length === 0 ? { type: "paragraph" } : { type: "paragraph", content };

const mediaNode = (media: MediaReference, alt: string): PmNode =>
  media.kind === "image"
    ? { type: "image", attrs: { attachment: media.id, alt } }
    : { type: "file", attrs: { attachment: media.id, name: alt === "" ? media.name : alt } };

const mediaFor = (url: string, context: Context): MediaReference | "missing" | undefined => {
  const own = /^attachment:([0-9a-f]{32})$/.exec(url)?.[1];
  return (
    context.options.mediaFor?.(url) ?? (own === undefined ? undefined : { kind: "image", id: own, name: "" })
  );
};

/** Line feeds inside a text are line breaks: journals are written line by line. Tabs and other white space stay. */
const textNodes = (value: string, marks: readonly PmMark[]): Inline[] =>
  value
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .flatMap((line, index): Inline[] => [
      ...(index === 0 ? [] : [{ type: "hardBreak" }]),
      ...(line === "" ? [] : [{ type: "text", text: line, ...(marks.length === 0 ? {} : { marks }) }]),
    ]);

const addMark = (marks: readonly PmMark[], mark: PmMark): readonly PmMark[] => {
  if (marks.some(({ type }) => type === mark.type)) return marks;
  // Code excludes every other mark; of a link around code, the link says more.
  if (mark.type === "code") return marks.some(({ type }) => type === "link") ? marks : [mark];
  return marks.some(({ type }) => type === "code") ? marks : [...marks, mark];
};

const inlineText = (value: string, marks: readonly PmMark[], context: Context): Inline[] => {
  const pieces = context.options.onText?.(value) ?? [{ type: "text", text: value } satisfies TextPiece];
  return pieces.flatMap((piece): Inline[] => {
    if (piece.type === "media") return [{ type: "media", node: mediaNode(piece.media, piece.alt ?? "") }];
    const own = piece.mark === undefined ? marks : addMark(marks, piece.mark);
    return textNodes(piece.text, own);
  });
};

const linkMark = (url: string, title: string | null | undefined): PmMark | undefined =>
  isSafeHref(url) ? { type: "link", attrs: { href: url, title: title ?? null } } : undefined;

const link = (
  url: string,
  title: string | null | undefined,
  children: readonly PhrasingContent[],
  marks: readonly PmMark[],
  context: Context,
): Inline[] => {
  const mark = linkMark(context.options.onLink?.(url) ?? url, title);
  const plain: Context = { ...context, options: { ...context.options, onText: undefined } };
  return inlines(children, mark === undefined ? marks : addMark(marks, mark), plain);
};

const image = (url: string, alt: string, marks: readonly PmMark[], context: Context): Inline[] => {
  const media = mediaFor(url, context);
  if (media === "missing") return [];
  if (media !== undefined) return [{ type: "media", node: mediaNode(media, alt) }];
  const mark = linkMark(url, null);
  const text = alt === "" ? url : alt;
  return textNodes(text, mark === undefined ? marks : addMark(marks, mark));
};

const sourceOf = (node: { readonly position?: PhrasingContent["position"] }, context: Context): string => {
  const { start, end } = node.position ?? {};
  return start?.offset === undefined || end?.offset === undefined
    ? ""
    : context.source.slice(start.offset, end.offset);
};

const isFootnote = (label: string | null | undefined): boolean => label?.startsWith("^") === true;

const inline = (node: PhrasingContent | AnyContent, marks: readonly PmMark[], context: Context): Inline[] => {
  switch (node.type) {
    case "text":
      return inlineText(node.value, marks, context);
    case "inlineCode":
      return textNodes(node.value.replace(/\n/g, " "), addMark(marks, { type: "code" }));
    case "break":
      return [{ type: "hardBreak" }];
    case "strong":
      return inlines(node.children, addMark(marks, { type: "bold" }), context);
    case "emphasis":
      return inlines(node.children, addMark(marks, { type: "italic" }), context);
    case "delete":
      return inlines(node.children, addMark(marks, { type: "strike" }), context);
    case "highlight":
    case "underline":
      return inlines(node.children, addMark(marks, { type: node.type }), context);
    case "link":
      return link(node.url, node.title, node.children, marks, context);
    case "image":
      return image(node.url, node.alt ?? "", marks, context);
    case "linkReference": {
      const target = context.definitions.get(node.identifier);
      if (target === undefined || isFootnote(target.label))
        return inlineText(sourceOf(node, context), marks, context);
      return link(target.url, target.title, node.children, marks, context);
    }
    case "imageReference": {
      const target = context.definitions.get(node.identifier);
      return image(target?.url ?? "", node.alt ?? node.identifier, marks, context);
    }
    default:
      return "children" in node
        ? inlines(node.children as PhrasingContent[], marks, context)
        : "value" in node && node.type !== "html"
          ? inlineText(String(node.value), marks, context)
          : [];
  }
};

const inlines = (nodes: readonly PhrasingContent[], marks: readonly PmMark[], context: Context): Inline[] => {
  const open: PmMark[] = [];
  return nodes.flatMap((node): Inline[] => {
    if (node.type !== "html") return inline(node, open.reduce(addMark, marks), context);
    const tag = readTag(node.value, isSafeHref);
    if (tag.type === "break") return [{ type: "hardBreak" }];
    if (tag.type === "open") open.push(tag.mark);
    if (tag.type === "close") {
      const at = open.findLastIndex(({ type }) => type === tag.mark);
      if (at >= 0) open.splice(at, 1);
    }
    return [];
  });
};

/** Neighbouring texts of equal marks are one text in the schema. */
const joined = (nodes: readonly PmNode[]): PmNode[] => {
  const out: PmNode[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    const same =
      last?.type === "text" &&
      node.type === "text" &&
      JSON.stringify(last.marks) === JSON.stringify(node.marks);
    if (same && last !== undefined) out[out.length - 1] = { ...last, text: `${last.text}${node.text}` };
    else out.push(node);
  }
  return out;
};

/** Without the spaces and line breaks that stood between a text and an attachment. */
const withoutEdges = (nodes: readonly PmNode[]): PmNode[] => {
  const isBlank = (node: PmNode | undefined): boolean =>
    node?.type === "hardBreak" || (node?.type === "text" && (node.text ?? "").trim() === "");
  const start = nodes.findIndex((node) => !isBlank(node));
  const end = nodes.findLastIndex((node) => !isBlank(node));
  return nodes.slice(Math.max(0, start), end + 1).map((node, at, kept) => {
    if (node.type !== "text" || node.text === undefined) return node;
    const front = at === 0 ? node.text.trimStart() : node.text;
    return { ...node, text: at === kept.length - 1 ? front.trimEnd() : front };
  });
};

/** Inline content as blocks of `type`; attachments stand between them. */
const textBlocks = (
  content: readonly Inline[],
  make: (nodes: readonly PmNode[]) => PmNode,
  breaksOnly: boolean,
): PmNode[] => {
  const blocks: PmNode[] = [];
  let line: PmNode[] = [];
  const flush = (): void => {
    const content = withoutEdges(joined(line));
    if (content.length > 0) blocks.push(make(content));
    line = [];
  };
  const hasMedia = content.some((node) => node.type === "media");
  if (!hasMedia) {
    const nodes = joined(content as PmNode[]);
    const onlyBreaks = nodes.length > 0 && nodes.every(({ type }) => type === "hardBreak");
    return [make(onlyBreaks && breaksOnly ? nodes.slice(1) : nodes)];
  }
  for (const node of content) {
    if (node.type !== "media" || !("node" in node)) {
      line.push(node as PmNode);
      continue;
    }
    flush();
    blocks.push(node.node);
  }
  flush();
  return blocks;
};

const listItems = (items: readonly ListItem[], context: Context): { task: boolean; node: PmNode }[] =>
  items.map((item) => {
    const task = typeof item.checked === "boolean";
    const content = blocks(item.children, context);
    const whole = content[0]?.type === "paragraph" ? content : [paragraph(), ...content];
    return {
      task,
      node: task
        ? { type: "taskItem", attrs: { checked: item.checked === true }, content: whole }
        : { type: "listItem", content: whole },
    };
  });

/** A list that mixes tasks and points becomes lists of one kind each, in their order. */
const lists = (node: Extract<RootContent, { type: "list" }>, context: Context): PmNode[] => {
  const out: { type: string; attrs?: Record<string, unknown>; content: PmNode[] }[] = [];
  let count = 0;
  for (const { task, node: item } of listItems(node.children, context)) {
    const type = task ? "taskList" : node.ordered === true ? "orderedList" : "bulletList";
    const last = out.at(-1);
    if (last?.type === type) last.content.push(item);
    else if (type === "orderedList")
      out.push({ type, attrs: { start: (node.start ?? 1) + count }, content: [item] });
    else out.push({ type, content: [item] });
    count += 1;
  }
  return out;
};

const codeBlock = (value: string, language: string | null): PmNode => ({
  type: "codeBlock",
  attrs: { language },
  ...(value === "" ? {} : { content: [{ type: "text", text: value.replace(/\r\n?/g, "\n") }] }),
});

const soleLink = (
  node: Extract<RootContent, { type: "paragraph" }>,
  context: Context,
): PmNode | undefined => {
  const [only, ...more] = node.children;
  if (only?.type !== "link" || more.length > 0) return undefined;
  const own = /^attachment:([0-9a-f]{32})$/.exec(only.url)?.[1];
  const media = context.options.mediaFor?.(only.url) ?? (own === undefined ? undefined : { id: own });
  if (media === undefined || media === "missing") return undefined;
  const name = only.children.map((child) => ("value" in child ? child.value : "")).join("");
  return { type: "file", attrs: { attachment: media.id, name } };
};

const htmlBlock = (value: string, context: Context): PmNode[] => {
  const breaks = /^(?:<br\s*\/?>\s*)+$/i.exec(value.trim());
  if (breaks !== null) {
    const count = value.match(/<br/gi)?.length ?? 1;
    return [paragraph(Array.from({ length: count - 1 }, () => ({ type: "hardBreak" })))];
  }
  return blocks(blocksFromHtml(value), context);
};

const blocks = (nodes: readonly RootContent[], context: Context): PmNode[] =>
  nodes.flatMap((node): PmNode[] => {
    switch (node.type) {
      case "paragraph": {
        const file = soleLink(node, context);
        if (file !== undefined) return [file];
        const content = inlines(node.children, [], context);
        // Only something that is not there or says nothing: a missing picture, a comment.
        if (content.length === 0) return [];
        return textBlocks(content, paragraph, true);
      }
      case "heading":
        return textBlocks(
          inlines(node.children, [], context),
          (content) => ({
            type: "heading",
            attrs: { level: node.depth },
            ...(content.length === 0 ? {} : { content }),
          }),
          false,
        );
      case "blockquote": {
        const content = blocks(node.children, context);
        return [{ type: "blockquote", content: content.length === 0 ? [paragraph()] : content }];
      }
      case "list":
        return lists(node, context);
      case "code":
        return [
          codeBlock(node.value, node.lang == null ? null : [node.lang, node.meta].filter(Boolean).join(" ")),
        ];
      case "table":
        return [codeBlock(printMarkdown(node).trimEnd(), "table")];
      case "thematicBreak":
        return [{ type: "horizontalRule" }];
      case "html":
        return htmlBlock(node.value, context);
      case "definition":
        return isFootnote(node.label)
          ? [paragraph(joined(textNodes(sourceOf(node, context), []) as PmNode[]))]
          : [];
      case "yaml":
        return [codeBlock(node.value, "yaml")];
      default:
        return textBlocks(inline(node, [], context), paragraph, true).filter(
          (made) => made.type !== "paragraph" || made.content !== undefined,
        );
    }
  });

const docOf = (content: readonly PmNode[]): PmNode =>
  normalBody({ type: "doc", content: content.length === 0 ? [paragraph()] : content });

const definitionsOf = (nodes: readonly RootContent[]): Definitions => {
  const found = new Map<string, Definition>();
  const visit = (list: readonly RootContent[]): void => {
    for (const node of list) {
      if (node.type === "definition" && !found.has(node.identifier)) found.set(node.identifier, node);
      if ("children" in node) visit(node.children as RootContent[]);
    }
  };
  visit(nodes);
  return found;
};

/** Any text is Markdown: this never fails. The result is a `doc` node our schema allows. */
export const bodyFromMarkdown = (markdown: string, options: ReadOptions = {}): PmNode => {
  const tree = parseMarkdown(markdown);
  if (isTooDeep(tree)) return docOf([paragraph(textNodes(markdown, []) as PmNode[])]);
  const { children } = tree;
  return docOf(blocks(children, { options, definitions: definitionsOf(children), source: markdown }));
};

/** Scripts, handlers, styles, frames, forms and unknown schemes are gone; their harmless text may stay. */
export const bodyFromHtml = (html: string, options: ReadOptions = {}): PmNode =>
  docOf(blocks(blocksFromHtml(html), { options, definitions: new Map(), source: html }));
