// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { paths } from "../../shell/paths.ts";
import { en } from "../en.ts";
import { online, openSettings } from "../testing/room.tsx";

const rungs = async () => (await screen.findAllByRole("listitem")).map((rung) => rung.textContent ?? "");

test("a journal that is nowhere else says that no one can bring it back", async () => {
  openSettings(paths.storage);
  expect(await screen.findByText(en.keep.onlyHere)).toBeDefined();
  const [device, file, relay, devices] = await rungs();
  expect(device).toContain(en.standing["at-risk"]);
  expect(file).toContain(en.keep.noFile);
  expect(relay).toContain(en.keep.noRelay);
  expect(devices).toContain(en.keep.noDevices);
});

test("a relay with something still waiting is not called proven", async () => {
  openSettings(paths.storage, {
    sync: { ...online, waitingEntries: 2, otherDevices: 1, upToDateDevices: 0 },
    storage: { persisted: "yes", onRelay: true, otherDevices: 1 },
  });
  const [device, , relay, devices] = await rungs();
  expect(device).toContain(en.standing.proven);
  expect(relay).toContain(en.standing["not-yet"]);
  expect(relay).toContain("2 entries");
  expect(devices).toContain("0 of 1");
});

test("the browser's answer is shown as it was given", async () => {
  const user = userEvent.setup();
  openSettings(paths.storage, {}, () => ({ askToPersist: async () => "no" }));
  const [device] = await screen.findAllByRole("listitem");
  await user.click(within(device!).getByRole("button", { name: en.keep.ask }));
  expect(await screen.findByText(en.keep.answer.no)).toBeDefined();
});
