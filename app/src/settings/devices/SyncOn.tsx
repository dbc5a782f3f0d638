import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { useId, useState } from "react";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { useBackCloses } from "../../shell/layers/index.ts";
import { ProgressSentence, SettingsAction, SettingsRow, useAnnounce } from "../../shell/pieces/index.ts";
import { useVault } from "../../store/index.ts";
import type { SyncStatus } from "../../vault/index.ts";

/** How the relay stands, and what can be done with it. */
export const SyncOn = ({ status }: { readonly status: SyncStatus }) => {
  const { t } = useTranslation("settings");
  const { t: shell } = useTranslation("shell");
  const format = useFormat();
  const vault = useVault();
  const announce = useAnnounce();
  const title = useId();
  const [asking, setAsking] = useState(false);
  useBackCloses(asking, () => setAsking(false));
  const { waitingEntries, waitingOthers, waitingFiles, pulling } = status;
  const waiting =
    waitingEntries + waitingFiles === 0
      ? t(waitingOthers === 0 ? "sync.nothingWaits" : "sync.othersWait")
      : t("sync.waits", {
          entries: t("sync.entries", { count: waitingEntries }),
          files: t("sync.files", { count: waitingFiles }),
        });
  const turnOff = async () => {
    setAsking(false);
    await vault.turnOffSync();
    announce(t("sync.turnedOff"));
  };
  return (
    <>
      <SettingsRow
        label={t("sync.connection")}
        value={t(`sync.link.${status.link}`, { time: format.time(status.since) })}
      />
      <SettingsRow label={t("sync.outbox")} value={waiting} />
      {pulling !== undefined && (
        <ProgressSentence
          sentence={shell("sync.pulling", { count: pulling.done, of: pulling.total })}
          done={pulling.done}
          total={pulling.total}
        />
      )}
      <SettingsAction
        label={t("sync.now")}
        value={t("sync.nowHelp")}
        onClick={() => {
          vault.syncNow();
          announce(t("sync.asked"));
        }}
      />
      <SettingsAction
        label={t("sync.turnOff")}
        value={t("sync.turnOffHelp")}
        onClick={() => setAsking(true)}
      />
      <Dialog open={asking} onClose={() => setAsking(false)} aria-labelledby={title} maxWidth="xs" fullWidth>
        <DialogTitle id={title}>{t("sync.turnOffTitle")}</DialogTitle>
        <DialogContent>
          <DialogContentText>{t("sync.turnOffWhat")}</DialogContentText>
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setAsking(false)}>{shell("cancel")}</Button>
          <Button variant="contained" onClick={() => void turnOff()}>
            {t("sync.turnOff")}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
};
