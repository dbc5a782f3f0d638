// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { errorTexts } from "../../shell/errors/index.ts";
import { paths } from "../../shell/paths.ts";
import { en } from "../en.ts";
import { online, openSettings } from "../testing/room.tsx";
import { refusalOf } from "./RelayNotice.tsx";

test("one button turns sync on, with no address and no invitation asked for", async () => {
  const user = userEvent.setup();
  const asked: (string | undefined)[][] = [];
  const { fake } = openSettings(paths.devices, {}, (vault) => ({
    turnOnSync: (...given) => {
      asked.push(given);
      return vault.turnOnSync(...given);
    },
  }));
  await user.click(await screen.findByRole("button", { name: en.sync.turnOn }));
  expect(asked).toEqual([[undefined, undefined]]);
  expect(fake.sync.value.link).toBe("online");
  expect(await screen.findByRole("heading", { name: en.sync.onTitle })).toBeDefined();
});

test("a relay that wants an invitation says so and then takes the one that is typed", async () => {
  const user = userEvent.setup();
  const asked: (string | undefined)[] = [];
  openSettings(paths.devices, {}, () => ({
    turnOnSync: async (_, invite) => {
      asked.push(invite);
      return { ok: false, error: { code: "relay-invite" } };
    },
  }));
  await user.click(await screen.findByRole("button", { name: en.sync.turnOn }));
  expect((await screen.findByRole("alert")).textContent).toContain(errorTexts["relay-invite"].what);
  await user.type(screen.getByRole("textbox", { name: en.sync.invite }), "seven-boats");
  await user.click(screen.getByRole("button", { name: en.sync.turnOn }));
  expect(asked).toEqual([undefined, "seven-boats"]);
});

test("turning sync off says first what it does, and does it only when confirmed", async () => {
  const user = userEvent.setup();
  const { fake } = openSettings(paths.devices, { sync: online });
  await user.click(await screen.findByRole("button", { name: new RegExp(en.sync.turnOff) }));
  const dialog = await screen.findByRole("dialog", { name: en.sync.turnOffTitle });
  expect(dialog.textContent).toContain(en.sync.turnOffWhat);
  expect(fake.sync.value.link).toBe("online");
  await user.click(within(dialog).getByRole("button", { name: en.sync.turnOff }));
  expect(fake.sync.value.link).toBe("off");
});

test("a full relay is a caution that says what is safe", async () => {
  openSettings(paths.devices, { sync: { ...online, link: "refused", code: "quota", waitingEntries: 2 } });
  expect(await screen.findByText(en.refusal.quota.what)).toBeDefined();
  expect(screen.getByText(new RegExp(en.refusal.quota.safe.slice(0, 40)))).toBeDefined();
});

test("every refusal has words, also one that this version does not know", () => {
  const of = (code?: string) => refusalOf({ link: "refused", ...(code === undefined ? {} : { code }) });
  const codes = ["quota", "signed-out", "way-in", "upgrade", "closed", "revoked"];
  expect(codes.map(of)).toEqual(["quota", "signedOut", "wayIn", "upgrade", "closed", "revoked"]);
  expect([of("malformed"), of("toString"), of()]).toEqual(["other", "other", "other"]);
  expect(refusalOf({ link: "offline", code: "quota" })).toBeUndefined();
});

test("a device takes the name that is typed, without the space around it", async () => {
  const user = userEvent.setup();
  const { fake } = openSettings(paths.devices, {
    devices: [{ id: "d1", name: "Laptop", thisDevice: true, online: true, addedAt: 0, upToDate: true }],
  });
  await user.click(await screen.findByRole("button", { name: "Rename Laptop" }));
  const name = await screen.findByRole("textbox", { name: en.devices.name });
  await user.clear(name);
  await user.type(name, "  Desk by the window ");
  await user.click(screen.getByRole("button", { name: en.devices.nameSave }));
  expect(fake.settings.value.deviceNames).toEqual({ d1: "Desk by the window" });
});
