// @vitest-environment jsdom
import { act, cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import fc from "fast-check";
import { afterEach, beforeAll, expect, test } from "vitest";
import { createFakeVault } from "../../store/testing/fake-vault.ts";
import { en } from "../en.ts";
import { paths } from "../paths.ts";
import { patience } from "../testing/patience.ts";
import { renderApp, stubMedia } from "../testing/render.tsx";
import { alarmAddress, alarmOfAddress } from "./address.ts";
import { alarmTexts } from "./texts.ts";

beforeAll(stubMedia);
afterEach(cleanup);

const seed = 20261124;
const list = [
  { path: "/", element: <h1>Entries</h1> },
  { path: "/tags", element: <h1>Tags</h1> },
];

test(`every id comes back from its address, which holds nothing a router or browser reads (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (id) => {
      const address = alarmAddress(id);
      expect(alarmOfAddress(address)).toBe(id);
      expect(address).not.toMatch(/[/.%?#\s]/);
    }),
    { seed },
  );
  expect(alarmOfAddress("cut~E")).toBeUndefined();
});

test.each(["ROLLBACK/head,12/what,ab", "100%2F..", "..", "a b?#ø~"])(
  "the alarm %j opens from the notice above the list and can be acknowledged",
  async (id) => {
    const user = userEvent.setup();
    const fake = createFakeVault({
      alarms: [
        { id, code: "ROLLBACK", severity: "alarm", at: 2, details: {} },
        { id: "other", code: "WITHHELD", severity: "alarm", at: 1, details: {} },
      ],
    });
    renderApp(fake, list);
    expect(await screen.findAllByRole("alert")).toHaveLength(1);
    await user.click(screen.getByRole("link", { name: en.alarm.more }));
    expect(location.hash).toBe(`#${paths.alarm(id)}`);
    expect(await screen.findByText(alarmTexts.ROLLBACK.what)).toBeDefined();
    await user.click(screen.getByRole("button", { name: en.alarm.read }));
    expect(fake.alarms.value.map((alarm) => alarm.id)).toEqual(["other"]);
    expect((await screen.findByRole("alert")).textContent).toContain(alarmTexts.WITHHELD.title);
  },
);

test("above a list the alarm is named once: the sync sentence says what is safe", async () => {
  const fake = createFakeVault({
    alarms: [{ id: "one", code: "ROLLBACK", severity: "alarm", at: 2, details: {} }],
  });
  renderApp(fake, list);
  await screen.findByRole("alert");
  expect(screen.getAllByText(alarmTexts.ROLLBACK.title, { exact: false })).toHaveLength(1);
  expect(screen.getByText(en.alarm.meanwhile)).toBeDefined();
});

test("Contents closes when the address changes by itself", async () => {
  const user = userEvent.setup();
  renderApp(createFakeVault(), list);
  await user.click(await screen.findByRole("button", { name: en.nav.contents, hidden: true }));
  expect(await screen.findByRole("dialog", { name: en.nav.contents })).toBeDefined();
  act(() => {
    location.hash = "#/tags";
  });
  await screen.findByRole("heading", { name: "Tags", hidden: true });
  await expect
    .poll(() => screen.queryByRole("dialog", { name: en.nav.contents }), { timeout: patience })
    .toBeNull();
});
