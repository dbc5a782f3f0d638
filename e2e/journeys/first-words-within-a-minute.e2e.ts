import { en as journal } from "../../app/src/journal/en.ts";
import { en as onboarding } from "../../app/src/onboarding/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  choosePassphrase,
  link,
  list,
  readWords,
  row,
  saved,
  startJournal,
} from "../harness/person.ts";
import { say } from "../harness/say.ts";

test("from the address to saved words takes less than a minute, and the list shows them", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  const began = performance.now();
  await startJournal(page, relay.url);
  await page.keyboard.type("The harbour was still dark when I left.");
  await saved(page);
  await expect(page.getByText(shell.saved.here, { exact: true })).toBeVisible();
  expect(performance.now() - began).toBeLessThan(60_000);
  await expect(row(page, "The harbour was still dark when I left.")).toBeVisible();
  // Once written, a page is an entry: Write begins another.
  await link(page, shell.nav.write).click();
  await expect(body(page)).toBeFocused();
  await expect(body(page)).toHaveText("");
  await expect(list(page).getByRole("article")).toHaveCount(1);
});

test("three of the words are checked before writing, and a wrong one is named", async ({ relay, open }) => {
  const { page } = await open({ size: "phone" });
  await page.goto(relay.url);
  await choosePassphrase(page);
  const words = await readWords(page);
  expect(new Set(words).size).toBeGreaterThan(12);
  await button(page, onboarding.words.check).click();
  const fields = page.getByRole("textbox", { name: /^Word \d+$/u });
  await expect(fields).toHaveCount(3);
  const numbers = await fields.evaluateAll((all) =>
    all.map((field) => Number((field as HTMLInputElement).labels?.[0]?.textContent?.replace(/\D/gu, ""))),
  );
  await fields.first().fill("zebra");
  await fields.last().focus();
  await expect(page.getByText(say(onboarding.check.wrong, { number: numbers[0] ?? 0 }))).toBeVisible();
  await expect(button(page, onboarding.check.done)).toBeDisabled();
  for (const [at, number] of numbers.entries()) await fields.nth(at).fill(words[number - 1] ?? "");
  await button(page, onboarding.check.done).click();
  await expect(body(page)).toBeFocused();
});

test("a weak passphrase and two that differ are refused in words, and nothing is made", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  await page.goto(relay.url);
  await button(page, onboarding.start).click();
  await page.getByLabel(onboarding.passphrase.label, { exact: true }).fill("password1");
  await expect(
    page
      .getByText(onboarding.passphrase.strength.none)
      .or(page.getByText(onboarding.passphrase.strength.weak)),
  ).toBeVisible();
  await button(page, onboarding.passphrase.next).click();
  await expect(page.getByText(onboarding.passphrase.weak)).toBeVisible();
  await page.getByLabel(onboarding.passphrase.label, { exact: true }).fill("violet harbour lantern ninety");
  await page.getByLabel(onboarding.passphrase.again, { exact: true }).fill("violet harbour lantern nine");
  await button(page, onboarding.passphrase.next).click();
  await expect(page.getByText(onboarding.passphrase.differ)).toBeVisible();
  await page.reload();
  await expect(button(page, onboarding.start)).toBeVisible();
  await expect(page.getByText(journal.list.pane)).toHaveCount(0);
});
