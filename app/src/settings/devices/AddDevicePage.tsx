import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useTranslation } from "../../shell/i18n/index.ts";
import { takeJoinLink } from "../../shell/join-link.ts";
import { paths } from "../../shell/paths.ts";
import { EmptyState, MarginRow } from "../../shell/pieces/index.ts";
import { useSync } from "../../store/index.ts";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { GivenLink } from "./GivenLink.tsx";
import { HolderFailed } from "./HolderFailed.tsx";
import { HolderJoined } from "./HolderJoined.tsx";
import { HolderSteps } from "./HolderSteps.tsx";
import { type PairingTry, useHolderPairing } from "./useHolderPairing.ts";

/** Letting a new device in, from the one that holds the journal. */
const Pairing = ({ first }: { readonly first: PairingTry | undefined }) => {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  // Undefined while the code of the new device is still to be scanned.
  const [attempt, setAttempt] = useState(first);
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
  const [given] = useState(takeJoinLink);
  const [first, setFirst] = useState<PairingTry | undefined>(given === undefined ? { run: 0 } : undefined);
  return (
    <SettingsPage title={t("add.title")} back={paths.devices}>
      {sync === undefined ? null : sync.link === "off" ? (
        <>
          {given !== undefined && <GivenLink />}
          <MarginRow>
            <Box sx={{ marginTop: given === undefined ? -6 : 0 }}>
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
        </>
      ) : first === undefined && given !== undefined ? (
        <GivenLink onUse={() => setFirst({ run: 0, link: given })} onShow={() => setFirst({ run: 0 })} />
      ) : (
        <Pairing first={first} />
      )}
    </SettingsPage>
  );
};
