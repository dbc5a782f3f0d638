// @vitest-environment jsdom
import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import "../en.ts";
import { useZoneWords } from "./WhenFields.tsx";

test.each([
  ["Asia/Kathmandu", "Kathmandu, 5 h 45 min ahead of UTC."],
  ["America/St_Johns", "St Johns, 3 h 30 min behind UTC."],
  ["Europe/Oslo", "Oslo, 1 hour ahead of UTC."],
])("the distance of %s from UTC is said in hours and minutes, never in parts of an hour", (zone, words) => {
  const { result } = renderHook(useZoneWords);
  expect(result.current(Date.UTC(2026, 0, 10), zone)).toBe(words);
});
