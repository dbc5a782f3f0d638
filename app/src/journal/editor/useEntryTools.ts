/** Brings the tools of the open entry once the hand rests, or at once when one of them is asked for. */
import type { Editor } from "@tiptap/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { createLater, useAtRest, useLater } from "./later.ts";
import type { SlashState } from "./slash.ts";
import { useAfterPaint } from "./useAfterPaint.ts";

export type Tools = typeof import("./tools.ts");
const tools = createLater<Tools>(() => import("./tools.ts"));

/** A slash before the caret or words selected: what follows needs a tool. */
const asksForTools = (editor: Editor): boolean => {
  const { empty, $from } = editor.state.selection;
  return !empty || $from.parent.textBetween(0, $from.parentOffset, undefined, " ").endsWith("/");
};

/** Calls back when no input method is in the middle of a word, which a change of plugins would cut off. */
const afterComposition = (editor: Editor, then: () => void): (() => void) => {
  if (!editor.view.composing) {
    then();
    return () => {};
  }
  const { dom } = editor.view;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = () => {
    timer = setTimeout(then, 50); // the editor takes in the composed word first
  };
  dom.addEventListener("compositionend", ended, { once: true });
  return () => {
    clearTimeout(timer);
    dom.removeEventListener("compositionend", ended);
  };
};

export interface EntryTools {
  /** Undefined until they work on this editor. */
  readonly tools: Tools | undefined;
  readonly failed: boolean;
  readonly fetchTools: () => void;
  readonly slash: SlashState | undefined;
}

export const useEntryTools = (
  editor: Editor,
  { fresh, asked }: { fresh: boolean; asked: boolean },
): EntryTools => {
  const { t } = useTranslation("journal");
  const painted = useAfterPaint();
  const rested = useAtRest(fresh);
  const [slash, setSlash] = useState<SlashState>();
  const [ready, setReady] = useState<Tools>();
  const fetched = useLater(tools, painted && rested);
  const words = useRef(t);
  words.current = t;

  useEffect(() => {
    if (ready !== undefined) return;
    const look = () => {
      if (asksForTools(editor)) tools.fetch();
    };
    editor.on("transaction", look);
    return () => {
      editor.off("transaction", look);
    };
  }, [editor, ready]);

  useEffect(() => {
    if (asked) tools.fetch();
  }, [asked]);

  const part = painted && fetched.state === "present" ? fetched.part : undefined;
  useEffect(() => {
    if (part === undefined) return;
    return afterComposition(editor, () => {
      if (editor.isDestroyed) return;
      part.addTools(editor, {
        onSlash: setSlash,
        named: (command) => words.current(`command.${command.id}`),
      });
      setReady(part);
      // The menu looks where the caret is when something happens: a slash typed while it was fetched opens it now.
      if (editor.isFocused) editor.view.dispatch(editor.state.tr);
    });
  }, [editor, part]);
  return { tools: ready, failed: fetched.state === "failed", fetchTools: tools.fetch, slash };
};
