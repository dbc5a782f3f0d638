import Box from "@mui/material/Box";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { SettingsAction, SettingsLink, SettingsSection, useLock } from "../../shell/pieces/index.ts";
import { role, serif } from "../../shell/theme/index.ts";
import { useAutoLock, useSettings, useVault } from "../../store/index.ts";
import { Choice } from "../room/Choice.tsx";
import { SettingsPage } from "../room/SettingsPage.tsx";

const minutes = [0, 1, 5, 15, 60] as const;
const protections = ["device", "relay", "words", "notUs"] as const;

/** Locking, the ways in, and what protects the journal, exactly. */
export const SecurityPage = () => {
  const { t } = useTranslation("settings");
  const { t: shell } = useTranslation("shell");
  const vault = useVault();
  const lock = useLock();
  const autoLock = useAutoLock();
  const settings = useSettings();
  return (
    <SettingsPage title={t("security.title")} flat>
      <SettingsSection title={t("security.lock")}>
        <SettingsAction label={shell("nav.lock")} value={t("list.lockNow")} onClick={lock} />
        <Choice
          label={t("security.after")}
          value={minutes.find((value) => value === autoLock)}
          onChange={(value) => void vault.setAutoLock(value)}
          options={minutes.map((value) => ({
            value,
            label: value === 0 ? t("security.atOnce") : t("security.minutes", { count: value }),
          }))}
          note={t("security.afterNote")}
        />
      </SettingsSection>
      <SettingsSection title={t("security.waysIn")}>
        <SettingsLink
          label={t("security.words")}
          to={paths.words}
          value={settings?.wordsChecked === true ? t("security.wordsChecked") : t("security.wordsNotChecked")}
        />
      </SettingsSection>
      <SettingsSection title={t("security.protects")}>
        <Box component="dl" sx={{ margin: 0 }}>
          {protections.map((name) => (
            <Box key={name} sx={{ padding: "10px 0 12px", borderBottom: `1px solid ${role.hairline}` }}>
              <Box component="dt" sx={{ typography: "ui", fontWeight: 500 }}>
                {t(`security.protection.${name}.label`)}
              </Box>
              <Box
                component="dd"
                sx={{
                  margin: "2px 0 0",
                  fontFamily: serif,
                  fontSize: "1rem",
                  lineHeight: 1.5,
                  color: role.ink2,
                }}
              >
                {t(`security.protection.${name}.text`)}
              </Box>
            </Box>
          ))}
        </Box>
      </SettingsSection>
    </SettingsPage>
  );
};
