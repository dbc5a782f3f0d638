import { en as settings } from "../../app/src/settings/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { errorTexts } from "../../app/src/shell/errors/texts.ts";
import { databaseValues } from "../harness/databases.ts";
import { expect, test } from "../harness/journey.ts";
import { standIn } from "../harness/other-version.ts";
import {
  body,
  button,
  link,
  openEntry,
  saved,
  startJournal,
  syncSentence,
  textOf,
  toSettings,
  turnOnSync,
  type,
  unlockWithPassphrase,
  write,
} from "../harness/person.ts";
import { begins } from "../harness/say.ts";

test("without room a page says that it is not saved and keeps its words; with room again they are saved", async ({
  relay,
  open,
}) => {
  const { page: first, profile, close } = await open();
  await startJournal(first, relay.url);
  await first.keyboard.type("Before.");
  await saved(first);
  const used = await first.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await close();
  // Chromium asks how much room there is when it first opens storage, and believes it for a while.
  const { page, context } = await open({ profile });
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(relay.url);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: used + 20_000 });
  await page.goto(relay.url);
  await unlockWithPassphrase(page);
  await openEntry(page, "Before.");
  const words = " While there was no room.".repeat(4000);
  await body(page).press("Control+End");
  await page.keyboard.insertText(words);
  const warning = page.getByText(shell.saved.notSaved["storage-full"]);
  await expect(warning.first()).toBeVisible();
  expect(await textOf(page)).toBe(`Before.${words}`);
  // Nothing throws the words away unasked.
  const asked = await page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
  expect(asked).toBe(true);
  // The rail and the list say it too, also when the page was left, and a lock says why it waits.
  await expect(warning).toHaveCount(3);
  await link(page, shell.nav.journal).click();
  await expect(body(page)).toHaveCount(0);
  await expect(warning).toHaveCount(2);
  await button(page, shell.nav.lock).click();
  await expect(page.getByText(shell.saved.notLocked)).toBeVisible();
  await openEntry(page, "Before.");
  expect(await textOf(page)).toBe(`Before.${words}`);

  await devtools.send("Storage.overrideQuotaForOrigin", { origin });
  await type(page, " And after.");
  await saved(page);
  await expect(warning).toHaveCount(0);
  await page.reload();
  await unlockWithPassphrase(page);
  await expect.poll(() => textOf(page)).toBe(`Before.${words} And after.`);
});

test("a relay of another version is named, also while devices are with it; writing goes on, and syncing when it is back", async ({
  relay,
  open,
}) => {
  const { page, recorder } = await open();
  recorder.expectRelayAway();
  await startJournal(page, relay.url);
  await page.keyboard.type("Before.");
  await saved(page);

  await relay.kill("SIGTERM");
  let other = await standIn(relay.url);
  await toSettings(page, "devices");
  await button(page, settings.sync.turnOn).click();
  const { what, safe, next } = errorTexts["relay-version"];
  await expect(page.getByText(what)).toBeVisible();
  await expect(page.getByText(begins(`${safe} ${next}`))).toBeVisible();
  await other.close();
  await relay.restart();
  await turnOnSync(page);

  await relay.kill("SIGTERM");
  other = await standIn(relay.url);
  await expect(page.getByText(settings.refusal.upgrade.what)).toBeVisible();
  await write(page, "Meanwhile.");
  await expect(syncSentence(page, shell.sync.upgrade)).toBeVisible();
  await other.close();
  await relay.restart();
  await toSettings(page, "devices");
  await button(page, begins(settings.sync.now)).click();
  await expect(syncSentence(page, shell.sync.everythingRelay)).toBeVisible({ timeout: 45_000 });
});

test("a backup saved where the person chose is read back from there before it counts as proven", async ({
  relay,
  open,
}) => {
  const { page } = await open({ picker: true });
  await startJournal(page, relay.url);
  await page.keyboard.type("Kept in a file.");
  await saved(page);
  await toSettings(page, "backup");
  await button(page, settings.backup.save).click();
  await expect(page.getByText(settings.backup.savedAndRead)).toBeVisible();
  const file = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    for await (const [name, handle] of folder.entries())
      if (handle instanceof FileSystemFileHandle) return { name, bytes: (await handle.getFile()).size };
    return undefined;
  });
  expect(file?.name).toMatch(/^journal-\d{4}-\d\d-\d\d\.whisperwell$/u);
  expect(file?.bytes).toBeGreaterThan(1000);
});

test("an old tab writes down what was typed, lets a newer version upgrade the storage, and says what became of it", async ({
  relay,
  open,
}) => {
  const { page, context, recorder } = await open();
  recorder.expectProblem(/favicon\.ico/u);
  await startJournal(page, relay.url);
  await page.keyboard.type("Before.");
  await saved(page);
  const bytesHeld = async () => (await databaseValues(newer)).reduce((sum, value) => sum + value.length, 0);
  const newer = await context.newPage();
  await newer.goto(new URL("manifest.webmanifest", relay.url).href);
  const before = await bytesHeld();
  const words = "Typed as the newer version came. ".repeat(20);
  await page.bringToFront();
  await page.keyboard.insertText(words);
  // What a newer version of the app does when it starts: it opens the same database with a higher version.
  await newer.evaluate(async () => {
    const [known] = (await indexedDB.databases()).filter(({ name }) => name === "whisperwell");
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open("whisperwell", (known?.version ?? 0) + 10);
      request.onupgradeneeded = () => undefined;
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
      request.onerror = () => reject(request.error);
    });
  });
  expect(await bytesHeld()).toBeGreaterThan(before + words.length);
  const { what, safe, next } = errorTexts["storage-newer"];
  await expect(page.getByText(what)).toBeVisible();
  await expect(page.getByText(begins(`${safe} ${next}`))).toBeVisible();
});
