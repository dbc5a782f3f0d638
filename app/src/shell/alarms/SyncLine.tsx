import { useAlarms, useStorage, useSync } from "../../store/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { SyncSentence } from "../pieces/SyncSentence.tsx";
import { alarmTextCode } from "./texts.ts";

/** The sync sentence of this journal, ready to stand under a month or in the rail. Nothing until the engine has spoken. */
export const SyncLine = () => {
  const { t } = useTranslation("alarms");
  const sync = useSync();
  const storage = useStorage();
  const loud = useAlarms()?.find((alarm) => alarm.severity === "alarm");
  if (sync === undefined) return null;
  return (
    <SyncSentence
      status={sync}
      {...(storage === undefined ? {} : { storage })}
      {...(loud === undefined
        ? {}
        : { alarm: { sentence: `${t(`${alarmTextCode(loud.code)}.title`)}.`, to: paths.alarm(loud.id) } })}
    />
  );
};
