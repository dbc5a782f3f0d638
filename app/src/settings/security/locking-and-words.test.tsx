// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { errorTexts } from "../../shell/errors/index.ts";
import { paths } from "../../shell/paths.ts";
import { fakeWords } from "../../store/testing/fake-vault.ts";
import { en } from "../en.ts";
import { openSettings } from "../testing/room.tsx";

test("the chosen minutes reach the vault, and the page shows what the vault holds", async () => {
  const user = userEvent.setup();
  const { fake } = openSettings(paths.security);
  expect(await screen.findByRole("radio", { name: "After 15 minutes", checked: true })).toBeDefined();
  await user.click(screen.getByRole("radio", { name: "After 5 minutes" }));
  expect(fake.autoLock.value).toBe(5);
  await user.click(screen.getByRole("radio", { name: en.security.atOnce }));
  expect(fake.autoLock.value).toBe(0);
  fake.autoLock.next(60);
  expect(await screen.findByRole("radio", { name: "After 60 minutes", checked: true })).toBeDefined();
});

test("lock now locks at once", async () => {
  const user = userEvent.setup();
  const { fake } = openSettings(paths.security);
  await user.click(await screen.findByRole("button", { name: /^Lock now/ }));
  expect(fake.state.value.phase).toBe("locked");
});

const type = async (words: readonly string[]) => {
  fireEvent.paste(await screen.findByRole("textbox", { name: "Word 1" }), {
    clipboardData: { getData: () => words.join(" ") },
  });
  await userEvent.click(screen.getByRole("button", { name: en.words.check }));
};

test("words that open this journal are marked as checked", async () => {
  const { fake } = openSettings(paths.words);
  await type(fakeWords);
  expect(await screen.findByText(en.words.right)).toBeDefined();
  expect(fake.settings.value.wordsChecked).toBe(true);
});

test("words that open another journal are not marked, and say what is wrong", async () => {
  const { fake } = openSettings(paths.words);
  await type([...fakeWords.slice(0, 23), "zoo"]);
  expect((await screen.findByRole("alert")).textContent).toContain(errorTexts["wrong-words"].what);
  expect(fake.settings.value.wordsChecked).toBe(false);
});
