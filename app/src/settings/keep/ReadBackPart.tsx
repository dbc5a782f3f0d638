import Box from "@mui/material/Box";
import { useEffect, useRef, useState } from "react";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { ErrorNotice, MarginRow, Notice, ProgressSentence } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useVault } from "../../store/index.ts";
import type { BackupError, BackupReport } from "../../vault/index.ts";
import { FileButton } from "../room/FileButton.tsx";
import { Explanation, Heading } from "../room/Sentence.tsx";

type State =
  | { readonly state: "idle" | "reading" }
  | { readonly state: "read"; readonly report: BackupReport }
  | { readonly state: "failed"; readonly code: BackupError["code"] };

/** Reads any backup of this journal from beginning to end and says what is in it. Nothing is changed. */
export const ReadBackPart = () => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const vault = useVault();
  const [state, setState] = useState<State>({ state: "idle" });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const read = async (file: File) => {
    const stop = new AbortController();
    abort.current = stop;
    setState({ state: "reading" });
    const verified = await vault.verifyBackup(file, stop.signal);
    if (verified.ok) setState({ state: "read", report: verified.value });
    else
      setState(
        verified.error.code === "cancelled"
          ? { state: "idle" }
          : { state: "failed", code: verified.error.code },
      );
  };
  return (
    <MarginRow>
      <Box sx={{ borderTop: `1px solid ${role.hairline}`, marginTop: 6, paddingTop: 5 }}>
        <Heading>{t("readBack.title")}</Heading>
        <Explanation>{t("readBack.what")}</Explanation>
        <Box sx={{ marginBlock: 2, marginInlineStart: "-8px" }}>
          <FileButton
            variant="text"
            label={t("readBack.choose")}
            disabled={state.state === "reading"}
            onFiles={([file]) => file !== undefined && void read(file)}
          >
            {t("readBack.choose")}
          </FileButton>
        </Box>
        {state.state === "reading" && (
          <ProgressSentence sentence={t("backup.reading")} onStop={() => abort.current?.abort()} />
        )}
        {state.state === "read" && (
          <Notice tone="neutral" title={t("readBack.whole")}>
            {t("readBack.content", {
              entries: t("count.entries", { count: state.report.entries }),
              files: t("count.files", { count: state.report.attachments }),
              date: format.fullDate(state.report.at),
            })}
          </Notice>
        )}
        {state.state === "failed" && state.code !== "cancelled" && <ErrorNotice code={state.code} />}
      </Box>
    </MarginRow>
  );
};
