import type { Editor } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";

// Not by the editor's own focus command: that waits for a frame, and a letter typed in that frame would go elsewhere.

/** From the title into the text: the caret stands at its start at once. */
export const writeFromStart = (editor: Editor): void => {
  const { tr, doc } = editor.state;
  editor.view.dispatch(tr.setSelection(Selection.atStart(doc)).scrollIntoView());
  editor.view.focus();
};

/** Puts the caret in the text, after what was typed before it stood there. */
export const writeOn = (editor: Editor, early: string): void => {
  if (editor.isDestroyed) return;
  editor.view.focus();
  const [first = "", ...more] = early.split("\n");
  if (first !== "") editor.view.dispatch(editor.state.tr.insertText(first));
  for (const line of more) {
    editor.commands.splitBlock();
    if (line !== "") editor.view.dispatch(editor.state.tr.insertText(line));
  }
};
