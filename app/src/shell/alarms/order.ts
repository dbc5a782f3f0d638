import type { Alarm } from "../../vault/index.ts";

/** Loud ones first, newest first. */
export const loudestFirst = (alarms: readonly Alarm[]): readonly Alarm[] =>
  alarms.toSorted((a, b) => (a.severity === b.severity ? b.at - a.at : a.severity === "alarm" ? -1 : 1));
