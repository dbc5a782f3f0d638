import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { useAppearance } from "../../shell/theme/index.ts";
import { useAlarms, useAutoLock, useSettings, useStorage, useTaxonomy } from "../../store/index.ts";
import { appVersion } from "../about/version.ts";
import { minutesAsTime } from "../look/start-of-day.ts";
import { useSyncSentence } from "./useSyncSentence.ts";

export interface SectionRow {
  readonly to: string;
  readonly label: string;
  readonly value: string;
}
export interface Section {
  readonly name: string;
  readonly rows: readonly SectionRow[];
}

/** Everything that can be set, with how it stands, in the order it is listed. */
export const useSections = (): readonly Section[] => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const taxonomy = useTaxonomy();
  const settings = useSettings();
  const storage = useStorage();
  const autoLock = useAutoLock();
  const alarms = useAlarms()?.length ?? 0;
  const [appearance] = useAppearance();
  const { sentence } = useSyncSentence();
  const backup = storage?.lastBackup;
  const date = backup === undefined ? "" : format.shortDate(backup.at, Date.now());
  return [
    {
      name: t("list.writing"),
      rows: [
        {
          to: paths.journals,
          label: t("list.journals"),
          value: (taxonomy?.journals ?? [])
            .filter((journal) => !journal.archived)
            .map((journal) => journal.name)
            .join(", "),
        },
        {
          to: paths.tags,
          label: t("list.tags"),
          value: t("list.tagsHow"),
        },
        {
          to: paths.appearance,
          label: t("look.title"),
          value: t("list.look", {
            scheme: t(`look.scheme.${appearance.scheme}`),
            time: minutesAsTime(settings?.startOfDay ?? 0),
          }),
        },
      ],
    },
    {
      name: t("list.keeping"),
      rows: [
        {
          to: paths.storage,
          label: t("keep.title"),
          value: t(`list.kept.${storage?.persisted ?? "unknown"}`),
        },
        { to: paths.devices, label: t("devices.title"), value: sentence },
        {
          to: paths.backup,
          label: t("backup.title"),
          value:
            backup === undefined
              ? t("list.noBackup")
              : backup.readBack
                ? t("list.backupReadBack", { date })
                : t("list.backupNotReadBack", { date }),
        },
        {
          to: paths.security,
          label: t("security.title"),
          value:
            autoLock === undefined
              ? ""
              : autoLock === 0
                ? t("list.lockAtOnce")
                : t("list.lockAfter", { count: autoLock }),
        },
        {
          to: paths.alarms,
          label: t("alarms.title"),
          value: alarms === 0 ? t("list.noAlarms") : t("list.alarmCount", { count: alarms }),
        },
      ],
    },
    {
      name: t("list.moving"),
      rows: [
        { to: paths.import, label: t("import.title"), value: t("list.import") },
        { to: paths.export, label: t("export.title"), value: t("list.export") },
      ],
    },
    {
      name: t("list.here"),
      rows: [{ to: paths.about, label: t("about.title"), value: t("list.version", { version: appVersion }) }],
    },
  ];
};
