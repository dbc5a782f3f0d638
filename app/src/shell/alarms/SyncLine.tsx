import { useLocation } from "react-router";
import { useAlarms, useStorage, useSync } from "../../store/index.ts";
import { isList } from "../frame/rooms.ts";
import { useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { SyncSentence } from "../pieces/SyncSentence.tsx";
import { useUnsaved } from "../unsaved/index.ts";
import { loudestFirst } from "./order.ts";
import { alarmTextCode } from "./texts.ts";

/** The sync sentence of this journal, ready to stand under a month or in the rail. Nothing until the engine has spoken. */
export const SyncLine = () => {
  const { t } = useTranslation("alarms");
  const { t: shell } = useTranslation("shell");
  const { pathname } = useLocation();
  const sync = useSync();
  const storage = useStorage();
  const unsaved = useUnsaved();
  const loud = loudestFirst(useAlarms() ?? []).find((alarm) => alarm.severity === "alarm");
  if (sync === undefined) return null;
  return (
    <SyncSentence
      status={sync}
      {...(unsaved === undefined ? {} : { unsaved })}
      {...(storage === undefined ? {} : { storage })}
      {...(loud === undefined
        ? {}
        : {
            alarm: {
              // Above a list the notice names the alarm already; here it is what is safe.
              sentence: isList(pathname)
                ? shell("alarm.meanwhile")
                : `${t(`${alarmTextCode(loud.code)}.title`)}.`,
              to: paths.alarm(loud.id),
            },
          })}
    />
  );
};
