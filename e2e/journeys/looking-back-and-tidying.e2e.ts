import { en as journal } from "../../app/src/journal/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  link,
  list,
  openEntry,
  row,
  saved,
  startJournal,
  toJournal,
  write,
} from "../harness/person.ts";
import { like, say } from "../harness/say.ts";

const dayWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(Date.parse(`${day}T00:00:00Z`));

test("an empty day of the calendar is one press from writing, and comes back on its day in other years", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  await startJournal(page, relay.url);
  await page.goto(`${relay.url}/#/look-back?day=2025-05-12`);
  const cell = page.getByRole("gridcell").and(page.locator('[data-day="2025-05-12"]'));
  await expect(cell).toHaveAttribute("aria-selected", "true");
  await cell.click();
  await expect(body(page)).toBeFocused();
  await page.keyboard.type("The cherry tree stood in flower.");
  await saved(page);
  await expect(page.getByRole("complementary", { name: journal.entry.about })).toContainText("May 2025");

  // The same day a year later is empty and shows what stood there a year ago.
  await page.goto(`${relay.url}/#/look-back?day=2026-05-12`);
  const onThisDay = page.getByRole("region", { name: journal.onThisDay.title });
  await expect(onThisDay).toContainText(journal.onThisDay.ago_one);
  await expect(onThisDay).toContainText("The cherry tree stood in flower.");
  await button(page, journal.calendar.previousMonth).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("April");
  // By keyboard: the grid moves by arrows, Enter writes.
  await page.goto(`${relay.url}/#/look-back?day=2026-05-12`);
  await page.getByRole("gridcell").and(page.locator('[data-day="2026-05-12"]')).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("gridcell").and(page.locator('[data-day="2026-05-13"]'))).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(body(page)).toBeFocused();
  expect(dayWords("2026-05-13")).toContain("13 May 2026");
});

test("the trash keeps what is thrown away and puts it back; favourites and the filter find it", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  await startJournal(page, relay.url);
  await page.keyboard.type("A letter from Oslo.");
  await saved(page);
  await write(page, "Rain on the roof.", "Weather");
  await write(page, "Bread and honey.");

  await openEntry(page, "A letter from Oslo.");
  await button(page, journal.menu.favourite).click();
  await expect(button(page, journal.menu.unfavourite)).toBeVisible();
  await link(page, shell.nav.favourites).click();
  await expect(list(page).getByRole("article")).toHaveCount(1);
  await expect(row(page, "A letter from Oslo.")).toBeVisible();

  await toJournal(page);
  await button(page, journal.filter.open).click();
  await page.getByLabel(journal.filter.text).fill("weather");
  await expect(page.getByText(say(journal.filter.count_one, { count: 1, of: 3 }))).toBeVisible();
  await expect(list(page).getByRole("article")).toHaveCount(1);
  await page.getByLabel(journal.filter.text).fill("nothing like this");
  await expect(page.getByText(journal.empty.filtered.title)).toBeVisible();
  await button(page, journal.empty.filtered.action).click();
  await expect(list(page).getByRole("article")).toHaveCount(3);

  await openEntry(page, "Weather");
  await button(page, journal.menu.label).click();
  await page.getByRole("menuitem", { name: journal.menu.trash }).click();
  await expect(page.getByText(journal.trash.moved)).toBeVisible();
  await expect(list(page).getByRole("article")).toHaveCount(2);
  await link(page, shell.nav.trash).click();
  await button(page, like(journal.trash.putBackNamed)).click();
  await expect(page.getByText(say(journal.trash.restoredOne, { title: "Weather" }))).toBeVisible();
  await expect(page.getByText(journal.trash.empty)).toBeVisible();
  await toJournal(page);
  await expect(row(page, "Rain on the roof.")).toBeVisible();
});
