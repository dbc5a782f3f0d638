/** What a day, an instant and a zone may be, before anything is reckoned with them. Brings no calendar along. */
import type { When } from "./model.ts";

export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
};
const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const firstInstant = Date.parse("0000-01-02T00:00:00Z");
const lastInstant = Date.parse("9999-12-30T23:59:59.999Z");
/** Whole milliseconds since 1970 whose local day has a year of four digits in every zone. */
export const isInstant = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= firstInstant && (value as number) <= lastInstant;

/** True for zones this platform knows, offsets such as `+05:30` included. */
export const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
const clockZones = new Map<string, string>();
/** The zone, or UTC where this platform does not know it: the entry may come from one that does. */
export const clockZone = (zone: string): string => {
  const known = clockZones.get(zone);
  if (known !== undefined) return known;
  const clock = isZone(zone) ? zone : "UTC";
  clockZones.set(zone, clock);
  return clock;
};

/** The longest name of a zone has 32 letters. */
const zoneMost = 64;
/** Whether this platform knows the zone is another question. */
export const isWhen = (value: unknown): value is When => {
  if (value === null || typeof value !== "object") return false;
  const { day, zone, instant } = value as Record<string, unknown>;
  const isDated = typeof day === "string" && isDay(day) && isInstant(instant);
  return isDated && typeof zone === "string" && zone !== "" && zone.length <= zoneMost;
};
