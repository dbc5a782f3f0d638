import Button from "@mui/material/Button";
import { useState } from "react";
import { Link } from "react-router";
import { useAlarms, useSettings, useVisibleRows } from "../../store/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { Notice } from "../pieces/Notice.tsx";
import { UpdateNotice } from "../updates/UpdateNotice.tsx";
import { useUpdate } from "../updates/updates.ts";
import { loudestFirst } from "./order.ts";
import { isPutOff, putOff } from "./reminder.ts";
import { alarmTextCode } from "./texts.ts";

/** The words are asked for before the tenth entry. */
const remindFrom = 9;

/** What stands above a list, one at a time: the newest loud alarm, else a caution, else a new version, else the reminder of the words. */
export const ListNotices = () => {
  const { t } = useTranslation("shell");
  const { t: alarm } = useTranslation("alarms");
  const alarms = useAlarms() ?? [];
  const settings = useSettings();
  const update = useUpdate();
  const entries = useVisibleRows()?.length ?? 0;
  const [waits, setWaits] = useState(() => isPutOff(Date.now()));
  const [first, ...others] = loudestFirst(alarms);
  if (first !== undefined)
    return (
      <Notice
        tone={first.severity === "alarm" ? "danger" : "caution"}
        title={`${alarm(`${alarmTextCode(first.code)}.title`)}.`}
        actions={
          <>
            <Button variant="text" component={Link} to={paths.alarm(first.id)}>
              {t("alarm.more")}
            </Button>
            {others.length > 0 && (
              <Button variant="text" component={Link} to={paths.alarms}>
                {t("alarm.others", { count: others.length })}
              </Button>
            )}
          </>
        }
      />
    );
  if (update.state === "ready" || update.state === "replaced") return <UpdateNotice />;
  if (settings === undefined || settings.wordsChecked || waits || entries < remindFrom) return null;
  return (
    <Notice
      tone="caution"
      title={t("reminder.title")}
      actions={
        <>
          <Button variant="text" component={Link} to={paths.words}>
            {t("reminder.action")}
          </Button>
          <Button
            variant="text"
            onClick={() => {
              putOff(Date.now());
              setWaits(true);
            }}
          >
            {t("reminder.later")}
          </Button>
        </>
      }
    >
      {t("reminder.what")}
    </Notice>
  );
};
