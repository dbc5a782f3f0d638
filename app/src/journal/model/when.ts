/** The day, clock time and zone of an entry as a person fills them in. */
import { dayOf, isDay, isZone, timeOf, type When, whenAt, whenOf } from "../../documents/index.ts";

/** A calendar day, a clock time `HH:MM`, an IANA zone. */
export interface WhenFields {
  readonly day: string;
  readonly time: string;
  readonly zone: string;
}

const clockOf = (time: string): { hour: number; minute: number } | undefined => {
  const [hour, minute] = /^\d{2}:\d{2}$/u.test(time) ? time.split(":").map(Number) : [];
  return hour === undefined || minute === undefined || hour > 23 || minute > 59
    ? undefined
    : { hour, minute };
};

/** Undefined when a field says nothing that exists. */
export const whenOfFields = ({ day, time, zone }: WhenFields, startOfDay: number): When | undefined => {
  const clock = clockOf(time);
  return clock === undefined || !isDay(day) || !isZone(zone)
    ? undefined
    : whenAt(day, clock, zone, startOfDay);
};

export const fieldsOfWhen = (when: When): WhenFields => ({
  day: when.day,
  time: timeOf(when),
  zone: when.zone,
});

/** Writing on another day: that day at the present clock time. Without one that exists, now. */
export const whenOn = (day: string, now: number, zone: string, startOfDay: number): When => {
  const present = whenOf(now, zone, startOfDay);
  if (day === dayOf(now, zone, startOfDay)) return present;
  return whenOfFields({ day, time: timeOf(present), zone }, startOfDay) ?? present;
};
