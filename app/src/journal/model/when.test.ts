import { expect, test } from "vitest";
import { fieldsOfWhen, whenOfFields, whenOn } from "./when.ts";

const zones = ["Europe/Oslo", "Pacific/Chatham", "America/St_Johns", "Asia/Kathmandu", "UTC"];

test("the clock shows what was typed, in the zone that was typed, whatever zone reads it", () => {
  for (const zone of zones) {
    const when = whenOfFields({ day: "2026-07-14", time: "07:42", zone }, 0);
    expect(when && fieldsOfWhen(when)).toEqual({ day: "2026-07-14", time: "07:42", zone });
  }
});

test("a time the clock skipped becomes the hour after it; a time it showed twice is the first", () => {
  expect(whenOfFields({ day: "2026-03-29", time: "02:30", zone: "Europe/Oslo" }, 0)?.instant).toBe(
    Date.UTC(2026, 2, 29, 1, 30),
  );
  expect(whenOfFields({ day: "2026-10-25", time: "02:30", zone: "Europe/Oslo" }, 0)?.instant).toBe(
    Date.UTC(2026, 9, 25, 0, 30),
  );
});

test("a time before the start of day belongs to the night after the chosen day", () => {
  expect(whenOfFields({ day: "2026-11-22", time: "01:30", zone: "UTC" }, 240)).toEqual({
    day: "2026-11-22",
    zone: "UTC",
    instant: Date.UTC(2026, 10, 23, 1, 30),
  });
});

test("writing on another day keeps the present clock time", () => {
  const now = Date.UTC(2026, 10, 22, 6, 42);
  expect(whenOn("2026-11-21", now, "Europe/Oslo", 0)).toEqual({
    day: "2026-11-21",
    zone: "Europe/Oslo",
    instant: Date.UTC(2026, 10, 21, 6, 42),
  });
  expect(whenOn("2026-11-22", now, "Europe/Oslo", 0).instant).toBe(now);
});

test("what is no day, time or zone is refused", () => {
  expect(whenOfFields({ day: "2026-02-30", time: "07:42", zone: "UTC" }, 0)).toBeUndefined();
  expect(whenOfFields({ day: "2026-02-03", time: "25:00", zone: "UTC" }, 0)).toBeUndefined();
  expect(whenOfFields({ day: "2026-02-03", time: "07:42", zone: "Europe/Nowhere" }, 0)).toBeUndefined();
});
