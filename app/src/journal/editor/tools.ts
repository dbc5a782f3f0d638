/**
 * What helps with writing and is not needed to write: one part of the app, fetched after the caret stands. The plugins
 * are added to an editor that is in use already.
 */
import type { Editor } from "@tiptap/core";
import type { Plugin } from "@tiptap/pm/state";
import { findPlugin } from "./find.ts";
import { type SlashState, slashPlugin } from "./slash.ts";

export { DetailsSheet } from "../entry/DetailsSheet.tsx";
export { MoodSheet } from "../entry/MoodSheet.tsx";
export { PhotoNotTaken } from "../entry/PhotoNotTaken.tsx";
export { FindBar } from "./FindBar.tsx";
export { LinkBubble } from "./LinkBubble.tsx";
export { LinkDialog } from "./LinkDialog.tsx";
export { SelectionToolbar } from "./SelectionToolbar.tsx";
export { SlashMenu } from "./SlashMenu.tsx";
export { TouchBar } from "./TouchBar.tsx";

export interface ToolHearing {
  readonly onSlash: (state: SlashState | undefined) => void;
  readonly named: Parameters<typeof slashPlugin>[2];
}

/** Before the editor's own plugins, whose Enter would come before the menu's. */
export const addTools = (editor: Editor, { onSlash, named }: ToolHearing): void => {
  const slash: Plugin = slashPlugin(editor, onSlash, named);
  editor.registerPlugin(slash, (added, others) => [added, findPlugin(), ...others]);
};
