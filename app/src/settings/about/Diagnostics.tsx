import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { SettingsSection } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useAlarms, useStorage, useSync } from "../../store/index.ts";
import { appVersion } from "./version.ts";

/** Codes for someone who helps. They hold no title, no text, no name and no key. */
export const Diagnostics = () => {
  const { t } = useTranslation("settings");
  const sync = useSync();
  const storage = useStorage();
  const alarms = useAlarms() ?? [];
  const [copied, setCopied] = useState(false);
  const lines = [
    `version ${appVersion}`,
    `sync ${sync?.link ?? "unknown"}${sync?.code === undefined ? "" : ` ${sync.code}`}`,
    // While sync is off nothing waits for anything.
    ...(sync === undefined || sync.link === "off"
      ? []
      : [
          `waiting ${sync.waitingEntries}+${sync.waitingOthers}+${sync.waitingFiles}`,
          `devices ${sync.upToDateDevices}/${sync.otherDevices}`,
        ]),
    `storage ${storage?.persisted ?? "unknown"}${storage?.lastBackup === undefined ? "" : ` backup ${storage.lastBackup.readBack ? "read-back" : "unread"}`}`,
    `alarms ${alarms.length === 0 ? "none" : alarms.map(({ code }) => code).join(" ")}`,
  ];
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
      setCopied(true);
    } catch {
      setCopied(false); // The browser does not let pages write there; the codes stand on the page.
    }
  };
  return (
    <SettingsSection title={t("about.codes")}>
      <Box sx={{ typography: "caption", color: role.ink2, paddingTop: 2 }}>{t("about.codesWhat")}</Box>
      <Box
        component="pre"
        sx={{
          margin: "8px 0",
          typography: "caption",
          fontFamily: "ui-monospace, monospace",
          color: role.ink2,
          whiteSpace: "pre-wrap",
        }}
      >
        {lines.join("\n")}
      </Box>
      <Button onClick={() => void copy()}>{copied ? t("import.copied") : t("about.copyCodes")}</Button>
    </SettingsSection>
  );
};
