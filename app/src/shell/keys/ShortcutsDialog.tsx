import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useId, useState } from "react";
import { overlayClosed, selectOverlay, useAppDispatch, useAppSelector } from "../../store/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { useBackCloses } from "../layers/index.ts";
import { SettingsSwitch } from "../pieces/SettingsRow.tsx";
import { role } from "../theme/index.ts";
import { keysOf, readSingleKeys, shortcuts, writeSingleKeys } from "./shortcuts.ts";

export const ShortcutsDialog = () => {
  const { t } = useTranslation("shell");
  const dispatch = useAppDispatch();
  const title = useId();
  const open = useAppSelector(selectOverlay) === "shortcuts";
  const [singleKeys, setSingleKeys] = useState(readSingleKeys);
  const close = () => dispatch(overlayClosed());
  useBackCloses(open, close);
  return (
    <Dialog open={open} onClose={close} aria-labelledby={title} maxWidth="xs" fullWidth>
      <DialogTitle id={title}>{t("shortcuts.title")}</DialogTitle>
      <DialogContent>
        <Box component="dl" sx={{ margin: 0 }}>
          {shortcuts.map((shortcut) => (
            <Box
              key={shortcut.name}
              sx={{
                display: "flex",
                justifyContent: "space-between",
                gap: 4,
                padding: "9px 0",
                borderBottom: `1px solid ${role.hairline}`,
                typography: "ui",
              }}
            >
              <dt>{t(`shortcuts.${shortcut.name}`)}</dt>
              <Box component="dd" sx={{ margin: 0, color: role.ink3 }}>
                {keysOf(shortcut).map((key, index) => (
                  <span key={key}>
                    {index > 0 && (shortcut.command === true ? " " : ` ${t("shortcuts.andThen")} `)}
                    <kbd>{key}</kbd>
                  </span>
                ))}
              </Box>
            </Box>
          ))}
        </Box>
        <SettingsSwitch
          label={t("shortcuts.singleKeys")}
          value={t("shortcuts.singleKeysHint")}
          checked={singleKeys}
          onChange={(on) => {
            writeSingleKeys(on);
            setSingleKeys(on);
          }}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{t("close")}</Button>
      </DialogActions>
    </Dialog>
  );
};
