import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { useBackCloses } from "../../shell/layers/index.ts";
import { TextField } from "../../shell/pieces/index.ts";
import { useVault } from "../../store/index.ts";
import type { DeviceInfo } from "../../vault/index.ts";

const longestName = 60;

const NameForm = ({ device, onClose }: { readonly device: DeviceInfo; readonly onClose: () => void }) => {
  const { t } = useTranslation("settings");
  const { t: shell } = useTranslation("shell");
  const vault = useVault();
  const [name, setName] = useState(device.name);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const trimmed = name.trim();
    if (trimmed === "") return;
    if (trimmed !== device.name)
      await vault.editSettings({ type: "device-name", device: device.id, name: trimmed });
    onClose();
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <DialogContent>
        <TextField
          label={t("devices.name")}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoFocus
          helperText={t("devices.nameHelp")}
          slotProps={{ htmlInput: { maxLength: longestName, autoComplete: "off" } }}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{shell("cancel")}</Button>
        <Button type="submit" variant="contained" disabled={name.trim() === ""}>
          {t("devices.nameSave")}
        </Button>
      </DialogActions>
    </form>
  );
};

/** Another name for a device; every device sees it. */
export const RenameDialog = ({
  device,
  onClose,
}: {
  readonly device?: DeviceInfo;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation("settings");
  const title = useId();
  useBackCloses(device !== undefined, onClose);
  return (
    <Dialog open={device !== undefined} onClose={onClose} aria-labelledby={title} maxWidth="xs" fullWidth>
      <DialogTitle id={title}>{t("devices.renameTitle")}</DialogTitle>
      {device !== undefined && <NameForm device={device} onClose={onClose} />}
    </Dialog>
  );
};
