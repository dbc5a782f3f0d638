import { computePosition, flip, offset, shift, size } from "@floating-ui/dom";
import Box from "@mui/material/Box";
import { CaretDownIcon } from "@phosphor-icons/react/dist/csr/CaretDown";
import type { Editor } from "@tiptap/core";
import { type UIEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "../../shell/i18n/index.ts";
import { hoverWash, role } from "../../shell/theme/index.ts";
import { floatingRoot } from "./floating-root.ts";
import { runSlash, type SlashState } from "./slash.ts";
import { useCoarsePointer, useKeyboardInset } from "./useScreen.ts";

const listId = "slash-menu";
const optionId = (id: string) => `slash-${id}`;

/** Speaks through the editor, which keeps the focus: `aria-activedescendant` names the chosen row. */
const useEditorRoles = (editor: Editor, active: string | undefined) => {
  useEffect(() => {
    const { dom } = editor.view;
    if (active === undefined) return;
    dom.setAttribute("aria-controls", listId);
    dom.setAttribute("aria-activedescendant", active);
    return () => {
      dom.removeAttribute("aria-controls");
      dom.removeAttribute("aria-activedescendant");
    };
  }, [editor, active]);
};

/** At the slash with a pointer; full width above the keys on touch. */
const useMenuPlace = (slash: SlashState, coarse: boolean) => {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ x: 0, y: 0, ready: false });
  useLayoutEffect(() => {
    const menu = ref.current;
    const rect = slash.rect();
    if (menu === null || coarse || rect === null) return;
    let live = true;
    const anchor = { getBoundingClientRect: () => slash.rect() ?? rect };
    void computePosition(anchor, menu, {
      strategy: "fixed",
      placement: "bottom-start",
      middleware: [offset(6), flip({ padding: 8 }), shift({ padding: 8 }), size({ padding: 8 })],
    }).then(({ x, y }) => {
      if (live) setPlace({ x, y, ready: true });
    });
    return () => {
      live = false;
    };
  }, [slash, coarse]);
  return { ref, place };
};

/** On touch the menu lies over the foot of the text: the line being written moves up, once, when it opens. */
const keepCaretAbove = (editor: Editor, menu: HTMLElement | null) => {
  if (menu === null) return;
  const caret = editor.view.coordsAtPos(editor.state.selection.head);
  const hidden = caret.bottom + 12 - menu.getBoundingClientRect().top;
  if (hidden > 0) editor.view.dom.closest("[data-entry-scroll]")?.scrollBy({ top: hidden });
};

/** Whole rows only, as many as leave more than half of what is visible to the text. */
const rowsThatFit = (row: number): number => {
  const room = Math.min(360, (window.visualViewport?.height ?? window.innerHeight) * 0.45);
  return Math.max(2, Math.floor((room - 64) / row));
};

/** How many rows are below those in view. */
const useRowsBelow = (count: number, shown: number, row: number) => {
  const [above, setAbove] = useState(0);
  return {
    below: Math.max(0, count - shown - above),
    onScroll: (event: UIEvent) => setAbove(Math.round(event.currentTarget.scrollTop / row)),
  };
};

const menuLook = {
  position: "fixed",
  zIndex: "modal",
  backgroundColor: role.raised,
  border: `1px solid ${role.hairline}`,
  borderRadius: "6px",
  boxShadow: role.float,
  paddingBlock: "6px",
  display: "flex",
  flexDirection: "column",
} as const;

export interface SlashMenuProps {
  readonly editor: Editor;
  readonly slash: SlashState;
}

export const SlashMenu = ({ editor, slash }: SlashMenuProps) => {
  const { t } = useTranslation("journal");
  const coarse = useCoarsePointer();
  const inset = useKeyboardInset();
  const { ref, place } = useMenuPlace(slash, coarse);
  const row = coarse ? 44 : 40;
  const fit = rowsThatFit(row);
  const { below, onScroll } = useRowsBelow(slash.items.length, fit, row);
  const chosen = slash.items[slash.chosen];
  const open = chosen !== undefined;
  useEditorRoles(editor, chosen && optionId(chosen.id));
  useEffect(() => {
    if (coarse && open) keepCaretAbove(editor, ref.current);
  }, [coarse, open, editor, ref]);
  useEffect(() => {
    if (chosen !== undefined)
      document.getElementById(optionId(chosen.id))?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  if (chosen === undefined) return null;
  return createPortal(
    <Box
      ref={ref}
      data-noprint
      sx={menuLook}
      style={
        coarse
          ? { left: 12, right: 12, bottom: inset + 8 }
          : { left: place.x, top: place.y, width: 288, visibility: place.ready ? "visible" : "hidden" }
      }
    >
      <Box
        id={listId}
        role="listbox"
        tabIndex={0}
        aria-label={t("slash.label")}
        onScroll={onScroll}
        sx={{ overflowY: "auto", scrollSnapType: "y mandatory" }}
        style={{ maxHeight: fit * row }}
      >
        {slash.items.map((command, index) => {
          const IconOf = command.icon;
          const selected = index === slash.chosen;
          return (
            <Box
              key={command.id}
              id={optionId(command.id)}
              role="option"
              aria-selected={selected}
              onPointerDown={(event) => {
                event.preventDefault();
                runSlash(editor, slash.range, command);
              }}
              sx={{
                display: "flex",
                alignItems: "center",
                gap: 3,
                boxSizing: "border-box",
                height: row,
                scrollSnapAlign: "start",
                paddingInline: "14px",
                cursor: "pointer",
                typography: "ui",
                fontWeight: selected ? 500 : 400,
                backgroundColor: selected ? role.wash : "transparent",
                // The row that Enter takes and the row under the pointer are two things.
                boxShadow: selected ? `inset 2px 0 ${role.link}` : "none",
                "&:hover": { backgroundColor: selected ? role.wash : hoverWash },
              }}
            >
              <IconOf size={20} weight="light" aria-hidden />
              <Box component="span" sx={{ flexGrow: 1 }}>
                {t(`command.${command.id}`)}
              </Box>
              {command.sign && (
                <Box component="span" aria-hidden sx={{ color: role.ink3 }}>
                  {command.sign}
                </Box>
              )}
            </Box>
          );
        })}
      </Box>
      <Box
        sx={{
          typography: "caption",
          color: role.ink3,
          borderTop: `1px solid ${role.hairline}`,
          marginTop: "6px",
          padding: "8px 14px 4px",
        }}
      >
        {below > 0 && (
          <Box sx={{ display: "flex", alignItems: "center", gap: 1, color: role.ink2 }} aria-hidden>
            <CaretDownIcon size={14} />
            {t("slash.more", { count: below })}
          </Box>
        )}
        {t("slash.hint")}
      </Box>
    </Box>,
    floatingRoot(),
  );
};
