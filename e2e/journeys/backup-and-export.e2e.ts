import { readFile } from "node:fs/promises";
import { en as journal } from "../../app/src/journal/en.ts";
import { en as onboarding } from "../../app/src/onboarding/en.ts";
import { en as settings } from "../../app/src/settings/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { errorTexts } from "../../app/src/shell/errors/texts.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  choose,
  chooseBackup,
  download,
  openEntry,
  passphrase,
  row,
  saveBackup,
  saved,
  startJournal,
  toSettings,
  typeWords,
  write,
} from "../harness/person.ts";
import { say } from "../harness/say.ts";
import { readZip } from "../harness/zip.ts";

const backupFile = (buffer: Buffer, name = "journal.whisperwell") => ({
  name,
  mimeType: "application/octet-stream",
  buffer,
});

test("a backup file brings everything back in an empty browser, with the passphrase and with the words; a broken one is named", async ({
  relay,
  open,
}) => {
  const home = await open();
  const words = await startJournal(home.page, relay.url);
  await home.page.keyboard.type("Kept in a file.");
  await saved(home.page);
  await write(home.page, "And a second one.", "Second");
  const bytes = await readFile(await saveBackup(home.page));
  await choose(home.page, settings.readBack.choose, backupFile(bytes));
  await expect(home.page.getByText(settings.readBack.whole)).toBeVisible();
  await home.close();

  const empty = await open();
  await chooseBackup(empty.page, relay.url, backupFile(bytes.subarray(0, Math.floor(bytes.length * 0.6))));
  const way = empty.page.getByLabel(shell.passphrase.label, { exact: true });
  const tryFile = async (buffer: Buffer, code: keyof typeof errorTexts) => {
    await choose(empty.page, onboarding.restore.choose, backupFile(buffer));
    await way.fill(passphrase);
    await button(empty.page, onboarding.restore.open).click();
    const { what, safe, next } = errorTexts[code];
    await expect(empty.page.getByText(what)).toBeVisible();
    await expect(empty.page.getByText(`${safe} ${next}`)).toBeVisible();
  };
  await tryFile(bytes.subarray(0, Math.floor(bytes.length * 0.6)), "backup-truncated");
  const flipped = Buffer.from(bytes);
  const middle = Math.floor(bytes.length / 2);
  flipped[middle] = (flipped[middle] ?? 0) ^ 0x10;
  await tryFile(flipped, "backup-damaged");
  await tryFile(Buffer.from("Dear diary"), "not-a-backup");

  await choose(empty.page, onboarding.restore.choose, backupFile(bytes));
  await way.fill("violet harbour lantern nineteen");
  await button(empty.page, onboarding.restore.open).click();
  await expect(empty.page.getByText(errorTexts["wrong-passphrase"].what)).toBeVisible();
  await way.fill(passphrase);
  await button(empty.page, onboarding.restore.open).click();
  await expect(empty.page.getByRole("heading", { name: onboarding.restore.done })).toBeVisible();
  await expect(empty.page.getByText(say(onboarding.restore.entries_other, { count: 2 }))).toBeVisible();
  await button(empty.page, onboarding.restore.enter).click();
  await openEntry(empty.page, "Kept in a file.");
  await expect(body(empty.page)).toHaveText("Kept in a file.");

  const other = await open({ size: "phone" });
  await other.page.goto(relay.url);
  await button(other.page, onboarding.have).click();
  await other.page.getByRole("button", { name: onboarding.haveOne.backup }).click();
  await choose(other.page, onboarding.restore.choose, backupFile(bytes));
  await button(other.page, shell.passphrase.useWords).click();
  await typeWords(other.page, words);
  await button(other.page, onboarding.restore.open).click();
  await button(other.page, onboarding.restore.enter).click();
  await expect(row(other.page, "And a second one.")).toBeVisible();
});

test("the readable file holds everything that was written", async ({ relay, open }) => {
  const { page } = await open();
  await startJournal(page, relay.url);
  await page.keyboard.type("Plain words.\n- [ ] rope\n");
  await saved(page);
  await write(page, "Under a title.", "Titled");
  await openEntry(page, "Titled");
  await button(page, journal.entry.addTag).click();
  const tags = page.getByLabel(say(journal.names.add, { label: journal.details.tags }), { exact: true });
  await tags.fill("sea");
  await tags.press("Enter");
  await button(page.getByRole("dialog"), journal.action.done).click();
  await saved(page);
  await toSettings(page, "export");
  await expect(page.getByText(say(settings.export.chosen_other, { count: 2 }))).toBeVisible();
  const files = await readZip(await readFile(await download(page, settings.export.save)));
  const all = [...files.values()].join("\n");
  for (const words of ["Plain words.", "rope", "Under a title.", "Titled", "sea"])
    expect(all).toContain(words);
  const manifest = JSON.parse(files.get("manifest.json") ?? "{}");
  expect(manifest).toMatchObject({ format: "whisperwell", version: 1, entries: 2 });
  const names = [...files.keys()];
  expect(names.filter((name) => name.endsWith(".md"))).toHaveLength(2);
  expect(names.filter((name) => name.endsWith(".json")).length).toBeGreaterThanOrEqual(3);
});
