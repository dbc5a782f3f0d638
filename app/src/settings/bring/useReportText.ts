import type { ImportReport } from "../../exchange/index.ts";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { byReason } from "./Refused.tsx";

/** The report as plain text, every item with its reason. */
export const useReportText = (report: ImportReport): string => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const groups = [...byReason(report.refused)].flatMap(([code, items]) => [
    "",
    `${format.number(items.length)} ${t(`refused.${code}.title`, { count: items.length })}. ${t(`refused.${code}.why`)}`,
    ...items.map(({ item, detail }) => (detail === undefined ? `- ${item}` : `- ${item} (${detail})`)),
  ]);
  const undated =
    report.undated.length === 0
      ? []
      : [
          "",
          `${t("import.undated", { count: report.undated.length })}. ${t("import.undatedHow")}`,
          ...report.undated.map((item) => `- ${item}`),
        ];
  return [
    `${report.run.label}, ${format.fullDate(report.run.at)}`,
    `${t("import.came", { count: report.added + report.restored })} ${t("import.didNot", { count: report.refused.length })}`,
    ...undated,
    ...groups,
    "",
  ].join("\n");
};
