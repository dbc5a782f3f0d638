import Box from "@mui/material/Box";
import type { Editor } from "@tiptap/core";
import { useEffect, useState } from "react";
import { wordCount } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { role } from "../../shell/theme/index.ts";

const settle = 400;
const countOf = (editor: Editor): number =>
  wordCount(editor.state.doc.textBetween(0, editor.state.doc.content.size, "\n", " "));

/** Words of the text: those its row knows, then counted when typing pauses. */
export const WordCount = ({ editor, known }: { readonly editor: Editor; readonly known: number }) => {
  const { t } = useTranslation("journal");
  const [count, setCount] = useState(known);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setCount(countOf(editor)), settle);
    };
    look();
    editor.on("update", look);
    return () => {
      clearTimeout(timer);
      editor.off("update", look);
    };
  }, [editor]);
  return <Box sx={{ typography: "caption", color: role.ink3 }}>{t("entry.words", { count })}</Box>;
};
