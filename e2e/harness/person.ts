/** What a person does in the app, by the names that are read on the screen and spoken by a screen reader. */
import { expect, type Locator, type Page } from "@playwright/test";
import { en as journal } from "../../app/src/journal/en.ts";
import { en as onboarding } from "../../app/src/onboarding/en.ts";
import { en as settings } from "../../app/src/settings/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import { begins, like, say } from "./say.ts";

export const passphrase = "violet harbour lantern ninety";

export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: true });
export const link = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole("link", { name, exact: true });

/** The next frame is drawn: what React was told before is on the screen. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

// First run

export const choosePassphrase = async (page: Page, secret = passphrase): Promise<void> => {
  await button(page, onboarding.start).click();
  await page.getByLabel(onboarding.passphrase.label, { exact: true }).fill(secret);
  await page.getByLabel(onboarding.passphrase.again, { exact: true }).fill(secret);
  await expect(
    page
      .getByText(onboarding.passphrase.strength.strong)
      .or(page.getByText(onboarding.passphrase.strength.good)),
  ).toBeVisible();
  await button(page, onboarding.passphrase.next).click();
};
/** The 24 words as they stand on the screen, without their numbers. */
export const readWords = async (page: Page): Promise<readonly string[]> => {
  const items = page.getByRole("list", { name: onboarding.words.list }).getByRole("listitem");
  await expect(items).toHaveCount(24);
  return (await items.allInnerTexts()).map((text) => text.replace(/^\s*\d+\s*/u, "").trim());
};
/** From the address to a blank page; answers the 24 words. */
export const startJournal = async (
  page: Page,
  url: string,
  secret = passphrase,
): Promise<readonly string[]> => {
  await page.goto(url);
  await choosePassphrase(page, secret);
  const words = await readWords(page);
  await button(page, onboarding.words.later).click();
  await expect(body(page)).toBeFocused();
  return words;
};

// Writing

export const body = (page: Page): Locator =>
  page.getByRole("textbox", { name: journal.entry.body, exact: true });
export const title = (page: Page): Locator =>
  page.getByRole("textbox", { name: journal.entry.title, exact: true });

/** The entry's text as it is read aloud: without the carets of others. */
export const textOf = (page: Page): Promise<string> =>
  body(page).evaluate((text) => {
    const copy = text.cloneNode(true) as HTMLElement;
    for (const hidden of copy.querySelectorAll("[aria-hidden=true]")) hidden.remove();
    return copy.textContent ?? "";
  });
export const expectText = (page: Page, text: string): Promise<void> =>
  expect.poll(() => textOf(page), { timeout: 15_000 }).toBe(text);

/** A new blank page, wherever the person is. */
export const newEntry = async (page: Page): Promise<void> => {
  await link(page, shell.nav.write).click();
  await expect(page).toHaveURL(/#\/write$/);
  await expect(body(page)).toBeFocused();
};
/** Types into the open entry's text, at its end, key by key. */
export const type = async (page: Page, text: string): Promise<void> => {
  await body(page).press("Control+End");
  await page.keyboard.type(text);
};
export const savedWord = (page: Page): Locator =>
  page.getByRole("status").filter({ hasText: /^(Writing|Saved)/u });
/** Waits until the page says that what was typed is kept. */
export const saved = async (page: Page): Promise<void> => {
  await drawn(page);
  await expect(savedWord(page)).toHaveText(/^Saved/u);
};
/** One entry from a blank page to *Saved*. */
export const write = async (page: Page, text: string, heading?: string): Promise<void> => {
  await newEntry(page);
  if (heading !== undefined) {
    await title(page).fill(heading);
    await title(page).press("Enter");
  }
  await page.keyboard.type(text);
  await saved(page);
};

// Lists

export const list = (page: Page): Locator =>
  page.getByRole("region", { name: journal.list.pane, exact: true });
/** The row of an entry that shows these words. */
export const row = (page: Page, words: string): Locator =>
  list(page).getByRole("article").filter({ hasText: words });
export const toJournal = async (page: Page): Promise<void> => {
  await link(page, shell.nav.journal).click();
  await expect(list(page)).toBeVisible();
};
export const openEntry = async (page: Page, words: string): Promise<void> => {
  // The list draws only what is near the window: what lies further down is scrolled to, as a person would.
  const found = row(page, words).getByRole("link");
  await expect(async () => {
    if ((await found.count()) === 0) {
      await list(page).hover();
      await page.mouse.wheel(0, 400);
    }
    expect(await found.count()).toBeGreaterThan(0);
  }).toPass();
  await found.click();
  await expect(body(page)).toBeVisible();
};

// Locking

export const lock = async (page: Page): Promise<void> => {
  await button(page, shell.nav.lock).click();
  await expect(page.getByRole("heading", { name: shell.lock.title })).toBeVisible();
};
export const tryPassphrase = async (page: Page, secret: string): Promise<void> => {
  await page.getByLabel(shell.passphrase.label, { exact: true }).fill(secret);
  await button(page, shell.lock.open).click();
};
export const unlockWithPassphrase = async (page: Page, secret = passphrase): Promise<void> => {
  await tryPassphrase(page, secret);
  await expect(page.getByRole("main")).toHaveAttribute("id", "main");
};
export const typeWords = async (page: Page | Locator, words: readonly string[]): Promise<void> => {
  for (const [index, word] of words.entries())
    await page.getByLabel(say(shell.words.word, { number: index + 1 }), { exact: true }).fill(word);
};
export const tryWords = async (page: Page, words: readonly string[]): Promise<void> => {
  await typeWords(page, words);
  await button(page, shell.lock.open).click();
};
export const unlockWithWords = async (page: Page, words: readonly string[]): Promise<void> => {
  await button(page, shell.lock.forgot).click();
  await tryWords(page, words);
  await expect(page.getByRole("main")).toHaveAttribute("id", "main");
};

// Settings

type Section = "devices" | "keep" | "backup" | "import" | "export" | "security" | "look" | "about" | "alarms";
export const toSettings = async (page: Page, section: Section): Promise<void> => {
  await link(page.getByRole("navigation", { name: shell.nav.label }), shell.nav.settings).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: begins(settings[section].title) })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: settings[section].title })).toBeVisible();
};
/** The sync sentence, wherever it stands on this screen. */
export const syncSentence = (page: Page, words: string | RegExp): Locator =>
  page.getByText(words).filter({ visible: true }).first();
