import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import Drawer from "@mui/material/Drawer";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useEffect, useId, useState } from "react";
import { useVisibleRows } from "../../store/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { useBackCloses } from "../layers/index.ts";
import { role } from "../theme/index.ts";
import { isInstalled, rememberAsked, useInstall, wasAsked } from "./install.ts";

/** Someone who wrote three entries will come back. */
const askFrom = 3;

const Question = ({
  title,
  wide,
  onAnswer,
}: {
  readonly title: string;
  readonly wide: boolean;
  readonly onAnswer: (add: boolean) => void;
}) => {
  const { t } = useTranslation("shell");
  return (
    <Box sx={{ padding: wide ? "24px" : "20px 20px 24px" }}>
      <Typography variant="h6" component="h2" id={title} sx={{ margin: 0 }}>
        {t(wide ? "install.titleWide" : "install.title")}
      </Typography>
      <Typography variant="body2" component="p" sx={{ margin: "8px 0 16px", color: role.ink2 }}>
        {t("install.what")}
      </Typography>
      <Typography
        variant="caption"
        component="p"
        sx={{ margin: 0, paddingTop: 3, borderTop: `1px solid ${role.hairline}`, color: role.ink2 }}
      >
        {t("install.same")} {t("install.once")}
      </Typography>
      <Box
        sx={{
          marginTop: 4,
          gap: 2,
          ...(wide
            ? { display: "flex", justifyContent: "flex-end" }
            : { display: "grid", gridTemplateColumns: "1fr 1fr" }),
        }}
      >
        <Button onClick={() => onAnswer(false)}>{t("cancel")}</Button>
        <Button variant="contained" onClick={() => onAnswer(true)}>
          {t(wide ? "install.addWide" : "install.add")}
        </Button>
      </Box>
    </Box>
  );
};

/**
 * Asks once, on coming back from an entry: never over the first list and never while someone writes. `quiet` where it
 * would be in the way. A sheet on a phone, a dialog from 600 px.
 */
export const InstallSheet = ({ quiet }: { readonly quiet: boolean }) => {
  const title = useId();
  const { available, ask } = useInstall();
  const wide = useMediaQuery("(min-width: 600px)", { noSsr: true });
  const entries = useVisibleRows()?.length ?? 0;
  const [answered, setAnswered] = useState(wasAsked);
  const [cameBack, setCameBack] = useState(false);
  useEffect(() => {
    if (quiet) setCameBack(true);
  }, [quiet]);
  const open = !answered && cameBack && !quiet && available && entries >= askFrom && !isInstalled(window);
  const answer = (add: boolean) => {
    rememberAsked();
    setAnswered(true);
    if (add) ask();
  };
  useBackCloses(open, () => answer(false));
  const question = <Question title={title} wide={wide} onAnswer={answer} />;
  return wide ? (
    <Dialog
      open={open}
      onClose={() => answer(false)}
      aria-labelledby={title}
      slotProps={{ paper: { sx: { width: 480, maxWidth: "calc(100vw - 48px)" } } }}
    >
      {question}
    </Dialog>
  ) : (
    <Drawer
      anchor="bottom"
      open={open}
      onClose={() => answer(false)}
      slotProps={{ paper: { "aria-labelledby": title, role: "dialog", "aria-modal": true } }}
    >
      <Box
        sx={{ width: 32, height: 4, backgroundColor: role.rule, margin: "8px auto 0", borderRadius: "2px" }}
      />
      {question}
    </Drawer>
  );
};
