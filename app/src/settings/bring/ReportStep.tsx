import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { ArrowUUpLeftIcon } from "@phosphor-icons/react/dist/csr/ArrowUUpLeft";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { ImportReport } from "../../exchange/index.ts";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { MarginRow, Notice, PageFooter, Step, Steps } from "../../shell/pieces/index.ts";
import { useVault } from "../../store/index.ts";
import { datedName, download } from "../room/files.ts";
import { Explanation } from "../room/Sentence.tsx";
import { Refused, Undated } from "./Refused.tsx";
import { useReportText } from "./useReportText.ts";

/** What came in, and every item that did not, with the way to keep that list and to take it all back. */
export const ReportStep = ({
  report,
  onAnother,
}: {
  readonly report: ImportReport;
  readonly onAnother: () => void;
}) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const vault = useVault();
  const text = useReportText(report);
  const [copied, setCopied] = useState(false);
  const [undone, setUndone] = useState<number>();
  const said = useRef<HTMLDivElement>(null);
  const { added, restored, unchanged, completed, undated, refused, cancelled } = report;
  const came = added + restored;
  useEffect(() => {
    if (undone !== undefined) said.current?.focus();
  }, [undone]);
  const undo = async () => setUndone(await vault.undoImport(report.run.id));
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      download(new Blob([text], { type: "text/plain" }), datedName("import-report", "txt", report.run.at));
    }
  };
  const facts = [
    format.fullDate(report.run.at),
    ...(unchanged > 0 ? [t("import.unchangedCount", { count: unchanged })] : []),
    ...(completed > 0 ? [t("import.completedCount", { count: completed })] : []),
    ...(restored > 0 ? [t("import.restoredCount", { count: restored })] : []),
  ];
  return (
    <>
      <Steps>
        <Step
          state="current"
          number={3}
          of={3}
          title={
            refused.length === 0
              ? t("import.cameAll", { count: came })
              : `${t("import.came", { count: came })} ${t("import.didNot", { count: refused.length })}`
          }
        >
          <Explanation>{facts.join(" · ")}</Explanation>
          <Explanation>{cancelled ? t("import.cancelled") : t("import.nothingFetched")}</Explanation>
          <div role="status" ref={said} tabIndex={-1} style={{ outline: "none" }}>
            {undone !== undefined && (
              <Box sx={{ marginTop: 4 }}>
                <Notice tone="neutral" title={t("import.undone", { count: undone })}>
                  {t("import.undoneNext")}
                </Notice>
              </Box>
            )}
          </div>
        </Step>
      </Steps>
      <Undated undated={undated} />
      <Refused refused={refused} />
      <MarginRow>
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, marginTop: 5, marginInlineStart: "-8px" }}>
          {refused.length + undated.length > 0 && (
            <>
              <Button variant="text" onClick={() => void copy()}>
                {copied ? t("import.copied") : t("import.copy")}
              </Button>
              <Button
                variant="text"
                onClick={() =>
                  download(
                    new Blob([text], { type: "text/plain" }),
                    datedName("import-report", "txt", report.run.at),
                  )
                }
              >
                {t("import.saveReport")}
              </Button>
            </>
          )}
          <Button variant="text" onClick={onAnother}>
            {t("import.another")}
          </Button>
        </Box>
      </MarginRow>
      <PageFooter>
        <Button variant="contained" component={Link} to={paths.journal}>
          {t("import.read")}
        </Button>
        {undone === undefined && came > 0 && (
          <Button
            onClick={() => void undo()}
            startIcon={<ArrowUUpLeftIcon size={20} weight="light" aria-hidden="true" />}
          >
            {t("import.undoAll")}
          </Button>
        )}
      </PageFooter>
    </>
  );
};
