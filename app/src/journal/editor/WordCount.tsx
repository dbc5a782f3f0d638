import Box from "@mui/material/Box";
import type { Editor } from "@tiptap/core";
import { useEffect, useState } from "react";
import { wordCount } from "../../documents/index.ts";
import { useTranslation } from "../../shell/i18n/index.ts";
import { role } from "../../shell/theme/index.ts";

const settle = 400;
const countOf = (editor: Editor): number =>
  wordCount(editor.state.doc.textBetween(0, editor.state.doc.content.size, "\n", " "));

/** Words of the text, counted when typing pauses. */
export const WordCount = ({ editor }: { readonly editor: Editor }) => {
  const { t } = useTranslation("journal");
  const [count, setCount] = useState(() => countOf(editor));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setCount(countOf(editor)), settle);
    };
    setCount(countOf(editor));
    editor.on("update", look);
    return () => {
      clearTimeout(timer);
      editor.off("update", look);
    };
  }, [editor]);
  return <Box sx={{ typography: "caption", color: role.ink3 }}>{t("entry.words", { count })}</Box>;
};
