import { expect, test } from "../harness/journey.ts";
import { body, openEntry, row, saved, startJournal, type, unlockWithPassphrase } from "../harness/person.ts";

test("what the page called saved is there after the browser's process was killed in the middle of a sentence", async ({
  relay,
  open,
}) => {
  const first = await open();
  await startJournal(first.page, relay.url);
  await first.page.keyboard.type("The boats were making that small sound");
  await saved(first.page);
  // Typing goes on while the process ends: what comes after Saved may be lost, what was before may not.
  const typing = type(first.page, " they make against the wood.").catch(() => "killed");
  await first.kill();
  expect(await typing).toBe("killed");

  const again = await open({ profile: first.profile });
  await again.page.goto(relay.url);
  await unlockWithPassphrase(again.page);
  await expect(row(again.page, "The boats were making that small sound")).toBeVisible();
  await openEntry(again.page, "The boats were making that small sound");
  await expect(body(again.page)).toContainText("The boats were making that small sound");
  // It is an entry like any other: writing goes on.
  await type(again.page, " And so it went on.");
  await saved(again.page);
  await expect(row(again.page, "And so it went on.")).toBeVisible();
});
