import { expect, test } from "vitest";
import { row } from "../testing/rows.ts";
import { dayAfterKey, entriesByDay, weekEdge, yearsKept } from "./calendar.ts";
import { onThisDay } from "./on-this-day.ts";

test("keys lead to the days a reader of calendars expects, mirrored where the page is", () => {
  const go = (key: string, shift = false, rightToLeft = false) =>
    dayAfterKey("2026-03-31", key, { weekStart: 1, shift, rightToLeft });
  expect(go("ArrowRight")).toBe("2026-04-01");
  expect(go("ArrowRight", false, true)).toBe("2026-03-30");
  expect(go("ArrowUp")).toBe("2026-03-24");
  expect(go("PageUp")).toBe("2026-02-28");
  expect(go("PageDown", true)).toBe("2027-03-31");
  expect(go("Home")).toBe("2026-03-30");
  expect(go("a")).toBeUndefined();
  expect(weekEdge("2026-03-31", "end", 7)).toBe("2026-04-04");
});

test("a day's mark is its last mood, whichever entry it is in", () => {
  const byDay = entriesByDay([
    row({ docId: "a", day: "2026-11-02", instant: 100, moods: [1] }),
    row({ docId: "b", day: "2026-11-02", instant: 200, moods: [4, 5] }),
    row({ docId: "c", day: "2026-11-03", trashedAt: 1 }),
  ]);
  expect(byDay.get("2026-11-02")?.mood).toBe(5);
  expect(byDay.get("2026-11-02")?.rows.map(({ docId }) => docId)).toEqual(["b", "a"]);
  expect(byDay.has("2026-11-03")).toBe(false);
});

test("29 February meets 28 February of other years, and a near day is offered where the day itself is empty", () => {
  const rows = [
    row({ docId: "leap", day: "2024-02-29" }),
    row({ docId: "common", day: "2023-02-28" }),
    row({ docId: "near", day: "2022-03-02" }),
    row({ docId: "far", day: "2021-03-05" }),
  ];
  const byDay = entriesByDay(rows);
  const years = yearsKept(byDay.keys(), 2026);
  expect(years).toEqual([2026, 2024, 2023, 2022, 2021]);
  expect(onThisDay(byDay, years, "2024-02-29").map(({ kind, year }) => `${year} ${kind}`)).toEqual([
    "2023 written",
    "2022 near",
  ]);
});
