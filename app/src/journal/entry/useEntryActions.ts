import { useNavigate } from "react-router";
import type { EntryRow, Taxonomy } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { useUndo } from "../../shell/pieces/index.ts";
import { useVault } from "../../store/index.ts";
import { useClock } from "../clock.tsx";
import { downloadText, entryFileName, entryMarkdown } from "./export-entry.ts";
import type { EntrySession } from "./useEntrySession.ts";

/** What the menu and the icons of an open entry do. */
export const useEntryActions = (session: EntrySession, row: EntryRow, taxonomy: Taxonomy, back: string) => {
  const { t } = useTranslation("journal");
  const vault = useVault();
  const clock = useClock();
  const navigate = useNavigate();
  const offerUndo = useUndo();
  const { docId } = session;
  return {
    toggleFavourite: () => void session.change([{ type: "favourite", on: !row.favourite }]),
    togglePinned: () => void session.change([{ type: "pinned", on: !row.pinned }]),
    moveToTrash: async () => {
      if (docId === undefined || !(await session.change([{ type: "trash", at: clock.now() }]))) return;
      await navigate(back);
      offerUndo({
        sentence: t("trash.moved"),
        undo: () => void vault.edit(docId, [{ type: "restore" }]),
      });
    },
    exportMarkdown: async () => {
      if (docId === undefined) return;
      const content = await vault.readEntry(docId);
      if (!content.ok) return;
      downloadText(
        entryFileName(row.when.day, content.value.row.title),
        entryMarkdown(content.value, taxonomy),
      );
    },
  };
};
