import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { en as journal } from "../../app/src/journal/en.ts";
import { en as settings } from "../../app/src/settings/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { sharedPath } from "../../scripts/shared-dir.mjs";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  link,
  list,
  openEntry,
  previewImport,
  row,
  saved,
  startImport,
  startJournal,
  toJournal,
  type as typeInto,
} from "../harness/person.ts";
import { say } from "../harness/say.ts";
import { makeZip } from "../harness/zip.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));

/** What the page says did not come, by reason. */
const refusedSection = (page: Page, code: keyof typeof settings.refused & string) =>
  page
    .getByRole("main")
    .getByText((settings.refused[code as "media-missing"] as { readonly why: string }).why);

const cameWith = (entries: number, refused: number): string =>
  `${say(settings.import.came_other, { count: entries })} ${say(
    refused === 1 ? settings.import.didNot_one : settings.import.didNot_other,
    { count: refused },
  )}`;

/** Every photo in sight is drawn: its bytes were opened and are a picture. */
const picturesDrawn = async (page: Page, least: number): Promise<void> => {
  const pictures = list(page).locator("img");
  await expect(async () => expect(await pictures.count()).toBeGreaterThanOrEqual(least)).toPass();
  for (const picture of await pictures.all()) await expect(picture).toHaveJSProperty("complete", true);
  expect(
    await pictures.evaluateAll((all) => all.every((one) => (one as HTMLImageElement).naturalWidth > 0)),
  ).toBe(true);
};

test("a real Day One export comes in with its photos; the bad record and the missing films are named; undo and again", async ({
  relay,
  open,
}) => {
  const samples = sharedPath("data/dayone");
  test.skip(samples === undefined, "the Day One samples are not on this machine");
  const folder = samples ?? "";
  const json = await readFile(join(folder, "Dev Journal One Invalid.json"));
  const photos: Record<string, Uint8Array> = {};
  for (const name of await readdir(join(folder, "photos")))
    photos[`photos/${name}`] = await readFile(join(folder, "photos", name));
  const zip = {
    name: "Dev Journal.zip",
    mimeType: "application/zip",
    buffer: await makeZip({ "Dev Journal.json": new Uint8Array(json), ...photos }),
  };
  const { page } = await open();
  await startJournal(page, relay.url);
  await previewImport(page, zip);
  await expect(page.getByRole("heading", { name: settings.import.format.dayone })).toBeVisible();
  const found = page.getByRole("table", { name: settings.import.found });
  await expect(found.getByRole("row", { name: settings.import.row.entries })).toContainText("5");
  await expect(found.getByRole("row", { name: settings.import.row.media })).toContainText("3");
  await expect(refusedSection(page, "bad-record")).toBeVisible();
  await expect(refusedSection(page, "media-missing")).toBeVisible();
  // Nothing has been changed yet.
  await startImport(page);
  await expect(page.getByText(cameWith(5, 3))).toBeVisible();
  await expect(page.getByText("842e6f3bf38e93981004c637e8b03967.mp4")).toBeVisible();
  await expect(page.getByText("record 6 (1461153D91EC48C180C606C853FBFD83)")).toBeVisible();

  await button(page, settings.import.undoAll).click();
  await expect(page.getByText(say(settings.import.undone_other, { count: 5 }))).toBeVisible();
  await toJournal(page);
  await expect(page.getByText(journal.empty.journal.title)).toBeVisible();

  await previewImport(page, zip);
  await expect(page.getByText(say(settings.import.hereAlready.all_other, { count: 5 }))).toContainText(
    say(settings.import.hereAlready.trashed_other, { count: 5 }),
  );
  await startImport(page);
  await expect(page.getByText(say(settings.import.restoredCount_other, { count: 5 }))).toBeVisible();
  // Again changes nothing, also where something was written in between.
  await link(page, settings.import.read).click();
  await picturesDrawn(page, 2);
  await expect(row(page, "Header 1")).toContainText("another-dev-testing-tag");
  await openEntry(page, "Header 1");
  await expect(page.getByRole("complementary", { name: journal.entry.about })).toContainText("April 2024");
  await expect(page.getByRole("complementary", { name: journal.entry.about })).toContainText("Dublin");
  await typeInto(page, " And a word of today.");
  await saved(page);
  await previewImport(page, zip);
  await startImport(page);
  await expect(page.getByText(say(settings.import.unchangedCount_other, { count: 5 }))).toBeVisible();
  await toJournal(page);
  await openEntry(page, "Header 1");
  await expect(body(page)).toContainText("And a word of today.");
});

test("a Day One export as a folder and a Markdown vault as a folder come in, each with its report", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  await startJournal(page, relay.url);
  await previewImport(page, join(fixtures, "markdown"), "folder");
  await expect(page.getByRole("heading", { name: settings.import.format.markdown })).toBeVisible();
  await startImport(page);
  await expect(page.getByText("gone.jpg")).toBeVisible();
  await expect(refusedSection(page, "media-missing")).toBeVisible();
  await expect(refusedSection(page, "media-type")).toBeVisible();
  await expect(refusedSection(page, "front-matter-unreadable")).toBeVisible();
  await button(page, settings.import.another).click();
  await previewImport(page, join(fixtures, "dayone"), "folder");
  await startImport(page);
  await expect(page.getByText(cameWith(4, 4))).toBeVisible();

  await link(page, settings.import.read).click();
  await openEntry(page, "A week in Oslo");
  await expect(body(page).getByRole("img")).toBeVisible();
  const photo = body(page).locator("img").first();
  await expect(photo).toHaveJSProperty("complete", true);
  expect(await photo.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await expect(page.getByRole("link", { name: "Travel/Norway" })).toBeVisible();
  await openEntry(page, "New Year");
  await expect(page.getByRole("complementary", { name: journal.entry.about })).toContainText("08:30, Tokyo");
  await link(page, shell.nav.tags).click();
  await expect(page.getByText("sleep/good", { exact: true })).toBeVisible();
});

test("a hostile archive is taken apart: paths out of it and a bomb are refused, scripts in its text never run", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  await startJournal(page, relay.url);
  const hostile = [
    "# A visitor",
    '<script>document.title = "taken"</script>',
    '<img src="x" onerror="document.title = \'taken\'">',
    "<a href=\"javascript:document.title='taken'\">press me</a>",
    '<iframe src="https://example.org/"></iframe>',
    "What was written stays.",
  ].join("\n\n");
  await previewImport(page, {
    name: "visitor.zip",
    mimeType: "application/zip",
    buffer: await makeZip({ "../x.md": "outside", "bomb.md": "0".repeat(4_000_000), "visitor.md": hostile }),
  });
  await startImport(page);
  await expect(page.getByText(settings.refused["path-unsafe"].why)).toBeVisible();
  await expect(page.getByText("../x.md")).toBeVisible();
  await expect(page.getByText(settings.refused["inflates-too-far"].why)).toBeVisible();
  await expect(page.getByText("bomb.md")).toBeVisible();
  await link(page, settings.import.read).click();
  await openEntry(page, "A visitor");
  await expect(body(page)).toContainText("What was written stays.");
  await expect(body(page).locator("script, iframe, [onerror], [href^='javascript:']")).toHaveCount(0);
  expect(await page.title()).not.toContain("taken");

  await previewImport(page, {
    name: "broken.zip",
    mimeType: "application/zip",
    buffer: Buffer.from("PK\u0003\u0004 no zip"),
  });
  const { what, safe, next } = settings.import.error["not-a-zip"];
  await expect(page.getByText(what)).toBeVisible();
  await expect(page.getByText(`${safe} ${next}`)).toBeVisible();
});
