/** The day, clock time and zone of an entry, made into one value and read back. */
import { Temporal } from "temporal-polyfill";
import type { When } from "../../documents/model.ts";
import { clockTime } from "./format.ts";

/** What a person fills in: a calendar day, a clock time `HH:MM`, an IANA zone. */
export interface WhenFields {
  readonly day: string;
  readonly time: string;
  readonly zone: string;
}

/**
 * The instant at which that zone's clock shows that time on `date`. A time that the clock skipped in spring becomes the
 * one an hour later, a time it showed twice in autumn the first of the two (Temporal's `compatible`).
 */
const instantAt = (date: Temporal.PlainDate, time: string, zone: string): number =>
  date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;

/**
 * Undefined when a field says nothing that exists. With a start of day of 04:00, a time before it belongs to the night
 * after the chosen day: 01:30 of “Tuesday” is Wednesday's clock.
 */
export const whenOfFields = (fields: WhenFields, startOfDay: number): When | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(fields.day) || !/^\d{2}:\d{2}$/u.test(fields.time)) return undefined;
  try {
    const day = Temporal.PlainDate.from(fields.day, { overflow: "reject" });
    const [hour = 0, minute = 0] = fields.time.split(":").map(Number);
    const date = hour * 60 + minute < startOfDay ? day.add({ days: 1 }) : day;
    return { day: day.toString(), zone: fields.zone, instant: instantAt(date, fields.time, fields.zone) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

export const fieldsOfWhen = (when: When): WhenFields => ({
  day: when.day,
  time: clockTime(when.instant, when.zone),
  zone: when.zone,
});

/** The journal's day at an instant: before `startOfDay` minutes after midnight it is still yesterday. */
export const dayAt = (instant: number, zone: string, startOfDay: number): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .subtract({ minutes: startOfDay })
    .toPlainDate()
    .toString();

/** Now, here. */
export const whenNow = (now: number, zone: string, startOfDay: number): When => ({
  day: dayAt(now, zone, startOfDay),
  zone,
  instant: now,
});

/** Writing on another day: that day at the present clock time. */
export const whenOn = (day: string, now: number, zone: string, startOfDay: number): When =>
  day === dayAt(now, zone, startOfDay)
    ? whenNow(now, zone, startOfDay)
    : (whenOfFields({ day, time: clockTime(now, zone), zone }, startOfDay) ?? whenNow(now, zone, startOfDay));
