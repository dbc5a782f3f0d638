/** No row takes the timeline down: whatever its time says, a clock can be drawn for it or left empty. */
import { expect, test } from "vitest";
import { clockTime, zoneOffset } from "./format.ts";
import { fieldsOfWhen } from "./when.ts";

test("an instant that cannot be has no clock time", () => {
  for (const instant of [1e300, Number.NaN, -1e17, 0.5]) {
    expect(clockTime(instant, "Europe/Oslo")).toBe("");
    expect(zoneOffset(instant, "Europe/Oslo")).toBe(0);
  }
});

test("a zone this browser does not know is read at UTC, in lists and in the fields", () => {
  const when = { day: "2026-11-24", zone: "Mars/Olympus", instant: Date.UTC(2026, 10, 24, 8, 5) };
  expect(clockTime(when.instant, when.zone)).toBe("08:05");
  expect(zoneOffset(when.instant, when.zone)).toBe(0);
  expect(fieldsOfWhen(when)).toEqual({ day: "2026-11-24", time: "08:05", zone: "Mars/Olympus" });
});
