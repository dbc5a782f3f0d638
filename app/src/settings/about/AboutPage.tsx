import Box from "@mui/material/Box";
import { useTranslation } from "../../shell/i18n/index.ts";
import { useInstall } from "../../shell/install/install.ts";
import { SettingsAction, SettingsRow, SettingsSection } from "../../shell/pieces/index.ts";
import { role, serif } from "../../shell/theme/index.ts";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { Diagnostics } from "./Diagnostics.tsx";
import { Hashes } from "./Hashes.tsx";
import { licences } from "./licences.ts";
import { appVersion } from "./version.ts";

const sees = ["reads", "when", "size", "address", "devices"] as const;

/** Which version this is, what the relay can see, what it is built from. */
export const AboutPage = () => {
  const { t } = useTranslation("settings");
  const install = useInstall();
  return (
    <SettingsPage title={t("about.title")} flat>
      <SettingsSection title={t("about.app")}>
        <SettingsRow label={t("about.version")} value={appVersion} />
        <SettingsRow label={t("about.licence")} value={t("about.licenceValue")} />
        {install.available && (
          <SettingsAction label={t("about.install")} value={t("about.installValue")} onClick={install.ask} />
        )}
      </SettingsSection>
      <SettingsSection title={t("about.relay")}>
        <Box
          component="ul"
          sx={{
            margin: "6px 0 0",
            padding: 0,
            fontFamily: serif,
            fontSize: "1rem",
            lineHeight: 1.5,
            color: role.ink2,
          }}
        >
          {sees.map((name) => (
            <Box
              key={name}
              component="li"
              sx={{ listStyle: "none", paddingBlock: 2, borderBottom: `1px solid ${role.hairline}` }}
            >
              {t(`about.sees.${name}`)}
            </Box>
          ))}
        </Box>
      </SettingsSection>
      <Hashes />
      <Diagnostics />
      <SettingsSection title={t("about.parts")}>
        {Object.entries(licences).map(([licence, names]) => (
          <Box
            key={licence}
            component="details"
            sx={{
              borderBottom: `1px solid ${role.hairline}`,
              "& summary": { typography: "ui", fontWeight: 500, cursor: "pointer", paddingBlock: "11px" },
            }}
          >
            <summary>{t("about.partsUnder", { licence, count: names.length })}</summary>
            <Box sx={{ typography: "caption", color: role.ink2, paddingBottom: 3, overflowWrap: "anywhere" }}>
              {names.join(" · ")}
            </Box>
          </Box>
        ))}
      </SettingsSection>
    </SettingsPage>
  );
};
