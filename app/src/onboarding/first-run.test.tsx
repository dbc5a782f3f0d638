// @vitest-environment jsdom
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test } from "vitest";
import { namelessControls } from "../shell/testing/names.ts";
import { renderInside, stubMedia } from "../shell/testing/render.tsx";
import { createFakeVault, fakeWords } from "../store/testing/fake-vault.ts";
import { en } from "./en.ts";
import { Onboarding } from "./index.ts";
import { takeLinkFromAddress } from "./link.ts";
import { pickPlaces } from "./places.ts";
import { isEnough, loadMeasure } from "./strength.ts";

beforeAll(stubMedia);
afterEach(cleanup);
const absent = () => createFakeVault({ state: { phase: "absent", vanished: false } });

test("passphrase, words, three of them, and the page to write on", async () => {
  const fake = absent();
  const user = userEvent.setup();
  const went: string[] = [];
  renderInside(fake, <Onboarding start="welcome" onDone={(then) => went.push(then)} />);
  expect(namelessControls(document)).toEqual([]);
  await user.click(screen.getByRole("button", { name: en.start }));
  await user.type(screen.getByLabelText(en.passphrase.label), "seven boats and a kettle");
  await user.type(screen.getByLabelText(en.passphrase.again), "seven boats and a kettle");
  await screen.findByText(en.passphrase.strength.strong);
  await user.click(screen.getByRole("button", { name: en.passphrase.next }));
  expect(await screen.findAllByRole("listitem")).toHaveLength(24);
  await user.click(screen.getByRole("button", { name: en.words.check }));
  for (const field of screen.getAllByRole("textbox")) {
    const number = Number(/\d+/.exec((field as HTMLInputElement).labels?.[0]?.textContent ?? "")?.[0]);
    await user.type(field, fakeWords[number - 1]!);
  }
  expect(namelessControls(document)).toEqual([]);
  await user.click(screen.getByRole("button", { name: en.check.done }));
  await waitFor(() => expect(went).toEqual(["write"]));
  expect(fake.settings.value.wordsChecked).toBe(true);
});

test("the browser's Back goes one stage back, and never past the words while they are shown", async () => {
  const user = userEvent.setup();
  const went: string[] = [];
  const unasked = () => {
    const closing = new Event("beforeunload", { cancelable: true });
    return window.dispatchEvent(closing);
  };
  renderInside(absent(), <Onboarding start="welcome" onDone={(then) => went.push(then)} />);
  await user.click(screen.getByRole("button", { name: en.start }));
  await screen.findByLabelText(en.passphrase.label);
  history.back();
  await user.click(await screen.findByRole("button", { name: en.start }));
  await user.type(screen.getByLabelText(en.passphrase.label), "seven boats and a kettle");
  await user.type(screen.getByLabelText(en.passphrase.again), "seven boats and a kettle");
  expect(unasked()).toBe(true);
  await user.click(screen.getByRole("button", { name: en.passphrase.next }));
  await screen.findByRole("list", { name: en.words.list });
  expect(unasked()).toBe(false);
  history.back();
  await screen.findByText(en.words.held);
  expect(JSON.stringify(history.state)).not.toContain(fakeWords[0]);
  await user.click(screen.getByRole("button", { name: en.words.check }));
  history.back();
  await user.click(await screen.findByRole("button", { name: en.words.later }));
  await waitFor(() => expect(went).toEqual(["write"]));
});

test("a passphrase from every list makes no journal", async () => {
  const fake = absent();
  const user = userEvent.setup();
  renderInside(fake, <Onboarding start="welcome" onDone={() => undefined} />);
  await user.click(screen.getByRole("button", { name: en.start }));
  await user.type(screen.getByLabelText(en.passphrase.label), "password1");
  await user.type(screen.getByLabelText(en.passphrase.again), "password1");
  await screen.findByText(en.passphrase.strength.none);
  await user.click(screen.getByRole("button", { name: en.passphrase.next }));
  expect((await screen.findByRole("alert")).textContent).toBe(en.passphrase.weak);
  expect(fake.calls).toEqual([]);
});

test("four ordinary words are enough, one word and a year are not", async () => {
  const measure = await loadMeasure();
  expect(isEnough(measure("kettle harbour ribbon goat"))).toBe(true);
  expect(isEnough(measure("Harbour1987"))).toBe(false);
});

test("a pairing link leaves the address before it is used", () => {
  const replaced: string[] = [];
  const view = (pathname: string, hash: string) => ({
    location: { origin: "https://relay.example", pathname, hash },
    history: { replaceState: (_: unknown, __: string, url: string) => replaced.push(url) },
  });
  const code = "A".repeat(108);
  const take = (pathname: string, hash: string) =>
    takeLinkFromAddress(view(pathname, hash) as unknown as Pick<Window, "location" | "history">);
  expect(take("/join", `#${code}`)).toBe(`https://relay.example/join#${code}`);
  expect(replaced).toEqual(["/"]);
  expect(take("/join", "#<script>")).toBeUndefined();
  expect(take("/", `#${code}`)).toBeUndefined();
});

test("any random bytes give three different places among the 24", () => {
  for (const byte of [0, 23, 255]) expect(new Set(pickPlaces(new Uint8Array(16).fill(byte))).size).toBe(3);
  expect(pickPlaces(Uint8Array.of(30, 250, 1, 6, 2))).toEqual([1, 2, 6]);
});
