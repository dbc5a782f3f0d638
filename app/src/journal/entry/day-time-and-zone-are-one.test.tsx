// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { timeOf, type When, whenOf } from "../../documents/index.ts";
import { en } from "../en.ts";
import { WhenFields } from "./WhenFields.tsx";

afterEach(cleanup);
const first = whenOf(Date.UTC(2026, 10, 24, 9), "Europe/Oslo", 0);

test("a day, a time and a zone filled in before the entry has answered are all held", () => {
  const held: When[] = [];
  const fields = (when: When) => (
    <WhenFields
      when={when}
      startOfDay={0}
      disabled={false}
      autoFocus={false}
      onChange={(next) => held.push(next)}
    />
  );
  const { rerender } = render(fields(first));
  fireEvent.change(screen.getByLabelText(en.details.day), { target: { value: "2025-07-14" } });
  fireEvent.change(screen.getByLabelText(en.details.time), { target: { value: "06:30" } });
  fireEvent.change(screen.getByLabelText(en.details.zone), { target: { value: "Pacific/Chatham" } });
  const last = held.at(-1);
  expect([last?.day, last?.zone]).toEqual(["2025-07-14", "Pacific/Chatham"]);
  // The entry answers late and one by one; the fields never go back.
  for (const when of held) {
    rerender(fields(when));
    expect((screen.getByLabelText(en.details.day) as HTMLInputElement).value).toBe("2025-07-14");
    expect((screen.getByLabelText(en.details.zone) as HTMLInputElement).value).toBe("Pacific/Chatham");
  }
  // Once it has answered, another device's change is shown.
  rerender(fields(first));
  expect((screen.getByLabelText(en.details.day) as HTMLInputElement).value).toBe("2026-11-24");
});

test("a time that the clocks skipped is said in words, and comes back where another zone has it", () => {
  let when = whenOf(Date.UTC(2024, 2, 30, 1, 30), "Europe/Oslo", 0);
  const fields = () => (
    <WhenFields
      when={when}
      startOfDay={0}
      disabled={false}
      autoFocus={false}
      onChange={(next) => {
        when = next;
      }}
    />
  );
  const { rerender } = render(fields());
  const fill = (label: string, value: string) => {
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
    rerender(fields());
  };
  fill(en.details.time, "02:30");
  expect(screen.queryByText(/skipped 02:30/u)).toBeNull();
  fill(en.details.day, "2024-03-31");
  expect(timeOf(when)).toBe("03:30");
  expect(screen.getByText(/skipped 02:30/u).textContent).toContain("03:30");
  fill(en.details.zone, "Asia/Kathmandu");
  expect([when.day, timeOf(when), when.zone]).toEqual(["2024-03-31", "02:30", "Asia/Kathmandu"]);
  expect(screen.queryByText(/skipped 02:30/u)).toBeNull();
});

test("a day typed beside a zone that does not exist holds at once, in the zone the entry has", () => {
  const held: When[] = [];
  render(
    <WhenFields
      when={first}
      startOfDay={0}
      disabled={false}
      autoFocus={false}
      onChange={(next) => held.push(next)}
    />,
  );
  fireEvent.change(screen.getByLabelText(en.details.zone), { target: { value: "Mars/Base" } });
  expect(held).toEqual([]);
  expect(screen.getByText(en.details.zoneUnknown)).toBeDefined();
  fireEvent.change(screen.getByLabelText(en.details.day), { target: { value: "2026-01-05" } });
  expect(held.map(({ day, zone }) => [day, zone])).toEqual([["2026-01-05", "Europe/Oslo"]]);
  expect(screen.getByText(en.details.zoneUnknown)).toBeDefined();
});
