import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import type { Icon } from "@phosphor-icons/react";
import { CaretRightIcon } from "@phosphor-icons/react/dist/csr/CaretRight";
import { FileLockIcon } from "@phosphor-icons/react/dist/csr/FileLock";
import { QrCodeIcon } from "@phosphor-icons/react/dist/csr/QrCode";
import { useTranslation } from "../shell/i18n/index.ts";
import type { FirstChoice } from "../shell/index.ts";
import { focusRingInside, hoverWash, isRightToLeft, role } from "../shell/theme/index.ts";
import { FirstRunPage } from "./FirstRunPage.tsx";

const Way = ({
  Sign,
  label,
  how,
  onClick,
  choice,
}: {
  readonly choice: FirstChoice;
  readonly Sign: Icon;
  readonly label: string;
  readonly how: string;
  readonly onClick: () => void;
}) => (
  <Box
    component="button"
    type="button"
    onClick={onClick}
    data-choice={choice}
    sx={{
      display: "grid",
      gridTemplateColumns: "24px 1fr 20px",
      columnGap: 3,
      alignItems: "center",
      width: "100%",
      padding: "14px 0",
      border: 0,
      borderTop: `1px solid ${role.hairline}`,
      background: "none",
      font: "inherit",
      color: role.ink,
      textAlign: "start",
      cursor: "pointer",
      "&:hover": { backgroundColor: hoverWash },
      "&:focus-visible": focusRingInside,
    }}
  >
    <Sign size={24} weight="light" aria-hidden="true" />
    <span>
      <Box component="span" sx={{ display: "block", typography: "subtitle1" }}>
        {label}
      </Box>
      <Box component="span" sx={{ display: "block", typography: "caption", color: role.ink2 }}>
        {how}
      </Box>
    </span>
    <CaretRightIcon size={18} weight="light" aria-hidden="true" mirrored={isRightToLeft()} />
  </Box>
);

/** The ways in that exist. */
export const WaysIn = ({
  onDevice,
  onBackup,
}: {
  readonly onDevice: () => void;
  readonly onBackup: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  return (
    <Box sx={{ borderBottom: `1px solid ${role.hairline}` }}>
      <Way
        Sign={QrCodeIcon}
        label={t("haveOne.device")}
        how={t("haveOne.deviceHow")}
        onClick={onDevice}
        choice="device"
      />
      <Way
        Sign={FileLockIcon}
        label={t("haveOne.backup")}
        how={t("haveOne.backupHow")}
        onClick={onBackup}
        choice="backup"
      />
    </Box>
  );
};

export const Have = ({
  onBack,
  onDevice,
  onBackup,
  onStart,
}: {
  readonly onBack: () => void;
  readonly onDevice: () => void;
  readonly onBackup: () => void;
  readonly onStart: () => void;
}) => {
  const { t } = useTranslation("onboarding");
  return (
    <FirstRunPage title={t("haveOne.title")} onBack={onBack} footer={null}>
      <Typography variant="body2" component="p" sx={{ margin: "8px 0 24px", color: role.ink2 }}>
        {t("haveOne.what")}
      </Typography>
      <WaysIn onDevice={onDevice} onBackup={onBackup} />
      <Typography variant="caption" component="p" sx={{ margin: "16px 0 0", color: role.ink2 }}>
        {t("haveOne.none")}{" "}
        <Link
          component="button"
          type="button"
          onClick={onStart}
          sx={{ font: "inherit", verticalAlign: "baseline" }}
        >
          {t("haveOne.fresh")}
        </Link>
      </Typography>
    </FirstRunPage>
  );
};
