import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  calendarGrid,
  dayOf,
  daysBetween,
  groupByMonth,
  isDay,
  isOnThisDay,
  isZone,
  timeOf,
  weekStartOf,
  whenAt,
  whenOf,
} from "./days.ts";

const zones = [
  "UTC",
  "Europe/Oslo",
  "Europe/Dublin",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Africa/Casablanca",
];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2060, 0, 1) });
const day = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays("1975-01-01", days));
const startOfDay = fc.integer({ min: 0, max: 360 });
const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });

describe("the day of an instant", () => {
  it("is what the wall clock there says, as the platform's own formatter reads it", () => {
    fc.assert(
      fc.property(instant, zone, (ms, where) => {
        const parts = new Intl.DateTimeFormat("en-CA", {
          timeZone: where,
          year: "numeric",
          month: "2-digit",
          day: "2-digit",
        });
        expect(dayOf(ms, where)).toBe(parts.format(ms));
      }),
    );
  });
  it("never moves back while time goes on, whatever the clocks do", () => {
    fc.assert(
      fc.property(instant, zone, fc.integer({ min: 1, max: 90_000_000 }), (ms, where, later) => {
        expect(dayOf(ms + later, where) >= dayOf(ms, where)).toBe(true);
      }),
    );
  });
  it("is yesterday until the day starts", () => {
    const night = Date.UTC(2026, 10, 24, 1, 59);
    expect(dayOf(night, "UTC", 120)).toBe("2026-11-23");
    expect(dayOf(night + 60_000, "UTC", 120)).toBe("2026-11-24");
  });
});

describe("back-dating", () => {
  it("keeps the chosen day and, outside clock changes, the chosen time", () => {
    fc.assert(
      fc.property(day, time, zone, startOfDay, (chosen, clock, where, start) => {
        const when = whenAt(chosen, clock, where, start);
        expect(when.day).toBe(chosen);
        const asked = `${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`;
        if (timeOf(when) === asked) expect(dayOf(when.instant, where, start)).toBe(chosen);
        else expect(Math.abs(daysBetween(chosen, dayOf(when.instant, where, start)))).toBeLessThanOrEqual(1);
      }),
    );
  });
  it("moves a skipped time later by what was skipped", () => {
    expect(timeOf(whenAt("2026-03-29", { hour: 2, minute: 30 }, "Europe/Oslo"))).toBe("03:30");
    expect(whenAt("2026-03-29", { hour: 2, minute: 30 }, "Europe/Oslo").instant).toBe(
      Date.UTC(2026, 2, 29, 1, 30),
    );
  });
  it("takes the first of a time that comes twice", () => {
    expect(whenAt("2026-10-25", { hour: 2, minute: 30 }, "Europe/Oslo").instant).toBe(
      Date.UTC(2026, 9, 25, 0, 30),
    );
  });
  it("keeps a day that a zone skipped whole", () => {
    expect(whenAt("2011-12-30", { hour: 12, minute: 0 }, "Pacific/Apia").day).toBe("2011-12-30");
  });
  it("is undone by reading the instant again", () => {
    fc.assert(
      fc.property(instant, zone, startOfDay, (ms, where, start) => {
        const when = whenOf(ms, where, start);
        expect(when.day).toBe(dayOf(when.instant, when.zone, start));
      }),
    );
  });
});

describe("on this day", () => {
  it("shows 29 February on the 28th of years without one, and only there", () => {
    expect(isOnThisDay("2024-02-29", "2026-02-28")).toBe(true);
    expect(isOnThisDay("2024-02-29", "2028-02-28")).toBe(false);
    expect(isOnThisDay("2024-02-29", "2028-02-29")).toBe(true);
    expect(isOnThisDay("2024-02-29", "2026-03-01")).toBe(false);
    expect(isOnThisDay("2026-02-28", "2026-02-28")).toBe(false);
  });
  it("shows every entry on exactly one day of every other year", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1975, max: 2060 }), (written, year) => {
        if (written.startsWith(String(year))) return;
        const days = Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index)).filter((d) =>
          d.startsWith(String(year)),
        );
        expect(days.filter((chosen) => isOnThisDay(written, chosen))).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the calendar", () => {
  it("covers each day of the month once, in whole weeks that start as the locale's do", () => {
    fc.assert(
      fc.property(day, fc.constantFrom(1, 6, 7), (some, start) => {
        const month = some.slice(0, 7);
        const grid = calendarGrid(month, start as 1 | 6 | 7);
        const days = grid.flat();
        expect(days.length % 7).toBe(0);
        const inside = days.filter(({ inMonth }) => inMonth).map(({ day: date }) => date);
        expect(inside[0]).toBe(`${month}-01`);
        expect(new Set(inside).size).toBe(inside.length);
        expect(addDays(inside.at(-1)!, 1).slice(0, 7)).not.toBe(month);
        expect(((new Date(`${days[0]!.day}T00:00Z`).getUTCDay() + 6) % 7) + 1).toBe(start);
      }),
    );
  });
  it("knows where weeks start", () => {
    expect([weekStartOf("en-US"), weekStartOf("nb-NO"), weekStartOf("ar-EG")]).toEqual([7, 1, 6]);
  });
  it("groups neighbours by month in the order given", () => {
    const groups = groupByMonth(["2026-11-02", "2026-11-01", "2025-11-30"], (d) => d);
    expect(groups.map(({ month, items }) => [month, items.length])).toEqual([
      ["2026-11", 2],
      ["2025-11", 1],
    ]);
  });
});

it("tells days and zones from other text", () => {
  expect(["2024-02-29", "2023-02-29", "2024-13-01", "2024-1-1", "x"].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([isZone("Europe/Oslo"), isZone("Mars/Olympus"), isZone("")]).toEqual([true, false, false]);
});
