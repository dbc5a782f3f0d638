import { expect, test } from "../harness/journey.ts";
import {
  body,
  expectText,
  openEntry,
  row,
  saved,
  startJournal,
  textOf,
  toJournal,
  type,
  unlockWithPassphrase,
  write,
} from "../harness/person.ts";

test("two tabs write in one entry and in entries of their own, and after a reload everything is there", async ({
  relay,
  open,
}) => {
  const { page: left, context } = await open();
  await startJournal(left, relay.url);
  await left.keyboard.type("Shared.");
  await saved(left);
  const right = await context.newPage();
  await right.goto(relay.url);
  await openEntry(right, "Shared.");

  // In turns and at once, in the same entry.
  await type(right, " From the right.");
  await expect(body(left)).toContainText("From the right.");
  await Promise.all([type(left, " Left at once."), type(right, " Right at once.")]);
  await Promise.all([saved(left), saved(right)]);
  for (const tab of [left, right])
    for (const words of ["Shared.", "From the right."]) await expect(body(tab)).toContainText(words);
  const text = await textOf(left);
  await expectText(right, text);
  for (const letter of "Left at once.Right at once.") expect(text).toContain(letter);

  await Promise.all([write(left, "Only in the left tab."), write(right, "Only in the right tab.")]);
  for (const tab of [left, right])
    for (const words of ["Only in the left tab.", "Only in the right tab."])
      await expect(row(tab, words)).toBeVisible();

  await right.close();
  await left.reload();
  await unlockWithPassphrase(left);
  await toJournal(left);
  for (const words of ["Shared.", "Only in the left tab.", "Only in the right tab."])
    await expect(row(left, words)).toBeVisible();
  await openEntry(left, "Shared.");
  await expectText(left, text);
});
