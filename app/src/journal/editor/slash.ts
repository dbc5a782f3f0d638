/** The slash menu's half inside the editor: where the slash is, what was typed after it, and keys while it is open. */
import type { Editor, Range } from "@tiptap/core";
import { type Plugin, PluginKey } from "@tiptap/pm/state";
import { exitSuggestion, Suggestion } from "@tiptap/suggestion";
import { fold } from "../model/timeline.ts";
import { type BlockCommandId, blockCommands, type EditorCommand } from "./commands.ts";

export interface SlashState {
  readonly query: string;
  readonly range: Range;
  readonly items: readonly EditorCommand<BlockCommandId>[];
  readonly chosen: number;
  /** Where the slash stands on screen. */
  readonly rect: () => DOMRect | null;
}

const key = new PluginKey("slash");

export const closeSlash = (editor: Editor): void => exitSuggestion(editor.view, key);

export const runSlash = (editor: Editor, range: Range, command: EditorCommand<BlockCommandId>): void => {
  command.run(editor.chain().focus().deleteRange(range)).run();
};

/**
 * `report` hears every state and undefined when the menu closes. `named` gives the words a command is found by. A space
 * leaves the slash as text; nothing found closes the menu.
 */
export const slashPlugin = (
  editor: Editor,
  report: (state: SlashState | undefined) => void,
  named: (command: EditorCommand<BlockCommandId>) => string,
): Plugin => {
  let state: SlashState | undefined;
  const tell = (next: SlashState | undefined) => {
    state = next;
    report(next);
  };
  const move = (by: number) => {
    if (state === undefined || state.items.length === 0) return;
    tell({ ...state, chosen: (state.chosen + by + state.items.length) % state.items.length });
  };
  return Suggestion<EditorCommand<BlockCommandId>>({
    editor,
    pluginKey: key,
    char: "/",
    startOfLine: false,
    decorationClass: "ww-slash",
    allow: ({ state: now, range }) => now.doc.resolve(range.from).parent.type.name !== "codeBlock",
    items: ({ query }) => {
      const wanted = fold(query);
      return blockCommands.filter((command) => fold(named(command)).includes(wanted));
    },
    command: ({ editor: own, range, props }) => runSlash(own, range, props),
    render: () => ({
      onStart: ({ query, range, items, clientRect }) =>
        tell({ query, range, items, chosen: 0, rect: () => clientRect?.() ?? null }),
      onUpdate: ({ query, range, items, clientRect }) =>
        tell({
          query,
          range,
          items,
          chosen: query === state?.query ? Math.min(state.chosen, Math.max(0, items.length - 1)) : 0,
          rect: () => clientRect?.() ?? null,
        }),
      onExit: () => tell(undefined),
      onKeyDown: ({ event }) => {
        if (state === undefined || state.items.length === 0 || event.isComposing) return false;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          move(event.key === "ArrowDown" ? 1 : -1);
          return true;
        }
        if (event.key === "Enter" || event.key === "Tab") {
          const command = state.items[state.chosen];
          if (command === undefined) return false;
          runSlash(editor, state.range, command);
          return true;
        }
        return false;
      },
    }),
  });
};
