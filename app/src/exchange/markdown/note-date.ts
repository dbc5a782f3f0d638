/** When a note was written: its front matter, else its name, else the file's own date. */
import { dayOf, isDay, isInstant, isZone, whenAt, whenOf } from "../../documents/days.ts";
import type { When } from "../../documents/model.ts";

const pattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** A day without a time of its own is put at noon: the middle of it, in any season. */
const noon = { hour: 12, minute: 0 };

const offsetZone = (offset: string): string =>
  /^z$/i.test(offset) ? "UTC" : offset.replace(/^([+-]\d{2}):?(\d{2})$/, "$1:$2");

/**
 * `zone` is the note's own if it says one. A time with an offset keeps its local day: where the zone at hand has another
 * offset then, the offset itself becomes the zone.
 */
export const parseWhen = (value: unknown, zone: string | undefined, deviceZone: string): When | undefined => {
  const match = typeof value === "string" ? pattern.exec(value.trim()) : null;
  const [, day, hour, minute, second, offset] = match ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  if (hour === undefined || minute === undefined) return whenAt(day, noon, zone ?? deviceZone);
  const time = { hour: Number(hour), minute: Number(minute) };
  if (time.hour > 23 || time.minute > 59 || Number(second ?? 0) > 59) return undefined;
  if (offset === undefined) {
    const when = whenAt(day, time, zone ?? deviceZone);
    return { ...when, instant: when.instant + Number(second ?? 0) * 1000 };
  }
  const own = offsetZone(offset);
  const clock = `${day}T${hour.padStart(2, "0")}:${minute}:${second ?? "00"}${own === "UTC" ? "Z" : own}`;
  const instant = Date.parse(clock);
  if (!Number.isFinite(instant)) return undefined;
  if (zone !== undefined) return whenOf(instant, zone);
  if (own === "UTC") return whenOf(instant, deviceZone);
  return dayOf(instant, deviceZone) === day && isSameClock(instant, deviceZone, clock)
    ? whenOf(instant, deviceZone)
    : isZone(own)
      ? whenOf(instant, own)
      : whenOf(instant, deviceZone);
};

const isSameClock = (instant: number, zone: string, clock: string): boolean => {
  const time = clock.slice(11, 16);
  const shown = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return shown.format(instant) === time;
};

/** `2026-11-24` and `2026-11-24 Walk`: a daily note's day, and the rest of its name. */
export const nameDate = (stem: string): { readonly day: string; readonly rest: string } | undefined => {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ _.-]+(.*))?$/.exec(stem);
  const [, day, rest] = match ?? [];
  return day !== undefined && isDay(day) ? { day, rest: (rest ?? "").trim() } : undefined;
};

/** Fields that may hold the day, the surest first. */
const dateFields = ["date", "created", "created_at", "created-at", "date created", "creation date", "day"];
/** A text of this shape means a day, whether or not there is one. */
const meansDay = (value: unknown): boolean => typeof value === "string" && pattern.test(value.trim());

export interface NoteDate {
  readonly when: When;
  /** False: nothing in the note or its name says when, so the file's own date stands. */
  readonly own: boolean;
  /** Fields that mean a day which does not exist, such as 30 February. */
  readonly impossible: readonly string[];
}

export const noteDate = (
  fields: Readonly<Record<string, unknown>>,
  stem: string,
  modified: number,
  deviceZone: string,
): NoteDate => {
  const named = [fields.zone, fields.timezone].find(
    (zone): zone is string => typeof zone === "string" && isZone(zone),
  );
  const impossible = dateFields.filter(
    (key) => meansDay(fields[key]) && parseWhen(fields[key], named, deviceZone) === undefined,
  );
  for (const key of dateFields) {
    const when = parseWhen(fields[key], named, deviceZone);
    if (when === undefined) continue;
    const day = fields.day;
    return { when: typeof day === "string" && isDay(day) ? { ...when, day } : when, own: true, impossible };
  }
  const fromName = nameDate(stem);
  if (fromName !== undefined)
    return { when: whenAt(fromName.day, noon, named ?? deviceZone), own: true, impossible };
  return { when: whenOf(isInstant(modified) ? modified : 0, named ?? deviceZone), own: false, impossible };
};
