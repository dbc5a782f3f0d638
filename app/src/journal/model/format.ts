/**
 * How days, times and months read. A day is a calendar day of the entry, so it is formatted at UTC from its own three
 * numbers and never passes through the reader's zone.
 */
import { clockZone, isInstant } from "../../documents/index.ts";

const formats = new Map<string, Intl.DateTimeFormat>();
const format = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
};

/** The three numbers of `YYYY-MM-DD`. */
export const dayParts = (
  day: string,
): { readonly year: number; readonly month: number; readonly date: number } => {
  const [year = Number.NaN, month = Number.NaN, date = Number.NaN] = day.split("-").map(Number);
  return { year, month, date };
};

const atUtc = (day: string): Date => {
  const { year, month, date } = dayParts(day);
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  return at;
};

const formatDay = (day: string, locale: string, options: Intl.DateTimeFormatOptions): string =>
  format(locale, { ...options, timeZone: "UTC" }).format(atUtc(day));

/** “22” in the locale's digits. */
export const dayNumber = (day: string, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: false }).format(dayParts(day).date);
/** “Fri”. */
export const weekdayShort = (day: string, locale: string): string =>
  formatDay(day, locale, { weekday: "short" });
/** “Friday”. */
export const weekdayLong = (day: string, locale: string): string =>
  formatDay(day, locale, { weekday: "long" });
/** “Nov”. */
export const monthShort = (day: string, locale: string): string => formatDay(day, locale, { month: "short" });
/** “November”. */
export const monthLong = (day: string, locale: string): string => formatDay(day, locale, { month: "long" });
/** “November 2026”. */
export const monthAndYear = (day: string, locale: string): string =>
  formatDay(day, locale, { month: "long", year: "numeric" });
/** “22 November”. */
export const dayAndMonth = (day: string, locale: string): string =>
  formatDay(day, locale, { day: "numeric", month: "long" });
/** “22 November 2026”. */
export const dayLong = (day: string, locale: string): string =>
  formatDay(day, locale, { day: "numeric", month: "long", year: "numeric" });
/** “Sunday, 22 November 2026”. */
export const dayFull = (day: string, locale: string): string =>
  formatDay(day, locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
/** “2026”, ungrouped. */
export const yearNumber = (day: string, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: false }).format(dayParts(day).year);

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
/**
 * Clock time of an instant in a zone, “07:42”, always 24 hours so that a margin of times lines up. In UTC where this
 * browser does not know the zone; empty for an instant that cannot be.
 */
export const clockTime = (instant: number, zone: string): string =>
  isInstant(instant) ? format("en-GB", { ...clock, timeZone: clockZone(zone) }).format(instant) : "";

/** The part of a zone a person knows: “Oslo” of `Europe/Oslo`, “UTC” of `Etc/UTC`. */
export const zoneCity = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Minutes ahead of UTC at an instant. Source: the zone's own clock reading. None for what cannot be read on a clock. */
export const zoneOffset = (instant: number, zone: string): number => {
  if (!isInstant(instant)) return 0;
  const parts = format("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    ...clock,
    timeZone: clockZone(zone),
  }).formatToParts(instant);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"));
  return Math.round((local - Math.floor(instant / 60_000) * 60_000) / 60_000);
};
