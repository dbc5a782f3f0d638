import { autoUpdate, computePosition, flip, offset, shift } from "@floating-ui/dom";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import { type Editor, getMarkAttributes, posToDOMRect } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "../../shell/i18n/index.ts";
import { role } from "../../shell/theme/index.ts";
import { floatingRoot } from "./floating-root.ts";
import { linkAddress } from "./link-address.ts";

export interface LinkBubbleProps {
  readonly editor: Editor;
  readonly onEdit: () => void;
}

/** Under the caret while it stands in a link: where it leads, to open or to change. */
export const LinkBubble = ({ editor, onEdit }: LinkBubbleProps) => {
  const { t } = useTranslation("journal");
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ x: 0, y: 0, ready: false });
  const href = useEditorState({
    editor,
    selector: ({ editor: own }) => {
      if (!own.state.selection.empty || !own.isActive("link")) return "";
      const found: unknown = getMarkAttributes(own.state, "link").href;
      return typeof found === "string" ? found : "";
    },
  });
  useEffect(() => {
    const element = ref.current;
    if (href === "" || element === null) return;
    const anchor = {
      getBoundingClientRect: () => {
        const { head } = editor.state.selection;
        return posToDOMRect(editor.view, head, head);
      },
      contextElement: editor.view.dom,
    };
    return autoUpdate(anchor, element, () => {
      void computePosition(anchor, element, {
        strategy: "fixed",
        placement: "bottom",
        middleware: [offset(8), flip({ padding: 8 }), shift({ padding: 8 })],
      }).then(({ x, y }) => setPlace({ x, y, ready: true }));
    });
  }, [editor, href]);
  if (href === "") return null;
  const address = linkAddress(href);
  return createPortal(
    <Box
      ref={ref}
      data-noprint
      role="group"
      aria-label={t("link.title")}
      sx={{
        position: "fixed",
        zIndex: "modal",
        display: "flex",
        alignItems: "center",
        gap: 3,
        maxWidth: "min(420px, calc(100vw - 16px))",
        padding: "0 12px",
        typography: "ui",
        backgroundColor: role.raised,
        border: `1px solid ${role.hairline}`,
        borderRadius: "6px",
        boxShadow: role.float,
      }}
      style={{ left: place.x, top: place.y, visibility: place.ready ? "visible" : "hidden" }}
    >
      {address === undefined ? (
        <Box sx={{ overflowWrap: "anywhere", color: role.ink3 }}>{href}</Box>
      ) : (
        <Link
          href={address}
          target="_blank"
          rel="noopener noreferrer nofollow"
          aria-label={t("link.open", { address })}
          sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
        >
          {address}
        </Link>
      )}
      {editor.isEditable && (
        <Button variant="text" onClick={onEdit} aria-label={t("link.edit")} sx={{ flexShrink: 0 }}>
          {t("link.change")}
        </Button>
      )}
    </Box>,
    floatingRoot(),
  );
};
