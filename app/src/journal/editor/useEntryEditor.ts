import type { Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Dropcursor, Gapcursor, Placeholder } from "@tiptap/extensions";
import type { Node } from "@tiptap/pm/model";
import { type Editor, ReactNodeViewRenderer, type UseEditorOptions, useEditor } from "@tiptap/react";
import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { bodyOf, coreExtensions, titleOf } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import type { OpenDocument } from "../../vault/index.ts";
import { FileView } from "./FileView.tsx";
import { findExtension } from "./find.ts";
import { ImageView } from "./ImageView.tsx";
import { presenceExtension } from "./presence.ts";
import { type SlashState, slashExtension } from "./slash.ts";
import { typingRules } from "./typing-rules.ts";
import { createEntryUndo } from "./undo.ts";

const views = { image: ImageView, file: FileView } as const;

/** The documents' schema with the page's views of what is not text, and names for the boxes of checklists. */
const viewedExtensions = (taskName: (text: string) => string): Extensions =>
  coreExtensions.map((extension) => {
    if (extension.name === "taskItem")
      return extension.configure({ a11y: { checkboxLabel: (node: Node) => taskName(node.textContent) } });
    const view = extension.name === "image" || extension.name === "file" ? views[extension.name] : undefined;
    return view === undefined
      ? extension
      : extension.extend({ addNodeView: () => ReactNodeViewRenderer(view) });
  });

export interface EntryEditor {
  readonly editor: Editor;
  readonly slash: SlashState | undefined;
  readonly undo: () => void;
  readonly redo: () => void;
}

const optionsOf = (
  { ydoc, awareness, writable }: OpenDocument,
  undoManager: ReturnType<typeof createEntryUndo>,
  onSlash: (state: SlashState | undefined) => void,
  t: TFunction<"journal">,
): UseEditorOptions => ({
  injectCSS: false,
  editable: writable,
  extensions: [
    ...viewedExtensions((text) => t(text === "" ? "entry.emptyTask" : "entry.task", { text })),
    Collaboration.configure({ fragment: bodyOf(ydoc), yUndoOptions: { undoManager } }),
    Placeholder.configure({ placeholder: t("entry.bodyPlaceholder") }),
    Gapcursor,
    Dropcursor.configure({ width: 2, class: "ww-drop", color: false }),
    typingRules,
    findExtension,
    presenceExtension(awareness, t("presence.unnamed")),
    slashExtension(onSlash, (command) => t(`command.${command.id}`)),
  ],
  editorProps: {
    // The caret keeps clear of the bar above the text and of the one above the keys.
    scrollThreshold: { top: 72, bottom: 88, left: 0, right: 0 },
    scrollMargin: { top: 72, bottom: 88, left: 0, right: 0 },
    attributes: {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": t("entry.body"),
      autocapitalize: "sentences",
    },
  },
  shouldRerenderOnTransaction: false,
});

/** One editor for one open document. Another document needs another component (a React key). */
export const useEntryEditor = (document: OpenDocument): EntryEditor => {
  const { t } = useTranslation("journal");
  const [slash, setSlash] = useState<SlashState>();
  const { ydoc, writable } = document;
  // Made once: other objects at every render would have the editor read all its options again.
  const [{ undoManager, options }] = useState(() => {
    const undo = createEntryUndo(titleOf(ydoc), bodyOf(ydoc));
    return { undoManager: undo, options: optionsOf(document, undo, setSlash, t) };
  });
  const editor = useEditor(options);
  useEffect(() => {
    editor.setEditable(writable, false);
  }, [editor, writable]);
  return {
    editor,
    slash,
    undo: () => {
      undoManager.undo();
    },
    redo: () => {
      undoManager.redo();
    },
  };
};
