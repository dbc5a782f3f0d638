/**
 * The editor schema: what the body of an entry can hold. The editor and every conversion use this one list; the page
 * only adds node views to it. A node or mark that is added later raises `schemaVersion`, and an entry that uses it says
 * so in `meta.schema`, because an editor deletes what its schema does not know.
 */
import {
  type Extensions,
  getSchema,
  Mark,
  markInputRule,
  markPasteRule,
  mergeAttributes,
  Node,
} from "@tiptap/core";
import { Link } from "@tiptap/extension-link";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import type { Schema } from "@tiptap/pm/model";
import { StarterKit } from "@tiptap/starter-kit";
import type { PmNode } from "./model.ts";

/** `==marked==`. Toggle it with `toggleMark("highlight")`. */
export const Highlight = Mark.create({
  name: "highlight",
  parseHTML: () => [{ tag: "mark" }],
  renderHTML: ({ HTMLAttributes }) => ["mark", HTMLAttributes, 0],
  addInputRules() {
    return [markInputRule({ find: /(?:^|\s)(==(?!\s+==)((?:[^=]+))==(?!\s+==))$/, type: this.type })];
  },
  addPasteRules() {
    return [markPasteRule({ find: /(?:^|\s)(==(?!\s+==)((?:[^=]+))==(?!\s+==))/g, type: this.type })];
  },
});

const attachmentAttribute = {
  default: null,
  parseHTML: (element: HTMLElement) => element.getAttribute("data-attachment"),
  renderHTML: (attributes: Record<string, unknown>) => ({ "data-attachment": attributes.attachment }),
};

/** A picture of the entry's own attachments; never an address on the network. */
export const AttachedImage = Node.create({
  name: "image",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ attachment: attachmentAttribute, alt: { default: "" } }),
  parseHTML: () => [{ tag: "img[data-attachment]" }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
});

/** Any other attachment (sound, film, document) at its place in the text. */
export const AttachedFile = Node.create({
  name: "file",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    attachment: attachmentAttribute,
    name: {
      default: "",
      parseHTML: (element: HTMLElement) => element.textContent ?? "",
      rendered: false,
    },
  }),
  parseHTML: () => [{ tag: "div[data-attachment]" }],
  renderHTML: ({ HTMLAttributes, node }) => ["div", HTMLAttributes, String(node.attrs.name)],
});

/** Only what a link is; how it opens is the same for all and stays out of the document. */
const EntryLink = Link.extend({
  addAttributes: () => ({ href: { default: null }, title: { default: null } }),
  renderHTML({ HTMLAttributes }) {
    const safe = isSafeHref(String(HTMLAttributes.href ?? ""));
    return ["a", mergeAttributes(this.options.HTMLAttributes, HTMLAttributes, safe ? {} : { href: "" }), 0];
  },
}).configure({
  openOnClick: false,
  autolink: true,
  linkOnPaste: true,
  defaultProtocol: "https",
  HTMLAttributes: { target: "_blank", rel: "noopener noreferrer nofollow" },
});

/**
 * Undo belongs to the collaboration extension; a trailing node would be appended by each device that opens the entry.
 */
export const coreExtensions: Extensions = [
  StarterKit.configure({
    undoRedo: false,
    trailingNode: false,
    dropcursor: false,
    gapcursor: false,
    link: false,
    heading: { levels: [1, 2, 3, 4, 5, 6] },
  }),
  EntryLink,
  Highlight,
  TaskList,
  TaskItem.configure({ nested: true }),
  AttachedImage,
  AttachedFile,
];

export const entrySchema: Schema = getSchema(coreExtensions);

const schemes = /^(?:https?|mailto|tel|sms|ftps?|xmpp|geo|wiki|dayone|dayone2|obsidian)$/;

/** True for addresses a text may keep: known schemes, or none at all (`#part`, `other.md`). */
export const isSafeHref = (href: string): boolean => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip these inside a scheme, so we do
  const plain = href.replace(/[\u0000-\u0020\u00a0\u2028\u2029\u200b-\u200f\ufeff]/g, "");
  const scheme = /^([^/?#:]*):/.exec(plain)?.[1];
  return plain !== "" && (scheme === undefined || schemes.test(scheme.toLowerCase()));
};

/** The node as the schema writes it: default attributes filled in, adjacent texts joined. Throws on what it does not allow. */
export const normalBody = (body: PmNode): PmNode => {
  const node = entrySchema.nodeFromJSON(body);
  node.check();
  return node.toJSON() as PmNode;
};

export const emptyBody: PmNode = { type: "doc", content: [{ type: "paragraph" }] };
