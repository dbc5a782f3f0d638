import { en as shell } from "../../app/src/shell/en.ts";
import { errorTexts } from "../../app/src/shell/errors/texts.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  lock,
  openEntry,
  row,
  saved,
  startJournal,
  tryPassphrase,
  tryWords,
  unlockWithPassphrase,
  unlockWithWords,
} from "../harness/person.ts";

const secret = "Quillfeather in the attic";

test("locking takes every word off the screen, and the passphrase or the 24 words bring them back", async ({
  relay,
  open,
}) => {
  const { page, context } = await open();
  const words = await startJournal(page, relay.url);
  await page.keyboard.type(secret);
  await saved(page);
  const other = await context.newPage();
  await other.goto(relay.url);
  // A second tab of an open journal is open.
  await expect(row(other, secret)).toBeVisible();

  await lock(page);
  for (const tab of [page, other]) {
    await expect(tab.getByRole("heading", { name: shell.lock.title })).toBeVisible();
    expect(await tab.content()).not.toContain(secret);
    expect(await tab.title()).toBe(shell.name);
  }
  await unlockWithPassphrase(page);
  await openEntry(page, secret);
  await expect(body(page)).toHaveText(secret);

  await lock(page);
  await unlockWithWords(page, words);
  await openEntry(page, secret);
  await expect(body(page)).toHaveText(secret);
});

test("a wrong passphrase and wrong words say what happened, what is safe and what to do", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  const words = await startJournal(page, relay.url);
  await page.keyboard.type(secret);
  await saved(page);
  await lock(page);

  const { what, safe, next } = errorTexts["wrong-passphrase"];
  await tryPassphrase(page, "violet harbour lantern nineteen");
  await expect(page.getByText(`${what} ${safe} ${next}`)).toBeVisible();

  await button(page, shell.lock.forgot).click();
  // Two words swapped: all real, but they do not belong together.
  const [first = "", second = "", ...rest] = words;
  const swapped = first === second ? ["zoo", ...words.slice(1)] : [second, first, ...rest];
  await tryWords(page, swapped);
  const known = [errorTexts["words-checksum"], errorTexts["wrong-words"]].map(
    (error) => `${error.what} ${error.safe} ${error.next}`,
  );
  await expect(page.getByText(known[0] ?? "").or(page.getByText(known[1] ?? ""))).toBeVisible();
  // A whole phrase of another journal.
  await tryWords(page, [...Array.from({ length: 23 }, () => "abandon"), "art"]);
  await expect(page.getByText(known[1] ?? "")).toBeVisible();
  await tryWords(page, words);
  await expect(row(page, secret)).toBeVisible();
});
