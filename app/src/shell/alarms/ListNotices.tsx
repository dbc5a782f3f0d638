import Button from "@mui/material/Button";
import { Link } from "react-router";
import { useAlarms, useSettings, useVisibleRows } from "../../store/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { Notice } from "../pieces/Notice.tsx";
import { alarmTextCode } from "./texts.ts";

/** The words are asked for before the tenth entry. */
const remindFrom = 9;

/** What stands above a list: every loud alarm in one line; else one caution at most; else the reminder of the words. */
export const ListNotices = () => {
  const { t } = useTranslation("shell");
  const { t: alarm } = useTranslation("alarms");
  const alarms = useAlarms() ?? [];
  const settings = useSettings();
  const entries = useVisibleRows()?.length ?? 0;
  const loud = alarms.filter((one) => one.severity === "alarm");
  const shown = loud.length > 0 ? loud : alarms.slice(0, 1);
  if (shown.length > 0)
    return shown.map((one) => (
      <Notice
        key={one.id}
        tone={one.severity === "alarm" ? "danger" : "caution"}
        title={`${alarm(`${alarmTextCode(one.code)}.title`)}.`}
        actions={
          <Button variant="text" component={Link} to={paths.alarm(one.id)}>
            {t("alarm.more")}
          </Button>
        }
      />
    ));
  if (settings === undefined || settings.wordsChecked || entries < remindFrom) return null;
  return (
    <Notice
      tone="caution"
      title={t("reminder.title")}
      actions={
        <Button variant="text" component={Link} to={paths.words}>
          {t("reminder.action")}
        </Button>
      }
    >
      {t("reminder.what")}
    </Notice>
  );
};
