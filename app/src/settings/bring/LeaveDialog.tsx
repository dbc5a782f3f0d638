import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { useId } from "react";
import { useBlocker } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { useAskBeforeClosing } from "../../shell/pieces/index.ts";

/**
 * Holds the page while it stands in it. A component of its own, because the router complains of every address typed by
 * hand for as long as anything could hold it.
 */
export const HoldPage = ({ onLeave }: { readonly onLeave: () => void }) => {
  const blocker = useBlocker(true);
  useAskBeforeClosing(true);
  return (
    <LeaveDialog
      open={blocker.state === "blocked"}
      onStay={() => blocker.reset?.()}
      onLeave={() => {
        onLeave();
        blocker.proceed?.();
      }}
    />
  );
};

/** Leaving the page ends the import that runs in it; what came in so far stays. */
const LeaveDialog = ({
  open,
  onStay,
  onLeave,
}: {
  readonly open: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}) => {
  const { t } = useTranslation("settings");
  const title = useId();
  return (
    <Dialog open={open} onClose={onStay} aria-labelledby={title} maxWidth="xs" fullWidth>
      <DialogTitle id={title}>{t("import.leaveTitle")}</DialogTitle>
      <DialogContent>
        <DialogContentText>{t("import.leaveWhat")}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button onClick={onLeave}>{t("import.leave")}</Button>
        <Button variant="contained" onClick={onStay}>
          {t("import.stay")}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
