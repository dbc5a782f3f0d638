import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Drawer from "@mui/material/Drawer";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import { useVisibleRows } from "../../store/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { role } from "../theme/index.ts";
import { isInstalled, rememberAsked, useInstall, wasAsked } from "./install.ts";

/** Someone who wrote three entries will come back. */
const askFrom = 3;

/** Asks once, in a sheet, never while someone writes. */
export const InstallSheet = ({ quiet }: { readonly quiet: boolean }) => {
  const { t } = useTranslation("shell");
  const title = useId();
  const { available, ask } = useInstall();
  const entries = useVisibleRows()?.length ?? 0;
  const [answered, setAnswered] = useState(wasAsked);
  const open = !answered && !quiet && available && entries >= askFrom && !isInstalled(window);
  const answer = (add: boolean) => {
    rememberAsked();
    setAnswered(true);
    if (add) ask();
  };
  return (
    <Drawer
      anchor="bottom"
      open={open}
      onClose={() => answer(false)}
      slotProps={{
        paper: {
          "aria-labelledby": title,
          role: "dialog",
          "aria-modal": true,
          sx: { maxWidth: 480, marginInline: "auto" },
        },
      }}
    >
      <Box
        sx={{ width: 32, height: 4, backgroundColor: role.rule, margin: "8px auto 0", borderRadius: "2px" }}
      />
      <Box sx={{ padding: "20px 20px 24px" }}>
        <Typography variant="h6" component="h2" id={title} sx={{ margin: 0 }}>
          {t("install.title")}
        </Typography>
        <Typography variant="body2" component="p" sx={{ margin: "8px 0 16px", color: role.ink2 }}>
          {t("install.what")}
        </Typography>
        <Typography
          variant="caption"
          component="p"
          sx={{ margin: 0, paddingTop: 3, borderTop: `1px solid ${role.hairline}`, color: role.ink2 }}
        >
          {t("install.same")}
        </Typography>
        <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 2, marginBlock: 4 }}>
          <Button onClick={() => answer(false)}>{t("cancel")}</Button>
          <Button variant="contained" onClick={() => answer(true)}>
            {t("install.add")}
          </Button>
        </Box>
        <Typography variant="caption" component="p" sx={{ margin: 0, textAlign: "center", color: role.ink3 }}>
          {t("install.once")}
        </Typography>
      </Box>
    </Drawer>
  );
};
