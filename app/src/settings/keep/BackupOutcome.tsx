import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { ErrorNotice, MarginRow, Notice } from "../../shell/pieces/index.ts";
import { useStorage } from "../../store/index.ts";
import type { SaveState } from "./useSaveBackup.ts";

/** How saving ended: what is in the file, and whether it was read back. */
export const BackupOutcome = ({ state }: { readonly state: SaveState }) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const last = useStorage()?.lastBackup;
  if (state.state === "failed")
    return <MarginRow>{state.code === "cancelled" ? null : <ErrorNotice code={state.code} />}</MarginRow>;
  if (state.state === "unreadable")
    return (
      <MarginRow>
        <Notice tone="danger" title={t("backup.unreadable")}>
          {t("backup.unreadableNext")}
        </Notice>
      </MarginRow>
    );
  if (state.state !== "saved") return null;
  const { report, readBack, download } = state;
  // The person may have chosen the file by hand since.
  const proven = readBack !== undefined || (last?.at === report.at && last.readBack);
  const content = t("backup.content", {
    entries: t("count.entries", { count: report.entries }),
    files: t("count.files", { count: report.attachments }),
    size: format.bytes(report.bytes),
  });
  if (report.lacking !== undefined)
    return (
      <MarginRow>
        <Notice tone="danger" title={t("backup.lacking", { count: report.lacking })}>
          {content} {t("backup.lackingNext")}
        </Notice>
      </MarginRow>
    );
  return (
    <MarginRow>
      {proven ? (
        <Notice tone="neutral" title={t("backup.savedAndRead")}>
          {content}
        </Notice>
      ) : (
        <Notice tone="caution" title={t("backup.savedNotRead")}>
          {content} {download ? t("backup.savedNotReadDownload") : t("backup.savedNotReadNext")}
        </Notice>
      )}
    </MarginRow>
  );
};
