import Box from "@mui/material/Box";
import { FolderOpenIcon } from "@phosphor-icons/react/dist/csr/FolderOpen";
import { type DragEvent, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { Notice, ProgressSentence } from "../../shell/pieces/index.ts";
import { role, serif } from "../../shell/theme/index.ts";
import { FileButton } from "../room/FileButton.tsx";
import { Explanation } from "../room/Sentence.tsx";
import { type Chosen, chosenFromDrop, chosenOf } from "./chosen.ts";
import type { ImportState } from "./useImport.ts";

const formats = ["dayone", "markdown", "whisperwell"] as const;
/** A phone's browser has no folder chooser; it has no such field either. */
const folders = () => "webkitdirectory" in document.createElement("input");

/** Choose or drop: a file, several files, a zip, a folder. */
export const ChooseStep = ({
  state,
  onChosen,
  onStop,
}: {
  readonly state: Extract<ImportState, { readonly state: "choosing" | "reading" }>;
  readonly onChosen: (chosen: Chosen) => void;
  readonly onStop: () => void;
}) => {
  const { t } = useTranslation("settings");
  const [over, setOver] = useState(false);
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onChosen(await chosenFromDrop(event.dataTransfer));
  };
  const accept = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  if (state.state === "reading")
    return (
      <Box sx={{ marginTop: 4 }}>
        <ProgressSentence sentence={t("import.reading", { name: state.name })} onStop={onStop} />
      </Box>
    );
  return (
    <Box
      onDragEnter={accept}
      onDragOver={accept}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
      sx={{ outline: over ? `2px dashed ${role.accent}` : "none", outlineOffset: 12, borderRadius: "2px" }}
    >
      <Explanation>{t("import.chooseHow")}</Explanation>
      {state.code !== undefined && state.code !== "cancelled" && (
        <Box sx={{ marginTop: 4 }}>
          <Notice tone="danger" title={t(`import.error.${state.code}.what`)}>
            {t(`import.error.${state.code}.safe`)} {t(`import.error.${state.code}.next`)}
          </Notice>
        </Box>
      )}
      <Box component="dl" sx={{ margin: "20px 0 0", borderTop: `1px solid ${role.hairline}` }}>
        {formats.map((format) => (
          <Box key={format} sx={{ padding: "12px 0", borderBottom: `1px solid ${role.hairline}` }}>
            <Box component="dt" sx={{ fontFamily: serif, fontWeight: 560, fontSize: "1.0625rem" }}>
              {t(`import.from.${format}.name`)}
            </Box>
            <Box component="dd" sx={{ margin: 0, typography: "caption", color: role.ink2 }}>
              {t(`import.from.${format}.how`)}
            </Box>
          </Box>
        ))}
      </Box>
      <Box sx={{ typography: "caption", color: role.ink3, marginTop: 3 }}>{t("import.byContent")}</Box>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, marginTop: 5, alignItems: "center" }}>
        <FileButton
          variant="contained"
          label={t("import.file")}
          multiple
          startIcon={<FolderOpenIcon size={20} weight="light" aria-hidden="true" />}
          onFiles={(files) => onChosen(chosenOf(files))}
        >
          {t("import.file")}
        </FileButton>
        {folders() && (
          <FileButton label={t("import.folder")} folder onFiles={(files) => onChosen(chosenOf(files))}>
            {t("import.folder")}
          </FileButton>
        )}
        <Box sx={{ typography: "caption", color: role.ink3, display: { xs: "none", md: "block" } }}>
          {t("import.drop")}
        </Box>
      </Box>
    </Box>
  );
};
