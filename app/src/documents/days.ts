/**
 * Day arithmetic. A day is a local calendar date `YYYY-MM-DD` that belongs to its entry; a month is `YYYY-MM`. Nothing
 * here asks for the reader's zone or the clock: both are passed in.
 */

import type { When } from "./model.ts";
import { Temporal, type TemporalTypes } from "./temporal.ts";
import { clockZone, isLeapYear } from "./when.ts";

export { clockZone, isDay, isInstant, isWhen, isZone } from "./when.ts";

const at = (instant: number, zone: string): TemporalTypes.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.trunc(instant)).toZonedDateTimeISO(clockZone(zone));

/**
 * The local day of an instant. Before `startOfDay` (minutes after midnight on the wall clock) it is still the day before.
 */
export const dayOf = (instant: number, zone: string, startOfDay = 0): string => {
  const local = at(instant, zone);
  const date = local.toPlainDate();
  return (local.hour * 60 + local.minute < startOfDay ? date.subtract({ days: 1 }) : date).toString();
};

export const whenOf = (instant: number, zone: string, startOfDay = 0): When => ({
  day: dayOf(instant, zone, startOfDay),
  zone,
  instant: Math.trunc(instant),
});

/** `HH:MM` on the entry's own wall clock. */
export const timeOf = (when: When): string =>
  at(when.instant, when.zone).toPlainTime().toString().slice(0, 5);

/**
 * A chosen day and wall-clock time. Times before `startOfDay` lie on the calendar date after the day they belong to. A
 * time that a clock change skips becomes the one as much later; of one that comes twice, the first. The day stays as chosen
 * whatever the clocks did.
 */
export const whenAt = (
  day: string,
  time: { readonly hour: number; readonly minute: number },
  zone: string,
  startOfDay = 0,
): When => {
  const date = Temporal.PlainDate.from(day);
  const early = time.hour * 60 + time.minute < startOfDay;
  const local = (early ? date.add({ days: 1 }) : date).toPlainDateTime({
    hour: time.hour,
    minute: time.minute,
  });
  return {
    day,
    zone,
    instant: local.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds,
  };
};

export const addDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();
export const addMonths = (month: string, months: number): string =>
  Temporal.PlainYearMonth.from(month).add({ months }).toString();
/** `YYYY-MM`. */
export const monthOf = (day: string): string => day.slice(0, 7);
/** Whole days from one to another; negative when the other is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;

/** Newest day first; within a day newest instant first; ties by key, so that every device lists the same. */
export const compareWhen = (a: When, b: When): number =>
  a.day === b.day ? b.instant - a.instant : a.day < b.day ? 1 : -1;

/** Consecutive runs of one month, in the order given. */
export const groupByMonth = <T>(
  items: readonly T[],
  dayOfItem: (item: T) => string,
): { readonly month: string; readonly items: readonly T[] }[] => {
  const groups: { month: string; items: T[] }[] = [];
  for (const item of items) {
    const month = monthOf(dayOfItem(item));
    const last = groups.at(-1);
    if (last?.month === month) last.items.push(item);
    else groups.push({ month, items: [item] });
  }
  return groups;
};

/**
 * True when `day` is shown on `chosen` in *on this day*: the same date of another year. 29 February is shown on 28
 * February of years that have no 29th.
 */
export const isOnThisDay = (day: string, chosen: string): boolean => {
  if (day.slice(0, 4) === chosen.slice(0, 4)) return false;
  if (day.slice(5) === chosen.slice(5)) return true;
  return day.slice(5) === "02-29" && chosen.slice(5) === "02-28" && !isLeapYear(Number(chosen.slice(0, 4)));
};

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const sundayFirst = /^(?:US|CA|MX|BR|JP|IN|IL|AU|KR|TW|HK|PH|TH|ZA|CO|PE|VE|SA|ID|SG)$/;
const saturdayFirst = /^(?:AE|BH|DZ|EG|IQ|JO|KW|LY|OM|QA|SD|SY)$/;

/** First day of the week where the locale is spoken. Not every browser says; then a short table of regions does. */
export const weekStartOf = (locale: string): Weekday => {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const firstDay = known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay;
  if (firstDay !== undefined) return firstDay as Weekday;
  const region = known.maximize().region ?? "";
  return sundayFirst.test(region) ? 7 : saturdayFirst.test(region) ? 6 : 1;
};

export interface CalendarDay {
  readonly day: string;
  /** False for days of the months around, which fill the first and last week. */
  readonly inMonth: boolean;
}

/** Whole weeks that cover the month. */
export const calendarGrid = (month: string, weekStart: Weekday): readonly (readonly CalendarDay[])[] => {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const lead = (first.dayOfWeek - weekStart + 7) % 7;
  const weeks = Math.ceil((lead + first.daysInMonth) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, column) => {
      const day = first.add({ days: week * 7 + column - lead }).toString();
      return { day, inMonth: monthOf(day) === month };
    }),
  );
};
