import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Dates, numbers and lists as the reader's language writes them. Instants in milliseconds since 1970. */
export interface Format {
  readonly number: (value: number) => string;
  /** 14:02. In the given IANA zone, else the screen's. */
  readonly time: (instant: number, zone?: string) => string;
  /** 22 Nov, with the year where it is not the present one. */
  readonly shortDate: (instant: number, now: number) => string;
  /** Sunday, 22 November 2026 at 14:02. */
  readonly fullDate: (instant: number, zone?: string) => string;
  /** A calendar day `YYYY-MM-DD`, which has no zone. */
  readonly day: (day: string, options: Intl.DateTimeFormatOptions) => string;
  readonly list: (items: readonly string[]) => string;
  /** 23.4 MB, 179 bytes */
  readonly bytes: (size: number) => string;
}

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const zoned = (zone?: string): Intl.DateTimeFormatOptions => (zone === undefined ? {} : { timeZone: zone });

export const createFormat = (language: string): Format => {
  const number = new Intl.NumberFormat(language);
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const dayFormats = new Map<string, Intl.DateTimeFormat>();
  const dayFormat = (options: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify(options);
    const known = dayFormats.get(key);
    if (known !== undefined) return known;
    const made = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
    dayFormats.set(key, made);
    return made;
  };
  return {
    number: (value) => number.format(value),
    time: (instant, zone) =>
      new Intl.DateTimeFormat(language, {
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        ...zoned(zone),
      }).format(instant),
    shortDate: (instant, now) =>
      new Intl.DateTimeFormat(language, {
        day: "numeric",
        month: "short",
        ...(new Date(instant).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" }),
      }).format(instant),
    fullDate: (instant, zone) =>
      new Intl.DateTimeFormat(language, {
        dateStyle: "full",
        timeStyle: "short",
        hourCycle: "h23",
        ...zoned(zone),
      }).format(instant),
    day: (day, options) => dayFormat(options).format(Date.parse(`${day}T00:00:00Z`)),
    list: (items) => list.format(items),
    bytes: (size) => {
      const step = Math.min(byteUnits.length - 1, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
      return new Intl.NumberFormat(language, {
        style: "unit",
        unit: byteUnits[step] ?? "byte",
        // The short form of a byte has no plural.
        unitDisplay: step === 0 ? "long" : "short",
        maximumFractionDigits: step > 1 ? 1 : 0,
      }).format(size / 1000 ** step);
    },
  };
};

/** The reader's own region of a language, so that an English text in Norway has no American dates. */
const regional = (language: string): string =>
  globalThis.navigator?.languages.find((tag) => tag.startsWith(`${language}-`)) ?? language;

export const useFormat = (): Format => {
  const { i18n } = useTranslation();
  return useMemo(() => createFormat(regional(i18n.language)), [i18n.language]);
};
