import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { PageFooter } from "../../shell/pieces/index.ts";
import { useStorage, useSync } from "../../store/index.ts";
import { Sentence } from "../room/Sentence.tsx";
import { SettingsPage } from "../room/SettingsPage.tsx";
import { StandingSign } from "../room/Signs.tsx";
import { useSyncSentence } from "../room/useSyncSentence.ts";
import { DeviceRung } from "./DeviceRung.tsx";
import { Rung } from "./Rung.tsx";

/** Where the journal is kept: this device, a file, the relay, other devices, always in this order. */
export const StoragePage = () => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const storage = useStorage();
  const sync = useSync();
  const { sentence, words } = useSyncSentence();
  if (storage === undefined || sync === undefined)
    return <SettingsPage title={t("keep.title")}>{null}</SettingsPage>;
  const { lastBackup, onRelay, otherDevices } = storage;
  const onlyHere = lastBackup === undefined && !onRelay && otherDevices === 0;
  const countable = sync.waitingEntries + sync.waitingFiles;
  const waiting = countable + sync.waitingOthers;
  const date = lastBackup === undefined ? "" : format.shortDate(lastBackup.at, Date.now());
  return (
    <SettingsPage title={t("keep.title")}>
      <Sentence
        {...(words?.tone === "caution" || words?.tone === "danger"
          ? { sign: <StandingSign standing="at-risk" word={t("standing.at-risk")} /> }
          : {})}
        below={onlyHere ? t("keep.onlyHere") : t("keep.why")}
      >
        {sentence}
      </Sentence>
      <Box component="ul" sx={{ margin: 0, padding: 0 }}>
        <DeviceRung storage={storage} />
        <Rung
          standing={lastBackup === undefined ? "not-yet" : lastBackup.readBack ? "proven" : "at-risk"}
          title={lastBackup === undefined ? t("keep.noFile") : t("keep.file")}
          action={
            <Button variant="text" component={Link} to={paths.backup}>
              {lastBackup === undefined ? t("backup.save") : t("keep.newerFile")}
            </Button>
          }
        >
          {lastBackup === undefined
            ? t("keep.noFileWhat")
            : t(lastBackup.readBack ? "keep.fileReadBack" : "keep.fileNotReadBack", {
                date,
                size: format.bytes(lastBackup.bytes),
              })}
        </Rung>
        <Rung
          standing={onRelay ? (waiting === 0 ? "proven" : "not-yet") : "not-yet"}
          title={onRelay ? t("keep.relay") : t("keep.noRelay")}
          action={
            <Button variant="text" component={Link} to={paths.devices}>
              {onRelay ? t("keep.toSync") : t("sync.turnOn")}
            </Button>
          }
        >
          {onRelay
            ? waiting === 0
              ? t("keep.relayAll")
              : countable === 0
                ? t("sync.othersWait")
                : t("sync.waits", {
                    entries: t("sync.entries", { count: sync.waitingEntries }),
                    files: t("sync.files", { count: sync.waitingFiles }),
                  })
            : t("keep.noRelayWhat")}
        </Rung>
        <Rung
          last
          standing={otherDevices > 0 && sync.upToDateDevices >= otherDevices ? "proven" : "not-yet"}
          title={otherDevices === 0 ? t("keep.noDevices") : t("keep.devices", { count: otherDevices })}
          {...(otherDevices === 0 && !onRelay
            ? {}
            : {
                action: (
                  <Button
                    variant="text"
                    component={Link}
                    to={otherDevices === 0 ? paths.addDevice : paths.devices}
                  >
                    {otherDevices === 0 ? t("devices.add") : t("keep.seeDevices")}
                  </Button>
                ),
              })}
        >
          {otherDevices === 0
            ? t("keep.noDevicesWhat")
            : t("keep.devicesWhat", { done: sync.upToDateDevices, count: otherDevices })}
        </Rung>
      </Box>
      {onlyHere && (
        <PageFooter>
          <Button variant="contained" component={Link} to={paths.devices}>
            {t("keep.relayToo")}
          </Button>
          <Button component={Link} to={paths.backup}>
            {t("backup.save")}
          </Button>
        </PageFooter>
      )}
    </SettingsPage>
  );
};
