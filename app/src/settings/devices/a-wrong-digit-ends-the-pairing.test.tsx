// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { errorTexts } from "../../shell/errors/index.ts";
import { paths } from "../../shell/paths.ts";
import { subject } from "../../store/testing/fake-vault.ts";
import type { HolderStep, Vault, WayIn } from "../../vault/index.ts";
import { en } from "../en.ts";
import { online, openSettings } from "../testing/room.tsx";

/** A relay and a new device that shows 407219. */
const pairing = () => {
  const step = subject<HolderStep>({
    step: "code",
    link: "http://localhost/join#AQ",
    until: Date.parse("2026-11-24T12:10:00Z"),
  });
  const begun: (string | undefined)[] = [];
  const approved: WayIn[] = [];
  let cancelled = 0;
  const addDevice: Vault["addDevice"] = ({ link }) => {
    begun.push(link);
    return {
      step$: step.observable,
      typeDigits: (digits) =>
        step.next(
          digits === "407219"
            ? { step: "approve", label: "Phone" }
            : { step: "failed", error: { code: "digits-wrong" } },
        ),
      approve: (way) => {
        approved.push(way);
        step.next(
          way.kind === "passphrase" && way.passphrase === "right"
            ? { step: "joined", label: "Phone" }
            : { step: "approve", label: "Phone", wrong: "wrong-passphrase" },
        );
      },
      cancel: () => {
        cancelled += 1;
      },
    };
  };
  return {
    step,
    begun,
    approved,
    addDevice,
    get cancelled() {
      return cancelled;
    },
  };
};
const open = () => {
  const world = pairing();
  const room = openSettings(paths.addDevice, { sync: online }, () => ({ addDevice: world.addDevice }));
  return { ...room, world };
};

test("one wrong digit ends the pairing, says that nothing was shared, and offers a new code", async () => {
  const user = userEvent.setup();
  const { world } = open();
  expect(await screen.findByRole("img", { name: en.add.codeLabel })).toBeDefined();
  world.step.next({ step: "type-digits" });
  await user.type(await screen.findByRole("textbox", { name: en.add.digits }), "407218");
  await user.click(screen.getByRole("button", { name: en.add.digitsDone }));

  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(errorTexts["digits-wrong"].what);
  expect(alert.textContent).toContain(errorTexts["digits-wrong"].safe);
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(world.approved).toEqual([]);

  await user.click(screen.getByRole("button", { name: en.add.again }));
  expect(world.begun).toHaveLength(2);
});

test("the right digits lead to the passphrase; a wrong one stays there and the right one lets the device in", async () => {
  const user = userEvent.setup();
  const { world } = open();
  world.step.next({ step: "type-digits" });
  await user.type(await screen.findByRole("textbox", { name: en.add.digits }), "407 219");
  await user.click(screen.getByRole("button", { name: en.add.digitsDone }));

  const letIn = await screen.findByRole("button", { name: "Let “Phone” in" });
  await user.type(screen.getByLabelText("Passphrase"), "wrong");
  await user.click(letIn);
  expect((await screen.findByRole("alert")).textContent).toContain(errorTexts["wrong-passphrase"].what);
  await user.clear(screen.getByLabelText("Passphrase"));
  await user.type(screen.getByLabelText("Passphrase"), "right");
  await user.click(screen.getByRole("button", { name: "Let “Phone” in" }));
  expect(await screen.findByText("“Phone” has joined.")).toBeDefined();
});

test("six digits are asked for before they can be sent", async () => {
  const user = userEvent.setup();
  const { world } = open();
  world.step.next({ step: "type-digits" });
  await user.type(await screen.findByRole("textbox", { name: en.add.digits }), "40721");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: en.add.digitsDone }).disabled).toBe(true);
});

test("leaving before the end stops the pairing; leaving after it stops nothing", async () => {
  const first = open();
  await screen.findByRole("img", { name: en.add.codeLabel });
  await first.router.navigate(paths.settings);
  await screen.findByRole("heading", { name: en.title, level: 1 });
  expect(first.world.cancelled).toBe(1);

  await first.router.navigate(paths.addDevice);
  await screen.findByRole("img", { name: en.add.codeLabel });
  first.world.step.next({ step: "joined", label: "Phone" });
  await screen.findByText("“Phone” has joined.");
  await first.router.navigate(paths.settings);
  await screen.findByRole("heading", { name: en.title, level: 1 });
  expect(first.world.cancelled).toBe(1);
});

test("a pasted link of the new device begins the pairing with it, and what is no code is refused here", async () => {
  const user = userEvent.setup();
  const { world } = open();
  await user.click(await screen.findByRole("button", { name: en.add.theirs }));
  await user.type(screen.getByRole("textbox", { name: en.add.link }), "https://example.org/");
  await user.click(screen.getByRole("button", { name: en.add.useLink }));
  expect((await screen.findByRole("alert")).textContent).toContain(en.add.notACode);
  expect(world.begun).toEqual([undefined]);

  await user.clear(screen.getByRole("textbox", { name: en.add.link }));
  await user.type(screen.getByRole("textbox", { name: en.add.link }), "http://localhost/join#Ag");
  await user.click(screen.getByRole("button", { name: en.add.useLink }));
  expect(world.begun).toEqual([undefined, "http://localhost/join#Ag"]);
});

test("without a relay no code is made, and the way to one is shown", async () => {
  const world = pairing();
  openSettings(paths.addDevice, {}, () => ({ addDevice: world.addDevice }));
  expect(await screen.findByText(en.add.needsRelay)).toBeDefined();
  expect(world.begun).toEqual([]);
});
