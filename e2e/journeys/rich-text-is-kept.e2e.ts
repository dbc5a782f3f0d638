import { en as journal } from "../../app/src/journal/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  openEntry,
  row,
  saved,
  startJournal,
  title,
  unlockWithPassphrase,
} from "../harness/person.ts";
import { say } from "../harness/say.ts";

test("Markdown shortcuts, the slash menu and everything about an entry are there after the page is loaded again", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  await startJournal(page, relay.url);
  await title(page).fill("A day on the water");
  await title(page).press("Enter");
  const keys = page.keyboard;
  await keys.type("# Morning\nPlain with **bold words** and *slanted* and `some code`.\n");
  await keys.type("## Later\n- bread\ncheese\n\n");
  await keys.type("1. first\nsecond\n\n> said the skipper\n\n");
  await keys.type("[ ] buy rope\npay the ferry\n\n");
  await keys.type("/quo");
  await expect(page.getByRole("listbox", { name: journal.slash.label })).toBeVisible();
  await expect(page.getByRole("option", { name: journal.command.quote })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await keys.press("Enter");
  await keys.type("from the menu");
  await keys.press("Enter");
  await keys.press("Enter");
  await keys.type("``` let rope = 3;");
  await page.getByRole("checkbox", { name: /pay the ferry/u }).check();

  // A link: choose a word, say where it leads.
  await body(page).getByRole("emphasis").dblclick();
  await button(page, journal.command.link).click();
  await page.getByLabel(journal.link.address).fill("https://example.org/rope");
  await button(page, journal.link.put).click();

  // About it: another day, zone, tags, mood.
  await page.getByRole("button", { name: journal.entry.changeDay }).click();
  const sheet = page.getByRole("dialog", { name: journal.details.title });
  await sheet.getByLabel(journal.details.day, { exact: true }).fill("2025-07-14");
  await sheet.getByLabel(journal.details.time, { exact: true }).fill("06:30");
  await sheet.getByLabel(journal.details.zone, { exact: true }).fill("Pacific/Chatham");
  const tags = sheet.getByLabel(say(journal.names.add, { label: journal.details.tags }), { exact: true });
  await tags.fill("sea");
  await tags.press("Enter");
  await tags.fill("family/outings");
  await tags.press("Enter");
  const people = sheet.getByLabel(say(journal.names.add, { label: journal.details.people }), { exact: true });
  await people.fill("Ingrid");
  await people.press("Enter");
  await button(sheet, journal.mood.ask).click();
  await button(page.getByRole("group", { name: journal.mood.group }), shell.mood.good).click();
  await button(page.getByRole("dialog"), journal.action.done).click();
  await saved(page);

  await page.reload();
  await unlockWithPassphrase(page);
  await openEntry(page, "A day on the water");
  const text = body(page);
  await expect(text.getByRole("heading", { level: 1, name: "Morning" })).toBeVisible();
  await expect(text.getByRole("heading", { level: 2, name: "Later" })).toBeVisible();
  await expect(text.getByRole("strong").filter({ hasText: "bold words" })).toBeVisible();
  await expect(text.getByRole("emphasis").first()).toContainText("slanted");
  await expect(text.getByRole("code").filter({ hasText: "some code" })).toBeVisible();
  await expect(text.getByRole("listitem").filter({ hasText: /^(bread|cheese|first|second)$/u })).toHaveCount(
    4,
  );
  await expect(text.getByRole("blockquote")).toHaveText(["said the skipper", "from the menu"]);
  await expect(text.getByRole("checkbox", { name: /buy rope/u })).not.toBeChecked();
  await expect(text.getByRole("checkbox", { name: /pay the ferry/u })).toBeChecked();
  await expect(text.getByRole("link")).toHaveAttribute("href", "https://example.org/rope");
  await expect(text.getByText("let rope = 3;")).toBeVisible();
  await expect(title(page)).toHaveValue("A day on the water");
  const about = page.getByRole("complementary", { name: journal.entry.about });
  await expect(about).toContainText("14");
  await expect(about).toContainText("July 2025");
  await expect(about).toContainText("06:30, Chatham");
  await expect(about.getByRole("link", { name: "sea" })).toBeVisible();
  await expect(about.getByRole("link", { name: "family/outings" })).toBeVisible();
  await expect(about).toContainText("Ingrid");
  await expect(about).toContainText(shell.mood.good);
});

test("an entry moves to another journal and stays there", async ({ relay, open }) => {
  const { page } = await open();
  await startJournal(page, relay.url);
  await page.keyboard.type("About the work on the boat.");
  await saved(page);
  await page.goto(`${relay.url}/#/settings/journals`);
  await button(page, journal.journals.new).click();
  await page.getByLabel(journal.journals.name, { exact: true }).fill("Boat");
  await button(page, journal.journals.add).click();
  await expect(page.getByText("Boat", { exact: true }).first()).toBeVisible();
  await page.getByRole("link", { name: shell.nav.journal, exact: true }).click();
  await openEntry(page, "About the work on the boat.");
  await page.getByRole("button", { name: journal.entry.changeJournal }).click();
  await page.getByRole("combobox", { name: journal.details.journal }).click();
  await page.getByRole("option", { name: "Boat" }).click();
  await button(page.getByRole("dialog"), journal.action.done).click();
  await expect(page.getByRole("button", { name: journal.entry.changeJournal })).toContainText("Boat");
  await saved(page);
  await page.reload();
  await unlockWithPassphrase(page);
  await expect(row(page, "About the work on the boat.")).toContainText("Boat");
});
