/** What can be done to text: one table for the slash menu, the floating toolbar and the bar above the keys. */

import { CheckSquareIcon } from "@phosphor-icons/react/dist/csr/CheckSquare";
import { CodeIcon } from "@phosphor-icons/react/dist/csr/Code";
import { CodeBlockIcon } from "@phosphor-icons/react/dist/csr/CodeBlock";
import { HighlighterIcon } from "@phosphor-icons/react/dist/csr/Highlighter";
import { LinkSimpleIcon } from "@phosphor-icons/react/dist/csr/LinkSimple";
import { ListBulletsIcon } from "@phosphor-icons/react/dist/csr/ListBullets";
import { ListNumbersIcon } from "@phosphor-icons/react/dist/csr/ListNumbers";
import { MinusIcon } from "@phosphor-icons/react/dist/csr/Minus";
import { ParagraphIcon } from "@phosphor-icons/react/dist/csr/Paragraph";
import { QuotesIcon } from "@phosphor-icons/react/dist/csr/Quotes";
import { TextBIcon } from "@phosphor-icons/react/dist/csr/TextB";
import { TextHIcon } from "@phosphor-icons/react/dist/csr/TextH";
import { TextHTwoIcon } from "@phosphor-icons/react/dist/csr/TextHTwo";
import { TextItalicIcon } from "@phosphor-icons/react/dist/csr/TextItalic";
import { TextStrikethroughIcon } from "@phosphor-icons/react/dist/csr/TextStrikethrough";
import type { Icon } from "@phosphor-icons/react/dist/lib/types";
import type { ChainedCommands, Editor } from "@tiptap/core";

export type MarkCommandId = "bold" | "italic" | "strike" | "highlight" | "code" | "link";
export type BlockCommandId =
  | "heading"
  | "subheading"
  | "paragraph"
  | "bullets"
  | "numbers"
  | "checklist"
  | "quote"
  | "codeBlock"
  | "rule";
export type CommandId = MarkCommandId | BlockCommandId;

export interface EditorCommand<Id extends CommandId = CommandId> {
  readonly id: Id;
  readonly icon: Icon;
  /** What does the same while typing. */
  readonly sign?: string;
  /** In the order `Control+…`; `Mod` is Command on a Mac. */
  readonly keys?: string;
  readonly run: (chain: ChainedCommands) => ChainedCommands;
  readonly active: (editor: Editor) => boolean;
}

export const markCommands: readonly EditorCommand<MarkCommandId>[] = [
  {
    id: "bold",
    icon: TextBIcon,
    sign: "**",
    keys: "Mod+B",
    run: (chain) => chain.toggleBold(),
    active: (editor) => editor.isActive("bold"),
  },
  {
    id: "italic",
    icon: TextItalicIcon,
    sign: "*",
    keys: "Mod+I",
    run: (chain) => chain.toggleItalic(),
    active: (editor) => editor.isActive("italic"),
  },
  {
    id: "strike",
    icon: TextStrikethroughIcon,
    sign: "~~",
    keys: "Mod+Shift+S",
    run: (chain) => chain.toggleStrike(),
    active: (editor) => editor.isActive("strike"),
  },
  {
    id: "highlight",
    icon: HighlighterIcon,
    sign: "==",
    run: (chain) => chain.toggleMark("highlight"),
    active: (editor) => editor.isActive("highlight"),
  },
  {
    id: "code",
    icon: CodeIcon,
    sign: "`",
    keys: "Mod+E",
    run: (chain) => chain.toggleCode(),
    active: (editor) => editor.isActive("code"),
  },
];

/** Asked for its address first, so it has no `run` of its own. */
export const linkIcon: Icon = LinkSimpleIcon;

export const blockCommands: readonly EditorCommand<BlockCommandId>[] = [
  {
    id: "heading",
    icon: TextHIcon,
    sign: "#",
    run: (chain) => chain.toggleHeading({ level: 1 }),
    active: (editor) => editor.isActive("heading", { level: 1 }),
  },
  {
    id: "checklist",
    icon: CheckSquareIcon,
    sign: "[ ]",
    keys: "Mod+Shift+9",
    run: (chain) => chain.toggleTaskList(),
    active: (editor) => editor.isActive("taskList"),
  },
  {
    id: "quote",
    icon: QuotesIcon,
    sign: ">",
    keys: "Mod+Shift+B",
    run: (chain) => chain.toggleBlockquote(),
    active: (editor) => editor.isActive("blockquote"),
  },
  {
    id: "bullets",
    icon: ListBulletsIcon,
    sign: "-",
    keys: "Mod+Shift+8",
    run: (chain) => chain.toggleBulletList(),
    active: (editor) => editor.isActive("bulletList"),
  },
  {
    id: "numbers",
    icon: ListNumbersIcon,
    sign: "1.",
    keys: "Mod+Shift+7",
    run: (chain) => chain.toggleOrderedList(),
    active: (editor) => editor.isActive("orderedList"),
  },
  {
    id: "subheading",
    icon: TextHTwoIcon,
    sign: "##",
    run: (chain) => chain.toggleHeading({ level: 2 }),
    active: (editor) => editor.isActive("heading", { level: 2 }),
  },
  {
    id: "codeBlock",
    icon: CodeBlockIcon,
    sign: "```",
    run: (chain) => chain.toggleCodeBlock(),
    active: (editor) => editor.isActive("codeBlock"),
  },
  {
    id: "rule",
    icon: MinusIcon,
    sign: "---",
    run: (chain) => chain.setHorizontalRule(),
    active: () => false,
  },
  {
    id: "paragraph",
    icon: ParagraphIcon,
    run: (chain) => chain.setParagraph(),
    active: () => false,
  },
];

export const blockCommand = (id: BlockCommandId): EditorCommand<BlockCommandId> => {
  const found = blockCommands.find((command) => command.id === id);
  if (found === undefined) throw new Error(`no block command ${id}`);
  return found;
};
