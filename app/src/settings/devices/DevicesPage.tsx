import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { QrCodeIcon } from "@phosphor-icons/react/dist/csr/QrCode";
import { useState } from "react";
import { Link } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { MarginRow } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useDevices, useSync } from "../../store/index.ts";
import type { DeviceInfo } from "../../vault/index.ts";
import { Sentence } from "../room/Sentence.tsx";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { useSyncSentence } from "../room/useSyncSentence.ts";
import { DeviceItem } from "./DeviceItem.tsx";
import { RelayNotice, refusalOf } from "./RelayNotice.tsx";
import { RenameDialog } from "./RenameDialog.tsx";
import { SyncPart } from "./SyncPart.tsx";

/** Where everything is, which devices there are, and the relay between them. */
export const DevicesPage = () => {
  const { t } = useTranslation("settings");
  const devices = useDevices() ?? [];
  const sync = useSync();
  const { sentence } = useSyncSentence();
  const [renamed, setRenamed] = useState<DeviceInfo>();
  const off = sync === undefined || sync.link === "off";
  return (
    <SettingsPage title={t("devices.title")} flat>
      <Sentence below={off ? t("devices.offBelow") : t("devices.relaySees")}>{sentence}</Sentence>
      {sync !== undefined && refusalOf(sync) !== undefined && (
        <Box sx={{ marginBottom: 6 }}>
          <MarginRow>
            <RelayNotice status={sync} />
          </MarginRow>
        </Box>
      )}
      <MarginRow>
        <Box component="ul" sx={{ margin: 0, padding: 0, borderTop: `1px solid ${role.hairline}` }}>
          {devices.map((device) => (
            <DeviceItem key={device.id} device={device} synced={!off} onRename={() => setRenamed(device)} />
          ))}
        </Box>
        {!off && (
          <Button
            component={Link}
            to={paths.addDevice}
            startIcon={<QrCodeIcon size={20} weight="light" aria-hidden="true" />}
            sx={{ marginTop: 4, width: { xs: "100%", md: "auto" } }}
          >
            {t("devices.add")}
          </Button>
        )}
      </MarginRow>
      <SyncPart />
      <RenameDialog
        {...(renamed === undefined ? {} : { device: renamed })}
        onClose={() => setRenamed(undefined)}
      />
    </SettingsPage>
  );
};
