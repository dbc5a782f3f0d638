import Box from "@mui/material/Box";
import { WarningIcon } from "@phosphor-icons/react/dist/csr/Warning";
import { WarningOctagonIcon } from "@phosphor-icons/react/dist/csr/WarningOctagon";
import { Link } from "react-router";
import { loudestFirst } from "../../shell/alarms/order.ts";
import { alarmTextCode } from "../../shell/alarms/texts.ts";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { paths } from "../../shell/paths.ts";
import { EmptyState, MarginNote, MarginRow } from "../../shell/pieces/index.ts";
import { focusRing, role, serif } from "../../shell/theme/index.ts";
import { useAlarms } from "../../store/index.ts";
import type { Alarm } from "../../vault/index.ts";
import { SettingsPage } from "../room/SettingsPage.tsx";

const OneAlarm = ({ alarm }: { readonly alarm: Alarm }) => {
  const { t } = useTranslation("alarms");
  const { t: shell } = useTranslation("shell");
  const format = useFormat();
  const loud = alarm.severity === "alarm";
  const code = alarmTextCode(alarm.code);
  const Sign = loud ? WarningOctagonIcon : WarningIcon;
  return (
    <MarginRow
      component="li"
      margin={
        <>
          <Box
            component={Sign}
            size={22}
            weight="fill"
            aria-label={loud ? shell("alarm.alarm") : shell("alarm.caution")}
            role="img"
            sx={{ color: loud ? role.danger : role.caution }}
          />
          <MarginNote>{format.shortDate(alarm.at, Date.now())}</MarginNote>
        </>
      }
    >
      <Box sx={{ borderBottom: `1px solid ${role.hairline}`, paddingBottom: 4, marginBottom: 4 }}>
        <Box
          component={Link}
          to={paths.alarm(alarm.id)}
          sx={{
            fontFamily: serif,
            fontWeight: 560,
            fontSize: "1.125rem",
            lineHeight: 1.4,
            color: role.ink,
            display: "inline-block",
            paddingBlock: 1,
            "&:focus-visible": focusRing,
          }}
        >
          {t(`${code}.title`)}
        </Box>
        <Box sx={{ typography: "ui", color: role.ink2 }}>{t(`${code}.safe`)}</Box>
      </Box>
    </MarginRow>
  );
};

/** Every alarm that was not read yet, loud ones first, newest first. */
export const AlarmsPage = () => {
  const { t } = useTranslation("settings");
  const alarms = useAlarms();
  if (alarms === undefined) return <SettingsPage title={t("alarms.title")}>{null}</SettingsPage>;
  const sorted = loudestFirst(alarms);
  return (
    <SettingsPage title={t("alarms.title")}>
      {sorted.length === 0 ? (
        <MarginRow>
          <Box sx={{ marginTop: -6 }}>
            <EmptyState title={t("alarms.none")}>{t("alarms.noneWhat")}</EmptyState>
          </Box>
        </MarginRow>
      ) : (
        <Box component="ul" sx={{ margin: 0, padding: 0 }}>
          {sorted.map((alarm) => (
            <OneAlarm key={alarm.id} alarm={alarm} />
          ))}
        </Box>
      )}
    </SettingsPage>
  );
};
