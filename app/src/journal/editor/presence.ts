/** Who else has this entry open: remote carets and selections in the text, names beside it. */
import { Extension } from "@tiptap/core";
import { yCursorPlugin } from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";

/** Eight tints, by place in the list of clients; drawn by class so that no style attribute is ever written. */
export const presenceTints = 8;
export const presenceTint = (clientId: number): number => clientId % presenceTints;

interface PresenceState {
  readonly name?: unknown;
  readonly cursor?: unknown;
}
const nameOf = (awareness: Awareness, clientId: number): string | undefined => {
  const state = awareness.getStates().get(clientId) as PresenceState | undefined;
  return typeof state?.name === "string" && state.name !== "" ? state.name.slice(0, 60) : undefined;
};

export interface Presence {
  readonly clientId: number;
  readonly name: string | undefined;
}

/** Everyone but this page, in a stable order. Two tabs of one device are two. */
export const othersPresent = (awareness: Awareness): readonly Presence[] =>
  [...awareness.getStates().keys()]
    .filter((clientId) => clientId !== awareness.clientID)
    .sort((a, b) => a - b)
    .map((clientId) => ({ clientId, name: nameOf(awareness, clientId) }));

/** Remote carets with names. `unnamed` stands where a device has told no name. */
export const presenceExtension = (awareness: Awareness, unnamed: string) =>
  Extension.create({
    name: "presence",
    addProseMirrorPlugins: () => [
      yCursorPlugin(awareness, {
        cursorBuilder: (_user: unknown, clientId: number) => {
          const caret = document.createElement("span");
          caret.className = `ww-caret ww-tint-${presenceTint(clientId)}`;
          caret.setAttribute("aria-hidden", "true");
          const label = document.createElement("span");
          label.className = "ww-caret-name";
          label.textContent = nameOf(awareness, clientId) ?? unnamed;
          caret.append("\u2060", label, "\u2060");
          return caret;
        },
        selectionBuilder: (_user: unknown, clientId: number) => ({
          class: `ww-remote-selection ww-tint-${presenceTint(clientId)}`,
        }),
      }),
    ],
  });
