import { useTranslation } from "../../shell/i18n/index.ts";
import {
  MarginPage,
  PageHeader,
  SettingsAction,
  SettingsLink,
  SettingsSection,
  useLock,
} from "../../shell/pieces/index.ts";
import { overlayOpened, useAppDispatch } from "../../store/index.ts";
import { Flat, useWide } from "./Flat.tsx";
import { useSections } from "./useSections.ts";

/** Everything that can be set, each with how it stands. */
export const SettingsHome = () => {
  const { t } = useTranslation("settings");
  const { t: shell } = useTranslation("shell");
  const wide = useWide();
  const sections = useSections();
  const dispatch = useAppDispatch();
  const lock = useLock();
  return (
    <MarginPage line={wide ? "margin" : "none"}>
      <Flat>
        <PageHeader title={t("title")} />
        {sections.map((section, index) => (
          <SettingsSection key={section.name} title={section.name}>
            {section.rows.map((row) => (
              <SettingsLink key={row.label} to={row.to} label={row.label} value={row.value} />
            ))}
            {index === sections.length - 1 && (
              <>
                <SettingsAction
                  label={t("list.shortcuts")}
                  value={t("list.shortcutsValue")}
                  onClick={() => dispatch(overlayOpened("shortcuts"))}
                />
                <SettingsAction label={shell("nav.lock")} value={t("list.lockNow")} onClick={lock} />
              </>
            )}
          </SettingsSection>
        ))}
      </Flat>
    </MarginPage>
  );
};
