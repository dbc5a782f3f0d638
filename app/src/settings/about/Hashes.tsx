import Box from "@mui/material/Box";
import { useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { ProgressSentence, SettingsAction, SettingsSection } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { type CodeHash, hashCode, loadedCode } from "./hashes.ts";

/** The code this page runs, so that it can be compared with a release that others looked at. */
export const Hashes = () => {
  const { t } = useTranslation("settings");
  const [hashes, setHashes] = useState<readonly CodeHash[]>();
  const [busy, setBusy] = useState(false);
  const work = async () => {
    setBusy(true);
    const resources = performance.getEntriesByType("resource");
    setHashes(await hashCode(loadedCode(document, resources), fetch));
    setBusy(false);
  };
  return (
    <SettingsSection title={t("about.code")}>
      {hashes === undefined && !busy && (
        <SettingsAction label={t("about.hash")} value={t("about.hashWhat")} onClick={() => void work()} />
      )}
      {busy && <ProgressSentence sentence={t("about.hashing")} />}
      <div role="status">
        {hashes !== undefined && (
          <>
            <Box sx={{ typography: "caption", color: role.ink2, paddingBlock: 2 }}>{t("about.hashNext")}</Box>
            <Box component="dl" sx={{ margin: 0, typography: "caption" }}>
              {hashes.map(({ path, sha256 }) => (
                <Box key={path} sx={{ paddingBlock: 1.5, borderBottom: `1px solid ${role.hairline}` }}>
                  <Box component="dt" sx={{ overflowWrap: "anywhere" }}>
                    {path === "/" ? t("about.page") : path}
                  </Box>
                  <Box
                    component="dd"
                    sx={{
                      margin: 0,
                      color: role.ink3,
                      overflowWrap: "anywhere",
                      fontFamily: "ui-monospace, monospace",
                    }}
                  >
                    {sha256 ?? t("about.notHad")}
                  </Box>
                </Box>
              ))}
            </Box>
          </>
        )}
      </div>
    </SettingsSection>
  );
};
