import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { EmptyState, MarginRow } from "../../shell/pieces/index.ts";
import { useSync } from "../../store/index.ts";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { HolderFailed } from "./HolderFailed.tsx";
import { HolderJoined } from "./HolderJoined.tsx";
import { HolderSteps } from "./HolderSteps.tsx";
import { type PairingTry, useHolderPairing } from "./useHolderPairing.ts";

/** Letting a new device in, from the one that holds the journal. */
const Pairing = () => {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  // Undefined while the code of the new device is still to be scanned.
  const [attempt, setAttempt] = useState<PairingTry | undefined>({ run: 0 });
  const [runs, setRuns] = useState(0);
  const { step, pairing } = useHolderPairing(attempt);
  const begin = (link?: string) => {
    setRuns(runs + 1);
    setAttempt(link === undefined ? { run: runs + 1 } : { run: runs + 1, link });
  };
  if (attempt !== undefined && step.step === "failed")
    return <HolderFailed error={step.error} onAgain={() => begin()} />;
  if (attempt !== undefined && step.step === "joined") return <HolderJoined label={step.label} />;
  return (
    <>
      <HolderSteps
        step={attempt === undefined ? undefined : step}
        theirs={attempt?.link !== undefined}
        pairing={pairing}
        onScan={() => setAttempt(undefined)}
        onShow={() => begin()}
        onLink={begin}
      />
      <MarginRow>
        <Button
          variant="text"
          onClick={() => void navigate(paths.devices)}
          sx={{ marginTop: 6, marginInlineStart: "-8px" }}
        >
          {t("add.stop")}
        </Button>
      </MarginRow>
    </>
  );
};

export const AddDevicePage = () => {
  const { t } = useTranslation("settings");
  const sync = useSync();
  return (
    <SettingsPage title={t("add.title")} back={paths.devices}>
      {sync === undefined ? null : sync.link === "off" ? (
        <MarginRow>
          <Box sx={{ marginTop: -6 }}>
            <EmptyState
              title={t("add.needsRelay")}
              action={
                <Button variant="contained" component={Link} to={paths.devices}>
                  {t("add.toSync")}
                </Button>
              }
            >
              {t("add.needsRelayWhy")}
            </EmptyState>
          </Box>
        </MarginRow>
      ) : (
        <Pairing />
      )}
    </SettingsPage>
  );
};
