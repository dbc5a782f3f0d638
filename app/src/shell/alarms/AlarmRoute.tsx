import Button from "@mui/material/Button";
import { CaretLeftIcon } from "@phosphor-icons/react/dist/csr/CaretLeft";
import { Link, useNavigate, useParams } from "react-router";
import { useAlarms, useVault } from "../../store/index.ts";
import { useFormat, useTranslation } from "../i18n/index.ts";
import { paths } from "../paths.ts";
import { AlarmPage } from "../pieces/AlarmPage.tsx";
import { EmptyState } from "../pieces/EmptyState.tsx";
import { IconAction } from "../pieces/IconAction.tsx";
import { MarginPage, MarginRow } from "../pieces/MarginPage.tsx";
import { isRightToLeft } from "../theme/index.ts";
import { alarmOfAddress } from "./address.ts";
import { alarmTextCode } from "./texts.ts";

/** One alarm in full. It stays until it is acknowledged here. */
export const AlarmRoute = () => {
  const { id: address = "" } = useParams();
  const { t } = useTranslation("shell");
  const { t: alarm } = useTranslation("alarms");
  const format = useFormat();
  const navigate = useNavigate();
  const vault = useVault();
  const alarms = useAlarms();
  const id = alarmOfAddress(address);
  const found = alarms?.find((one) => one.id === id);
  if (alarms === undefined) return <MarginPage>{null}</MarginPage>;
  if (found === undefined)
    return (
      <MarginPage>
        <MarginRow>
          <EmptyState
            title={t("alarm.gone")}
            action={
              <Button component={Link} to={paths.journal}>
                {t("alarm.back")}
              </Button>
            }
          />
        </MarginRow>
      </MarginPage>
    );
  const code = alarmTextCode(found.code);
  const acknowledge = async () => {
    await vault.acknowledgeAlarm(found.id);
    await navigate(paths.journal);
  };
  return (
    <AlarmPage
      severity={found.severity}
      title={alarm(`${code}.title`)}
      when={format.time(found.at)}
      happened={alarm(`${code}.what`)}
      safe={alarm(`${code}.safe`)}
      todo={alarm(`${code}.next`)}
      details={[
        { label: t("alarm.code"), value: found.code },
        { label: t("alarm.first"), value: format.fullDate(found.at) },
        ...Object.entries(found.details).map(([label, value]) => ({ label, value: String(value) })),
      ]}
      back={
        <IconAction label={t("alarm.back")} onClick={() => void navigate(paths.journal)}>
          <CaretLeftIcon size={22} weight="light" mirrored={isRightToLeft()} />
        </IconAction>
      }
      actions={
        <>
          <Button variant="contained" component={Link} to={paths.devices}>
            {t("alarm.devices")}
          </Button>
          <Button onClick={() => void acknowledge()}>{t("alarm.read")}</Button>
        </>
      }
    />
  );
};
