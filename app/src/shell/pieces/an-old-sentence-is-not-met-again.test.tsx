// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { createFormat } from "../i18n/index.ts";
import { Announcer, useAnnounce } from "./Announcer.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

let say: (sentence: string) => void = () => undefined;
const Speaker = () => {
  say = useAnnounce();
  return null;
};

test("what was said is taken away again, so that it is not met on the next page", () => {
  vi.useFakeTimers();
  render(
    <Announcer>
      <Speaker />
    </Announcer>,
  );
  act(() => say("5 entries went to the trash."));
  expect(screen.getByRole("status").textContent).toBe("5 entries went to the trash.");
  act(() => {
    vi.advanceTimersByTime(4000);
    say("Sync is off.");
  });
  act(() => vi.advanceTimersByTime(7000));
  expect(screen.getByRole("status").textContent).toBe("Sync is off.");
  act(() => vi.advanceTimersByTime(1001));
  expect(screen.getByRole("status").textContent).toBe("");
});

test("a size is a number and a unit that agree", () => {
  const { bytes } = createFormat("en");
  expect([1, 179, 23_400_000].map(bytes)).toEqual(["1 byte", "179 bytes", "23.4 MB"]);
});
