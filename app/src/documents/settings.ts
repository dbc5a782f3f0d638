/** Preferences that travel with the journal. One map of single values, and one map each for devices and slots. */
import type * as Y from "yjs";
import type { Settings, SettingsChange } from "./model.ts";

const values = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("values");
const deviceNames = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("deviceNames");
const slots = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("slots");

const latestStart = 360;

/** Minutes after midnight, a whole number from 0 to 360. */
const startOfDayFrom = (minutes: unknown): number =>
  typeof minutes === "number" && Number.isFinite(minutes)
    ? Math.min(latestStart, Math.max(0, Math.trunc(minutes)))
    : 0;

export const readSettings = (doc: Y.Doc): Settings => ({
  startOfDay: startOfDayFrom(values(doc).get("startOfDay")),
  deviceNames: Object.fromEntries(
    [...deviceNames(doc).entries()].filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  ),
  slots: Object.fromEntries(
    [...slots(doc).entries()].filter((pair): pair is [string, Uint8Array] => pair[1] instanceof Uint8Array),
  ),
  wordsChecked: values(doc).get("wordsChecked") === true,
});

export const applySettingsChange = (doc: Y.Doc, change: SettingsChange): void => {
  doc.transact(() => {
    switch (change.type) {
      case "start-of-day":
        return values(doc).set("startOfDay", startOfDayFrom(change.minutes));
      case "device-name":
        return deviceNames(doc).set(change.device, change.name.trim());
      case "slot":
        return slots(doc).set(change.principal, change.bytes.slice());
      case "words-checked":
        return values(doc).set("wordsChecked", true);
      default:
        return change satisfies never;
    }
  });
};