export const turnOnSync = async (page: Page): Promise<void> => {
  await toSettings(page, "devices");
  await button(page, settings.sync.turnOn).click();
  await expect(page.getByText(like(settings.sync.link.online))).toBeVisible();
};

// Pairing

/** On the one that holds the journal: a code is shown. Answers its link. */
export const showCode = async (holder: Page): Promise<string> => {
  await toSettings(holder, "devices");
  await link(holder, settings.devices.add).click();
  await expect(holder.getByRole("img", { name: settings.add.codeLabel })).toBeVisible();
  await button(holder, settings.add.copy).click();
  await expect(button(holder, settings.add.copied)).toBeVisible();
  return holder.evaluate(() => navigator.clipboard.readText());
};
/** On the new one: opens the link, says its name, reads the six digits. */
export const openCode = async (newcomer: Page, address: string, name: string): Promise<string> => {
  await newcomer.goto(address);
  await newcomer.getByLabel(onboarding.join.deviceName, { exact: true }).fill(name);
  await button(newcomer, onboarding.join.scan.open).click();
  const digits = newcomer.getByRole("img", { name: /^\d( \d){5}$/u });
  await expect(digits).toBeVisible();
  return ((await digits.getAttribute("aria-label")) ?? "").replaceAll(" ", "");
};
export const typeDigits = async (holder: Page, digits: string): Promise<void> => {
  await holder.getByLabel(settings.add.digits, { exact: true }).fill(digits);
  await button(holder, settings.add.digitsDone).click();
};
export const approve = async (holder: Page, name: string, secret = passphrase): Promise<void> => {
  await holder.getByLabel(shell.passphrase.label, { exact: true }).fill(secret);
  await button(holder, say(settings.add.letIn, { name })).click();
  await expect(holder.getByText(say(settings.add.joined, { name }))).toBeVisible();
};
export const confirmJoined = async (newcomer: Page): Promise<void> => {
  await button(newcomer, onboarding.join.yes).click();
  await expect(newcomer.getByRole("heading", { name: onboarding.join.joined })).toBeVisible();
  await button(newcomer, onboarding.join.enter).click();
};
/** The whole way, from the first device's settings to the second one's open journal. */
export const pair = async (
  holder: Page,
  newcomer: Page,
  name: string,
  secret = passphrase,
): Promise<void> => {
  const digits = await openCode(newcomer, await showCode(holder), name);
  await typeDigits(holder, digits);
  await approve(holder, name, secret);
  await confirmJoined(newcomer);
  if (await newcomer.getByRole("heading", { name: shell.lock.title }).isVisible())
    await unlockWithPassphrase(newcomer, secret);
  await expect(list(newcomer)).toBeVisible();
};

// Files

/** Chooses files as with the picker that a button opens. */
export const choose = async (page: Page, label: string, files: Parameters<Locator["setInputFiles"]>[0]) =>
  page.locator(`input[type=file][aria-label="${label}"]`).setInputFiles(files);

export const previewImport = async (
  page: Page,
  files: Parameters<Locator["setInputFiles"]>[0],
  what: "file" | "folder" = "file",
): Promise<void> => {
  await toSettings(page, "import");
  await choose(page, settings.import[what], files);
};
export const startImport = async (page: Page): Promise<void> => {
  await button(page, /^Bring in \d+ entr(y|ies)$/u).click();
  await expect(button(page, settings.import.another)).toBeVisible();
};

/** Saves a file by pressing a button; answers where it lies. */
export const download = async (page: Page, name: string): Promise<string> => {
  const coming = page.waitForEvent("download");
  await button(page, name).click();
  return (await coming).path();
};
export const saveBackup = async (page: Page): Promise<string> => {
  await toSettings(page, "backup");
  const path = await download(page, settings.backup.save);
  await expect(page.getByText(settings.backup.savedNotRead)).toBeVisible();
  return path;
};

/** On an empty browser: chooses the file; what opens it follows. */
export const chooseBackup = async (
  page: Page,
  url: string,
  file: Parameters<Locator["setInputFiles"]>[0],
) => {
  await page.goto(url);
  await button(page, begins(onboarding.haveOne.backup)).click();
  await choose(page, onboarding.restore.choose, file);
};
