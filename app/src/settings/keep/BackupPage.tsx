import Button from "@mui/material/Button";
import { DownloadSimpleIcon } from "@phosphor-icons/react/dist/csr/DownloadSimple";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { MarginRow, PageFooter, ProgressSentence } from "../../shell/pieces/index.ts";
import { useStorage } from "../../store/index.ts";
import { Sentence } from "../room/Sentence.tsx";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { StandingSign } from "../room/Signs.tsx";
import { BackupOutcome } from "./BackupOutcome.tsx";
import { ReadBackPart } from "./ReadBackPart.tsx";
import { RestorePart } from "./RestorePart.tsx";
import { useSaveBackup } from "./useSaveBackup.ts";

/** What the newest file proves, in one sentence. */
const BackupSentence = () => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const storage = useStorage();
  if (storage === undefined) return null;
  const { lastBackup } = storage;
  if (lastBackup === undefined)
    return (
      <Sentence
        sign={<StandingSign standing="not-yet" word={t("standing.not-yet")} />}
        below={t("backup.noneBelow")}
      >
        {t("backup.none")}
      </Sentence>
    );
  const values = { date: format.shortDate(lastBackup.at, Date.now()), size: format.bytes(lastBackup.bytes) };
  return lastBackup.readBack ? (
    <Sentence
      sign={<StandingSign standing="proven" word={t("standing.proven")} />}
      below={t("backup.readBackBelow", values)}
    >
      {t("backup.readBack", values)}
    </Sentence>
  ) : (
    <Sentence
      sign={<StandingSign standing="at-risk" word={t("standing.at-risk")} />}
      below={t("backup.notReadBackBelow", values)}
    >
      {t("backup.notReadBack", values)}
    </Sentence>
  );
};

/** One sealed file: saved, read back, opened again. */
export const BackupPage = () => {
  const { t } = useTranslation("settings");
  const { state, save, stop } = useSaveBackup();
  const busy = state.state === "saving" || state.state === "reading";
  return (
    <SettingsPage title={t("backup.title")}>
      <BackupSentence />
      {state.state === "saving" && (
        <MarginRow>
          <ProgressSentence
            sentence={t("backup.saving", { done: state.done, total: state.total })}
            done={state.done}
            total={state.total}
            onStop={stop}
          />
        </MarginRow>
      )}
      {state.state === "reading" && (
        <MarginRow>
          <ProgressSentence sentence={t("backup.reading")} onStop={stop} />
        </MarginRow>
      )}
      <BackupOutcome state={state} />
      <ReadBackPart />
      <RestorePart />
      <PageFooter note={t("backup.sealed")}>
        <Button
          variant="contained"
          onClick={() => void save()}
          disabled={busy}
          startIcon={<DownloadSimpleIcon size={20} weight="light" aria-hidden="true" />}
        >
          {t("backup.save")}
        </Button>
      </PageFooter>
    </SettingsPage>
  );
};
