// @vitest-environment jsdom
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test } from "vitest";
import { renderInside, stubMedia } from "../shell/testing/render.tsx";
import { createFakeVault } from "../store/testing/fake-vault.ts";
import { ChoosePassphrase } from "./ChoosePassphrase.tsx";
import { en } from "./en.ts";
import type { Measure, Strength } from "./strength.ts";

beforeAll(stubMedia);
afterEach(cleanup);

const asStrongAs =
  (strength: Strength): Measure =>
  () => ({ strength, judgedBy: "lists" });

/** Both fields filled and *Continue* pressed before any dictionary is here. */
const goneOnEarly = async (secret: string) => {
  const lists = Promise.withResolvers<Measure>();
  const chosen: string[] = [];
  const user = userEvent.setup();
  renderInside(
    createFakeVault({ state: { phase: "absent", vanished: false } }),
    <ChoosePassphrase
      onBack={() => undefined}
      onHave={() => undefined}
      onChosen={(passphrase) => chosen.push(passphrase)}
      state={{ is: "asking" }}
      load={() => lists.promise}
    />,
  );
  await user.type(screen.getByLabelText(en.passphrase.label), secret);
  await user.type(screen.getByLabelText(en.passphrase.again), secret);
  await user.click(screen.getByRole("button", { name: en.passphrase.next }));
  return { lists, chosen, user };
};

test("going on before the lists are here says so, and goes on by itself when they are", async () => {
  const { lists, chosen } = await goneOnEarly("seven boats and a kettle");
  expect(screen.getByRole("status").textContent).toBe(en.passphrase.waiting);
  expect(screen.getByRole("button", { name: en.passphrase.nextWaiting })).toBeTruthy();
  expect(chosen).toEqual([]);
  lists.resolve(asStrongAs("strong"));
  await waitFor(() => expect(chosen).toEqual(["seven boats and a kettle"]));
});

test("what turns out weak is not gone on with", async () => {
  const { lists, chosen } = await goneOnEarly("password1");
  lists.resolve(asStrongAs("none"));
  expect((await screen.findByRole("alert")).textContent).toBe(en.passphrase.weak);
  expect(chosen).toEqual([]);
});

test("a letter typed meanwhile takes the wish to go on back", async () => {
  const { lists, chosen, user } = await goneOnEarly("seven boats and a kettle");
  await user.type(screen.getByLabelText(en.passphrase.again), "!");
  lists.resolve(asStrongAs("strong"));
  await screen.findByText(en.passphrase.strength.strong);
  expect(chosen).toEqual([]);
});

test("without a network a long one is taken, and it is said that only its length was judged", async () => {
  const { lists, chosen } = await goneOnEarly("seven boats and a kettle");
  lists.reject(new TypeError("no network"));
  await waitFor(() => expect(chosen).toEqual(["seven boats and a kettle"]));
  expect(screen.getByRole("status").textContent).toBe(en.passphrase.byLength.enough);
});

test("without a network a short one is not, and it is said what would be", async () => {
  const { lists, chosen } = await goneOnEarly("seven boats");
  lists.reject(new TypeError("no network"));
  await screen.findByText(en.passphrase.byLength.short);
  expect(chosen).toEqual([]);
});
