import { useFormat, useTranslation } from "../../shell/i18n/index.ts";

const startOfToday = (now: number): number => new Date(now).setHours(0, 0, 0, 0);
const startOfYesterday = (now: number): number => {
  const day = new Date(startOfToday(now));
  return day.setDate(day.getDate() - 1);
};

/** Which of the screen's own days an instant falls on. Milliseconds since 1970. */
export const dayFromNow = (instant: number, now: number): "today" | "yesterday" | "earlier" => {
  if (instant >= startOfToday(now)) return "today";
  return instant >= startOfYesterday(now) ? "yesterday" : "earlier";
};

/** "Seen 23:31 yesterday", from an instant. */
export const useSeen = (): ((instant: number | undefined) => string) => {
  const { t } = useTranslation("settings");
  const format = useFormat();
  return (instant) => {
    if (instant === undefined) return t("devices.seen.never");
    const now = Date.now();
    return t(`devices.seen.${dayFromNow(instant, now)}`, {
      time: format.time(instant),
      date: format.shortDate(instant, now),
    });
  };
};
