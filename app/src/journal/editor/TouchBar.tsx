import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { KeyboardIcon } from "@phosphor-icons/react/dist/csr/Keyboard";
import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { createPortal } from "react-dom";
import { useTranslation } from "../../shell/i18n/index.ts";
import { role } from "../../shell/theme/index.ts";
import { floatingRoot } from "./floating-root.ts";
import { Toolbar, touchCommands } from "./Toolbar.tsx";
import { useKeyboardInset } from "./useScreen.ts";

export interface TouchBarProps {
  readonly editor: Editor;
  readonly onLink: () => void;
}

/** On touch, formatting lies in one row right above the keys while the text has the focus. */
export const TouchBar = ({ editor, onLink }: TouchBarProps) => {
  const { t } = useTranslation("journal");
  const inset = useKeyboardInset();
  const focused = useEditorState({ editor, selector: ({ editor: own }) => own.isFocused && own.isEditable });
  if (!focused) return null;
  return createPortal(
    <Box
      data-noprint
      sx={{
        position: "fixed",
        zIndex: "appBar",
        insetInline: 0,
        display: "flex",
        justifyContent: "space-between",
        backgroundColor: role.paper,
        borderTop: `1px solid ${role.hairline}`,
        paddingInline: "4px",
        paddingBlock: "2px",
      }}
      style={{ bottom: inset }}
    >
      <Toolbar
        editor={editor}
        tone="paper"
        commands={touchCommands}
        onLink={onLink}
        onLeave={() => editor.commands.focus()}
      />
      <IconButton aria-label={t("toolbar.hideKeys")} onClick={() => editor.commands.blur()}>
        <KeyboardIcon size={22} weight="light" />
      </IconButton>
    </Box>,
    floatingRoot(),
  );
};
