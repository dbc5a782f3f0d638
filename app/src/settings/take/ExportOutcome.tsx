import Box from "@mui/material/Box";
import { useTranslation } from "../../shell/i18n/index.ts";
import { ErrorNotice, Notice } from "../../shell/pieces/index.ts";
import type { ExportState } from "./useExport.ts";

/** How it ended: what is in the file, and by name what is not. */
export const ExportOutcome = ({ state }: { readonly state: ExportState }) => {
  const { t } = useTranslation("settings");
  if (state.state === "idle" || state.state === "writing") return null;
  if (state.state === "failed")
    return (
      <Box sx={{ marginTop: 5 }}>
        <ErrorNotice code="write-failed" />
      </Box>
    );
  if (state.state === "stopped")
    return (
      <Box sx={{ marginTop: 5 }}>
        <Notice tone="neutral" title={t("export.stopped")}>
          {t("export.stoppedWhat")}
        </Notice>
      </Box>
    );
  const { report, leftOut } = state;
  const whole = report.missing.length === 0 && leftOut.length === 0;
  return (
    <Box sx={{ marginTop: 5 }}>
      <Notice
        tone={whole ? "neutral" : "caution"}
        title={t("export.done", {
          entries: t("count.entries", { count: report.entries }),
          files: t("count.files", { count: report.media }),
        })}
      >
        {t("export.doneReadable")}
        {!whole && (
          <>
            <p style={{ margin: "8px 0 0" }}>{t("export.notInIt")}</p>
            <ul style={{ margin: "4px 0 0", paddingInlineStart: 20 }}>
              {leftOut.map(({ row, code }) => (
                <li key={row.docId}>
                  {t("export.entryLeftOut", { day: row.when.day, title: row.title })}{" "}
                  {t(`export.why.${code}`)}
                </li>
              ))}
              {report.missing.map((file) => (
                <li key={`${file.docId} ${file.name}`}>{t("export.fileLeftOut", { name: file.name })}</li>
              ))}
            </ul>
          </>
        )}
      </Notice>
    </Box>
  );
};
