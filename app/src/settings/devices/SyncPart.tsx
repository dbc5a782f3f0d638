import Box from "@mui/material/Box";
import { useTranslation } from "../../shell/i18n/index.ts";
import { MarginRow } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useSync } from "../../store/index.ts";
import { Explanation, Heading } from "../room/Sentence.tsx";
import { SyncOn } from "./SyncOn.tsx";
import { TurnOnSync } from "./TurnOnSync.tsx";

/** The relay: turning it on, how it stands, turning it off. */
export const SyncPart = () => {
  const { t } = useTranslation("settings");
  const status = useSync();
  if (status === undefined) return null;
  return (
    <Box component="section" aria-labelledby="sync-heading" sx={{ marginTop: 6, marginBottom: 8 }}>
      <MarginRow>
        <Box sx={{ borderTop: `1px solid ${role.hairline}`, paddingTop: 5 }}>
          <Heading id="sync-heading">
            {status.link === "off" ? t("sync.offTitle") : t("sync.onTitle")}
          </Heading>
          {status.link === "off" ? (
            <>
              <Explanation>{t("sync.what")}</Explanation>
              <TurnOnSync />
            </>
          ) : (
            <SyncOn status={status} />
          )}
        </Box>
      </MarginRow>
    </Box>
  );
};
