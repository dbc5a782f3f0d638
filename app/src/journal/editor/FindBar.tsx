import Box from "@mui/material/Box";
import InputBase from "@mui/material/InputBase";
import { CaretDownIcon } from "@phosphor-icons/react/dist/csr/CaretDown";
import { CaretUpIcon } from "@phosphor-icons/react/dist/csr/CaretUp";
import { XIcon } from "@phosphor-icons/react/dist/csr/X";
import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useEffect } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { IconAction } from "../../shell/pieces/IconAction.tsx";
import { role } from "../../shell/theme/index.ts";
import { clearFind, findState, setFindQuery, stepFind } from "./find.ts";

const showCurrent = (editor: Editor) => {
  requestAnimationFrame(() => {
    if (!editor.isDestroyed)
      editor.view.dom.querySelector(".ww-hit-current")?.scrollIntoView({ block: "center" });
  });
};

export interface FindBarProps {
  readonly editor: Editor;
  readonly onClose: () => void;
}

/** Finds words in this entry only. Enter and Shift+Enter go on and back, Escape returns to the text. */
export const FindBar = ({ editor, onClose }: FindBarProps) => {
  const { t } = useTranslation("journal");
  const { query, count, current } = useEditorState({
    editor,
    selector: ({ editor: own }) => {
      const state = findState(own.state);
      return { query: state.query, count: state.matches.length, current: state.current };
    },
  });
  useEffect(
    () => () => {
      if (!editor.isDestroyed) editor.view.dispatch(clearFind(editor.state.tr));
    },
    [editor],
  );
  const step = (by: 1 | -1) => {
    editor.view.dispatch(stepFind(editor.state.tr, by));
    showCurrent(editor);
  };
  return (
    <Box
      role="search"
      aria-label={t("find.label")}
      data-noprint
      sx={{
        position: "sticky",
        top: 56,
        zIndex: 1,
        backgroundColor: role.paper,
        display: "flex",
        alignItems: "center",
        gap: 2,
        borderBottom: `1px solid ${role.rule}`,
        marginBottom: 4,
        "&:focus-within": { borderBottom: `2px solid ${role.link}`, marginBottom: "15px" },
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          onClose();
          editor.view.focus(); // at once: see write-on.ts
        } else if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <InputBase
        autoFocus
        fullWidth
        value={query}
        placeholder={t("find.placeholder")}
        inputProps={{ "aria-label": t("find.placeholder"), enterKeyHint: "search" }}
        onChange={(event) => {
          editor.view.dispatch(setFindQuery(editor.state.tr, event.target.value));
          showCurrent(editor);
        }}
        sx={{ typography: "subtitle1", fontWeight: 400, minHeight: 44 }}
      />
      <Box role="status" sx={{ typography: "caption", color: role.ink3, whiteSpace: "nowrap" }}>
        {query.trim() !== "" && (count === 0 ? t("find.none") : t("find.count", { at: current + 1, count }))}
      </Box>
      <IconAction label={t("find.previous")} onClick={() => step(-1)} disabled={count === 0}>
        <CaretUpIcon size={18} />
      </IconAction>
      <IconAction label={t("find.next")} onClick={() => step(1)} disabled={count === 0}>
        <CaretDownIcon size={18} />
      </IconAction>
      <IconAction label={t("find.close")} onClick={onClose}>
        <XIcon size={18} />
      </IconAction>
    </Box>
  );
};
