import Typography from "@mui/material/Typography";
import { useTranslation } from "../shell/i18n/index.ts";
import { role } from "../shell/theme/index.ts";

/** Beside the 24 words and beside their check: why they matter. */
export const WordsAside = () => {
  const { t } = useTranslation("onboarding");
  return (
    <Typography
      variant="body2"
      component="p"
      sx={{ margin: "16px 0 0", maxWidth: 440, color: role.ink2, fontSize: "1.125rem", lineHeight: 1.55 }}
    >
      {t("words.asideText")}
    </Typography>
  );
};
