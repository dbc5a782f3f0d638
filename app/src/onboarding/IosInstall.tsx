import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { ExportIcon } from "@phosphor-icons/react/dist/csr/Export";
import { useTranslation } from "../shell/i18n/index.ts";
import { role, serif } from "../shell/theme/index.ts";
import { FirstRunPage } from "./FirstRunPage.tsx";

/** Said before the first word: on iPhone and iPad the Home Screen app has a storage of its own. */
export const IosInstall = ({
  onBack,
  onAnyway,
}: {
  readonly onBack: () => void;
  readonly onAnyway: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  const steps = [t("ios.share"), t("ios.add"), t("ios.open")];
  return (
    <FirstRunPage
      title={t("ios.title")}
      onBack={onBack}
      footer={
        <Button fullWidth onClick={onAnyway}>
          {t("ios.anyway")}
        </Button>
      }
    >
      <Typography variant="caption" component="p" sx={{ margin: "4px 0 0", color: role.ink3 }}>
        {t("ios.before")}
      </Typography>
      <Typography
        variant="body2"
        component="p"
        sx={{ margin: "8px 0 24px", color: role.ink2, fontSize: "1.0625rem", lineHeight: 1.55 }}
      >
        {t("ios.what")}
      </Typography>
      <Box component="ol" sx={{ margin: 0, padding: 0, listStyle: "none" }}>
        {steps.map((step, index) => (
          <Box
            component="li"
            key={step}
            sx={{
              display: "grid",
              gridTemplateColumns: "28px 1fr auto",
              alignItems: "baseline",
              paddingBlock: 2,
              fontFamily: serif,
              fontSize: "1.0625rem",
            }}
          >
            <Box component="span" sx={{ color: index === 0 ? role.accent : role.ink3, fontSize: "1.375rem" }}>
              {index + 1}
            </Box>
            {step}
            {index === 0 && <ExportIcon size={22} weight="light" aria-hidden="true" />}
          </Box>
        ))}
      </Box>
      <Typography
        variant="caption"
        component="p"
        sx={{ margin: "16px 0 0", paddingTop: 3, borderTop: `1px solid ${role.hairline}`, color: role.ink2 }}
      >
        {t("ios.already")}
      </Typography>
    </FirstRunPage>
  );
};
