import { useTranslation } from "../../shell/i18n/index.ts";
import { MarginRow, ProgressSentence, Step, Steps } from "../../shell/pieces/index.ts";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { ChooseStep } from "./ChooseStep.tsx";
import { HoldPage } from "./LeaveDialog.tsx";
import { PastImports } from "./PastImports.tsx";
import { PreviewStep } from "./PreviewStep.tsx";
import { ReportStep } from "./ReportStep.tsx";
import { useImport } from "./useImport.ts";

const stepCount = 3;

/** Bringing another journal in: choose, look, take; then a report of what did not come. */
export const ImportPage = () => {
  const { t } = useTranslation("settings");
  const { state, inspect, stopReading, start, stop, restart } = useImport();
  return (
    <SettingsPage title={t("import.title")}>
      {(state.state === "choosing" || state.state === "reading") && (
        <>
          <Steps>
            <Step state="current" number={1} of={stepCount} title={t("import.choose")}>
              <ChooseStep
                state={state}
                onChosen={(chosen) => void inspect(chosen.name, chosen.files)}
                onStop={stopReading}
              />
            </Step>
          </Steps>
          <PastImports />
        </>
      )}
      {state.state === "preview" && (
        <PreviewStep
          preview={state.preview}
          onStart={(options) => void start(state.preview, options)}
          onStop={restart}
        />
      )}
      {state.state === "running" && (
        <>
          <Steps>
            <Step state="done" number={2} title={t(`import.format.${state.preview.format}`)} />
            <Step state="current" number={3} of={stepCount} title={t("import.running")}>
              {t("import.runningHow")}
            </Step>
          </Steps>
          <MarginRow>
            <div style={{ marginTop: 20 }}>
              <ProgressSentence
                sentence={
                  state.stopping
                    ? t("import.stopping")
                    : t("import.progress", { done: state.progress.done, total: state.progress.total })
                }
                done={state.progress.done}
                total={state.progress.total}
                {...(state.stopping ? {} : { onStop: stop })}
              />
            </div>
          </MarginRow>
        </>
      )}
      {state.state === "done" && <ReportStep report={state.report} onAnother={restart} />}
      {state.state === "running" && <HoldPage onLeave={stop} />}
    </SettingsPage>
  );
};
