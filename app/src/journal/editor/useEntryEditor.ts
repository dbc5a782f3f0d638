import type { Content, Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Dropcursor, Gapcursor, Placeholder } from "@tiptap/extensions";
import type { Node } from "@tiptap/pm/model";
import { type Editor, ReactNodeViewRenderer, type UseEditorOptions, useEditor } from "@tiptap/react";
import { initProseMirrorDoc } from "@tiptap/y-tiptap";
import type { TFunction } from "i18next";
import { useEffect, useRef, useState } from "react";
import { bodyOf, coreExtensions, titleOf } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import type { OpenDocument } from "../../vault/index.ts";
import { FileView } from "./FileView.tsx";
import { ImageView } from "./ImageView.tsx";
import { pastingExtension } from "./pasting.ts";
import { presenceExtension } from "./presence.ts";
import { typingRules } from "./typing-rules.ts";
import { createEntryUndo } from "./undo.ts";

const views = { image: ImageView, file: FileView } as const;

/** The documents' schema with the page's views of what is not text, and names for the boxes of checklists. */
const viewedExtensions = (taskName: (text: string) => string): Extensions =>
  coreExtensions.map((extension) => {
    if (extension.name === "taskItem")
      return extension.configure({ a11y: { checkboxLabel: (node: Node) => taskName(node.textContent) } });
    // Leaving, it would throw away the tables by which links are found in all editors, and the next entry make them again.
    if (extension.name === "link") return extension.extend({ onDestroy: () => undefined });
    const view = extension.name === "image" || extension.name === "file" ? views[extension.name] : undefined;
    return view === undefined
      ? extension
      : extension.extend({ addNodeView: () => ReactNodeViewRenderer(view) });
  });

export interface EntryEditor {
  readonly editor: Editor;
  readonly undo: () => void;
  readonly redo: () => void;
}

const optionsOf = (
  { ydoc, awareness, writable }: OpenDocument,
  undoManager: ReturnType<typeof createEntryUndo>,
  onFiles: () => void,
  t: TFunction<"journal">,
): UseEditorOptions => {
  const body = bodyOf(ydoc);
  /** Which part of the text is which of the document, noted while the text is made from it. */
  const mapping: ReturnType<typeof initProseMirrorDoc>["mapping"] = new Map();
  return {
    // The view begins with the text: made empty, it would be drawn again by each plugin that is told of the document.
    onBeforeCreate: ({ editor }) => {
      mapping.clear();
      if (body.length === 0) return;
      const made = initProseMirrorDoc(body, editor.schema);
      for (const [part, nodes] of made.mapping) mapping.set(part, nodes);
      // Taken as it is, which its type does not say; a copy would not be what the mapping knows.
      editor.options.content = made.doc as unknown as Content;
    },
    injectCSS: false,
    editable: writable,
    extensions: [
      ...viewedExtensions((text) => t(text === "" ? "entry.emptyTask" : "entry.task", { text })),
      Collaboration.configure({ fragment: body, ySyncOptions: { mapping }, yUndoOptions: { undoManager } }),
      Placeholder.configure({ placeholder: t("entry.bodyPlaceholder") }),
      Gapcursor,
      Dropcursor.configure({ width: 2, class: "ww-drop", color: false }),
      typingRules,
      pastingExtension(onFiles),
      presenceExtension(awareness, t("presence.unnamed")),
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
  };
};

/** One editor for one open document. Another document needs another component (a React key). */
export const useEntryEditor = (document: OpenDocument, onFiles: () => void): EntryEditor => {
  const { t } = useTranslation("journal");
  const tellOfFiles = useRef(onFiles);
  tellOfFiles.current = onFiles;
  const { ydoc, writable } = document;
  // Made once: other objects at every render would have the editor read all its options again.
  const [{ undoManager, options }] = useState(() => {
    const undo = createEntryUndo(titleOf(ydoc), bodyOf(ydoc));
    return { undoManager: undo, options: optionsOf(document, undo, () => tellOfFiles.current(), t) };
  });
  const editor = useEditor(options);
  useEffect(() => {
    editor.setEditable(writable, false);
  }, [editor, writable]);
  return {
    editor,
    undo: () => {
      undoManager.undo();
    },
    redo: () => {
      undoManager.redo();
    },
  };
};
