import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** Where the caret was in the text that a lock took off the screen: a place, no word. */
let left: { readonly docId: string; readonly at: number } | undefined;

/** Remembers the caret of a text that goes while it is written in; everywhere else one leaves a text before it goes. */
export const keepCaret = (docId: string | undefined, view: EditorView): void => {
  if (docId !== undefined && view.hasFocus()) left = { docId, at: view.state.selection.head };
};

/** Puts the caret back, once, where the same text is open again. */
export const returnCaret = (docId: string | undefined, view: EditorView): void => {
  if (left === undefined || left.docId !== docId) return;
  const { doc } = view.state;
  const place = doc.resolve(Math.min(left.at, doc.content.size));
  left = undefined;
  view.dispatch(view.state.tr.setSelection(TextSelection.near(place, -1)).scrollIntoView());
  view.focus();
};
