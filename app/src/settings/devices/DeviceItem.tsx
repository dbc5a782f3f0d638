import Box from "@mui/material/Box";
import type { Icon } from "@phosphor-icons/react";
import { DeviceMobileIcon } from "@phosphor-icons/react/dist/csr/DeviceMobile";
import { DeviceTabletIcon } from "@phosphor-icons/react/dist/csr/DeviceTablet";
import { LaptopIcon } from "@phosphor-icons/react/dist/csr/Laptop";
import { PencilSimpleIcon } from "@phosphor-icons/react/dist/csr/PencilSimple";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { IconAction, Stitches } from "../../shell/pieces/index.ts";
import { role, serif } from "../../shell/theme/index.ts";
import type { DeviceInfo } from "../../vault/index.ts";
import { useSeen } from "./useSeen.ts";

/** A guess by the name alone, only for the drawing: the log knows no kinds of device. */
const signOf = (name: string): Icon => {
  if (/tablet|ipad/i.test(name)) return DeviceTabletIcon;
  return /phone|pixel|galaxy|android|mobile/i.test(name) ? DeviceMobileIcon : LaptopIcon;
};

/** One device: its name, when it was seen, whether it has everything. */
export const DeviceItem = ({
  device,
  synced,
  onRename,
}: {
  readonly device: DeviceInfo;
  /** There is a relay between the devices. */
  readonly synced: boolean;
  readonly onRename: () => void;
}) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const seen = useSeen();
  const Sign = signOf(device.name);
  const reach = device.upToDate ? t("devices.hasAll") : t("devices.behind");
  return (
    <Box
      component="li"
      sx={{
        listStyle: "none",
        display: "grid",
        gridTemplateColumns: "28px minmax(0, 1fr) auto",
        columnGap: 4,
        padding: "14px 0 16px",
        borderBottom: `1px solid ${role.hairline}`,
      }}
    >
      <Box
        component={Sign}
        size={26}
        weight="light"
        aria-hidden="true"
        sx={{ color: role.ink2, marginTop: "1px" }}
      />
      <Box sx={{ minWidth: 0 }}>
        <Box
          sx={{
            fontFamily: serif,
            fontWeight: 560,
            fontSize: "1.125rem",
            lineHeight: 1.45,
            overflowWrap: "anywhere",
          }}
        >
          {device.name}
        </Box>
        {device.thisDevice ? (
          <Box sx={{ typography: "caption", color: role.ink2 }}>{t("devices.this")}</Box>
        ) : (
          <>
            <Box
              sx={{
                display: "flex",
                alignItems: "center",
                gap: 2.5,
                typography: "caption",
                color: role.ink2,
              }}
            >
              {synced && <Stitches reach={{ here: true, relay: true, everyDevice: device.upToDate }} />}
              {reach}
            </Box>
            <Box sx={{ typography: "caption", color: role.ink3 }}>
              {device.online ? t("devices.online") : seen(device.lastSeen)}
            </Box>
          </>
        )}
        <Box sx={{ typography: "caption", color: role.ink3 }}>
          {t("devices.added", { date: format.shortDate(device.addedAt, Date.now()) })}
        </Box>
      </Box>
      <IconAction label={t("devices.rename", { name: device.name })} onClick={onRename}>
        <PencilSimpleIcon size={20} weight="light" />
      </IconAction>
    </Box>
  );
};
