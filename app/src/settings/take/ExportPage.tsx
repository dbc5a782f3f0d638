import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { ExportIcon } from "@phosphor-icons/react/dist/csr/Export";
import { useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { MarginRow, Notice, PageFooter, ProgressSentence } from "../../shell/pieces/index.ts";
import { useTaxonomy, useVisibleRows } from "../../store/index.ts";
import { Choice } from "../room/Choice.tsx";
import { Sentence } from "../room/Sentence.tsx";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { ExportOutcome } from "./ExportOutcome.tsx";
import { ScopeFields } from "./ScopeFields.tsx";
import { filterOf, rowsIn, type Scope } from "./scope.ts";
import { type ExportFormat, exportFormats, useExport } from "./useExport.ts";

/** Taking the journal out, readable, in formats that others read too. */
export const ExportPage = () => {
  const { t } = useTranslation("settings");
  const taxonomy = useTaxonomy();
  const rows = useVisibleRows() ?? [];
  const [scope, setScope] = useState<Scope>({ kind: "all", journal: "", tag: "", from: "", to: "" });
  const [kind, setKind] = useState<ExportFormat>("own");
  const { state, write, stop } = useExport();
  const writing = state.state === "writing";
  const complete =
    (scope.kind !== "journal" || scope.journal !== "") && (scope.kind !== "tag" || scope.tag !== "");
  const filter = filterOf(scope, taxonomy);
  const chosen = complete ? rowsIn(rows, filter) : [];
  return (
    <SettingsPage title={t("export.title")}>
      <Sentence below={t("export.below")}>{t("export.sentence")}</Sentence>
      <MarginRow>
        <Notice tone="caution" title={t("export.readable")}>
          {t("export.readableWhat")}
        </Notice>
        <Box sx={{ marginTop: 4 }}>
          <ScopeFields scope={scope} onChange={setScope} />
          <Choice
            label={t("export.as")}
            value={kind}
            onChange={setKind}
            options={exportFormats.map((value) => ({ value, label: t(`export.format.${value}.name`) }))}
            note={t(`export.format.${kind}.what`)}
          />
        </Box>
        <Box role="status" sx={{ typography: "ui", marginTop: 4, fontWeight: 500 }}>
          {complete ? t("export.chosen", { count: chosen.length }) : t("export.chooseOne")}
        </Box>
        {writing && (
          <Box sx={{ marginTop: 4 }}>
            <ProgressSentence
              sentence={t("export.writing", {
                done: state.done,
                total: state.total,
              })}
              done={state.done}
              total={state.total}
              onStop={stop}
            />
          </Box>
        )}
        <ExportOutcome state={state} />
      </MarginRow>
      <PageFooter>
        <Button
          variant="contained"
          disabled={writing || chosen.length === 0}
          onClick={() => void write(kind, chosen, filter)}
          startIcon={<ExportIcon size={20} weight="light" aria-hidden="true" />}
        >
          {t("export.save")}
        </Button>
      </PageFooter>
    </SettingsPage>
  );
};
