import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { ErrorCode } from "../../shell/errors/index.ts";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { ErrorNotice, MarginRow, Notice, ProgressSentence } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useDevices, useVault } from "../../store/index.ts";
import type { BackupReport, Progress, WayIn } from "../../vault/index.ts";
import { FileButton } from "../room/FileButton.tsx";
import { Explanation, Heading } from "../room/Sentence.tsx";
import { WayForm } from "../room/WayForm.tsx";

type State =
  | { readonly state: "idle" }
  | { readonly state: "asking"; readonly file: File; readonly code?: ErrorCode }
  | { readonly state: "restoring"; readonly file: File; readonly progress: Progress }
  | { readonly state: "restored"; readonly report: BackupReport }
  | { readonly state: "failed"; readonly code: ErrorCode };

/** What a wrong answer to the question leads to: the question again. */
const isAnswer = (code: string): boolean => /^(?:wrong-|words-)/.test(code);

/** Opens a backup into the journal that is here. It adds what is missing and never replaces. */
export const RestorePart = () => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const vault = useVault();
  const thisDevice = useDevices()?.find((device) => device.thisDevice);
  const [state, setState] = useState<State>({ state: "idle" });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const restore = async (file: File, way: WayIn) => {
    const stop = new AbortController();
    abort.current = stop;
    setState({ state: "restoring", file, progress: { done: 0, total: 0 } });
    const restored = await vault.restoreBackup(
      file,
      way,
      thisDevice?.name ?? t("restore.deviceName"),
      (progress) => setState({ state: "restoring", file, progress }),
      stop.signal,
    );
    if (restored.ok) return setState({ state: "restored", report: restored.value });
    const { code } = restored.error;
    if (code === "cancelled") return setState({ state: "idle" });
    setState(isAnswer(code) ? { state: "asking", file, code } : { state: "failed", code });
  };
  return (
    <MarginRow>
      <Box sx={{ borderTop: `1px solid ${role.hairline}`, marginTop: 5, paddingTop: 5, marginBottom: 8 }}>
        <Heading>{t("restore.title")}</Heading>
        <Explanation>{t("restore.what")}</Explanation>
        <Explanation>{t("restore.elsewhere")}</Explanation>
        {state.state !== "restoring" && (
          <Box sx={{ marginBlock: 2, marginInlineStart: "-8px" }}>
            <FileButton
              variant="text"
              label={t("restore.choose")}
              onFiles={([file]) => file !== undefined && setState({ state: "asking", file })}
            >
              {state.state === "asking" ? t("restore.chooseOther") : t("restore.choose")}
            </FileButton>
          </Box>
        )}
        {state.state === "asking" && (
          <>
            <Box sx={{ typography: "ui", fontWeight: 500, overflowWrap: "anywhere" }}>
              {t("restore.chosen", { name: state.file.name, size: format.bytes(state.file.size) })}
            </Box>
            <WayForm
              action={t("restore.open")}
              busy={false}
              error={state.code}
              passphraseLabel={t("restore.passphrase")}
              autoFocus
              onWay={(way) => void restore(state.file, way)}
            />
          </>
        )}
        {state.state === "restoring" && (
          <Box sx={{ marginTop: 4 }}>
            <ProgressSentence
              sentence={t("restore.opening", { done: state.progress.done, total: state.progress.total })}
              done={state.progress.done}
              total={state.progress.total}
              onStop={() => abort.current?.abort()}
            />
          </Box>
        )}
        {state.state === "restored" && (
          <Notice
            tone="neutral"
            title={t("restore.done")}
            actions={
              <Button variant="text" component={Link} to={paths.journal}>
                {t("restore.read")}
              </Button>
            }
          >
            {t("restore.content", {
              entries: t("count.entries", { count: state.report.entries }),
              files: t("count.files", { count: state.report.attachments }),
            })}
          </Notice>
        )}
        {state.state === "failed" && <ErrorNotice code={state.code} />}
      </Box>
    </MarginRow>
  );
};
