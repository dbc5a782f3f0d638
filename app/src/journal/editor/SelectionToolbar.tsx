import { autoUpdate, computePosition, flip, offset, shift } from "@floating-ui/dom";
import Box from "@mui/material/Box";
import { type Editor, posToDOMRect } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { role } from "../../shell/theme/index.ts";
import { floatingRoot } from "./floating-root.ts";
import { selectionCommands, Toolbar } from "./Toolbar.tsx";

/** A pointer's selection in progress shows nothing: the toolbar would stand in the way of the hand. */
const usePointerDown = (editor: Editor): boolean => {
  const [down, setDown] = useState(false);
  useEffect(() => {
    const { dom } = editor.view;
    const start = () => setDown(true);
    const end = () => setDown(false);
    dom.addEventListener("pointerdown", start);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
    return () => {
      dom.removeEventListener("pointerdown", start);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
    };
  }, [editor]);
  return down;
};

export interface SelectionToolbarProps {
  readonly editor: Editor;
  readonly onLink: () => void;
  /** The link editor stands in its place. */
  readonly hidden: boolean;
}

/** Floats above a selection of text. Alt+F10 goes into it, Escape back. */
export const SelectionToolbar = ({ editor, onLink, hidden }: SelectionToolbarProps) => {
  const ref = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ x: 0, y: 0, ready: false });
  const [inside, setInside] = useState(false);
  const down = usePointerDown(editor);
  const selection = useEditorState({
    editor,
    selector: ({ editor: own }) => {
      const { from, to, empty } = own.state.selection;
      const text = !empty && own.state.doc.textBetween(from, to, " ").trim() !== "";
      return text && own.isEditable && own.isFocused ? `${from}:${to}` : "";
    },
  });
  const [kept, setKept] = useState("");
  if (selection && selection !== kept) setKept(selection);
  const shown = (selection !== "" || inside) && !down && !hidden && kept !== "";

  useEffect(() => {
    const element = ref.current;
    if (!shown || element === null) return;
    const [from = 0, to = 0] = kept.split(":").map(Number);
    const anchor = {
      getBoundingClientRect: () =>
        posToDOMRect(
          editor.view,
          Math.min(from, editor.state.doc.content.size),
          Math.min(to, editor.state.doc.content.size),
        ),
      contextElement: editor.view.dom,
    };
    return autoUpdate(anchor, element, () => {
      void computePosition(anchor, element, {
        strategy: "fixed",
        placement: "top",
        middleware: [offset(8), flip({ padding: 8 }), shift({ padding: 8 })],
      }).then(({ x, y }) => setPlace({ x, y, ready: true }));
    });
  }, [editor, shown, kept]);

  useEffect(() => {
    const { dom } = editor.view;
    const enter = (event: globalThis.KeyboardEvent) => {
      if (event.altKey && event.key === "F10") {
        bar.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
        event.preventDefault();
      }
    };
    dom.addEventListener("keydown", enter);
    return () => dom.removeEventListener("keydown", enter);
  }, [editor]);

  if (!shown) return null;
  return createPortal(
    <Box
      ref={ref}
      data-noprint
      onFocus={() => setInside(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setInside(false);
      }}
      sx={{
        position: "fixed",
        zIndex: "modal",
        backgroundColor: role.inverse,
        borderRadius: "6px",
        boxShadow: role.float,
        padding: "2px 6px",
      }}
      style={{ left: place.x, top: place.y, visibility: place.ready ? "visible" : "hidden" }}
    >
      <Toolbar
        editor={editor}
        tone="inverse"
        commands={selectionCommands}
        onLink={onLink}
        onLeave={() => editor.commands.focus()}
        toolbarRef={bar}
      />
    </Box>,
    floatingRoot(),
  );
};
