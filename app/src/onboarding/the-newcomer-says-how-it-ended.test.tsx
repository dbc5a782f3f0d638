// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test } from "vitest";
import { renderInside, stubMedia } from "../shell/testing/render.tsx";
import { createFakeVault } from "../store/testing/fake-vault.ts";
import { en } from "./en.ts";
import { NewcomerSteps } from "./NewcomerSteps.tsx";

beforeAll(stubMedia);
afterEach(cleanup);

const joining = () => {
  const fake = createFakeVault({ state: { phase: "absent", vanished: false } });
  const nothing = () => undefined;
  renderInside(
    fake,
    <NewcomerSteps
      deviceName="Phone"
      onScan={nothing}
      onBack={nothing}
      onRetry={nothing}
      onJoined={nothing}
    />,
  );
  return fake.newcomer;
};
const expectSaid = async (how: keyof typeof en.join.stopped) => {
  const { what, safe, next } = en.join.stopped[how];
  const said = (await screen.findByText(what)).closest("[role=alert],[role=status]");
  expect(said?.textContent).toBe(`${what}${safe} ${next}`);
  expect(screen.getByRole("button", { name: en.join.retry })).toBeTruthy();
};

test("ended by the other device: what happened, what is safe, what to do", async () => {
  const newcomer = joining();
  newcomer.next({ step: "digits", digits: "407219" });
  await screen.findByRole("img", { name: "4 0 7 2 1 9" });
  newcomer.next({ step: "failed", error: { code: "cancelled" } });
  await expectSaid("there");
});

test("stopped here before the digits were typed", async () => {
  const newcomer = joining();
  newcomer.next({ step: "digits", digits: "407219" });
  await userEvent.click(await screen.findByRole("button", { name: en.join.stop }));
  newcomer.next({ step: "failed", error: { code: "cancelled" } });
  await expectSaid("here");
});

test("stopped because the other screen says something else: the device may stand in its list", async () => {
  const newcomer = joining();
  newcomer.next({ step: "confirm" });
  await userEvent.click(await screen.findByRole("button", { name: en.join.no }));
  newcomer.next({ step: "failed", error: { code: "cancelled" } });
  await expectSaid("atConfirm");
});
