import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useTranslation } from "../shell/i18n/index.ts";
import { ClosedPage } from "../shell/index.ts";
import { role } from "../shell/theme/index.ts";
import { FirstRunPage } from "./FirstRunPage.tsx";
import { WaysIn } from "./Have.tsx";

/** The first screen: one question. On a wide screen both answers stand open. */
export const Welcome = ({
  wide,
  onStart,
  onHave,
  onDevice,
  onBackup,
}: {
  /** Drawn for this width, whatever the window's is. */
  readonly wide?: boolean;
  readonly onStart: () => void;
  readonly onHave: () => void;
  readonly onDevice: () => void;
  readonly onBackup: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  const isWide = useMediaQuery("(min-width: 900px)", { noSsr: true });
  if (!(wide ?? isWide))
    return (
      <ClosedPage
        ground="paper"
        words={
          <>
            <Typography variant="h1" sx={{ margin: 0, whiteSpace: "pre-line" }}>
              {t("headline")}
            </Typography>
            <Typography
              variant="body2"
              component="p"
              sx={{ margin: "12px 0 0", color: role.ink2, fontSize: "1.0625rem", lineHeight: 1.55 }}
            >
              {t("promise")}
            </Typography>
          </>
        }
        controls={
          <>
            <Button variant="contained" fullWidth onClick={onStart} data-choice="start">
              {t("start")}
            </Button>
            <Button fullWidth onClick={onHave} data-choice="have" sx={{ marginTop: 2 }}>
              {t("have")}
            </Button>
            <Typography variant="caption" component="p" sx={{ margin: "16px 0 0", color: role.ink2 }}>
              {t("haveShort")}
            </Typography>
          </>
        }
      />
    );
  return (
    <FirstRunPage title={t("start")} footer={null}>
      <Typography
        variant="body2"
        component="p"
        sx={{ margin: "8px 0 20px", color: role.ink2, fontSize: "1.0625rem", lineHeight: 1.5 }}
      >
        {t("startHow")}
      </Typography>
      <Button variant="contained" onClick={onStart} data-choice="start">
        {t("start")}
      </Button>
      <Box sx={{ marginTop: 16 }}>
        <Typography variant="h3" component="h2" sx={{ margin: 0, fontSize: "2rem" }}>
          {t("have")}
        </Typography>
        <Typography
          variant="body2"
          component="p"
          sx={{ margin: "8px 0 16px", color: role.ink2, fontSize: "1.0625rem" }}
        >
          {t("haveHow")}
        </Typography>
        <WaysIn onDevice={onDevice} onBackup={onBackup} />
      </Box>
    </FirstRunPage>
  );
};
