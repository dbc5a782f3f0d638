import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { en as journal } from "../../app/src/journal/en.ts";
import { en as onboarding } from "../../app/src/onboarding/en.ts";
import { en as settings } from "../../app/src/settings/en.ts";
import { en as shell } from "../../app/src/shell/en.ts";
import {
  axeFindings,
  expectNoOverhang,
  type Finding,
  overhang,
  troubleAtTwiceTheSize,
} from "../harness/accessible.ts";
import type { sizes } from "../harness/browser.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  choose,
  choosePassphrase,
  link,
  list,
  newEntry,
  openEntry,
  passphrase,
  saved,
  startImport,
  title,
  tryPassphrase,
} from "../harness/person.ts";
import { begins, say } from "../harness/say.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));

const looks = ["phone", "desktop"] as const satisfies readonly (keyof typeof sizes)[];

/** Looks at one screen after the other; says everything at the end, not only the first. */
const inspector = (page: Page, size: keyof typeof sizes) => {
  // Some twenty screens, each searched whole, and its colours in the other scheme.
  test.setTimeout(420_000);
  const findings: Finding[] = [];
  const sideways: string[] = [];
  const large: string[] = [];
  return {
    look: async (screen: string) => {
      findings.push(...(await axeFindings(page, screen)));
      const wider = await overhang(page);
      if (wider > 0) sideways.push(`${screen}: ${wider} px`);
      if (size === "phone")
        for (const trouble of await troubleAtTwiceTheSize(page)) large.push(`${screen}: ${trouble}`);
    },
    verdict: () => {
      expect.soft(findings, "what axe found").toEqual([]);
      expect.soft(sideways, "screens that scroll sideways").toEqual([]);
      expect.soft(large, "what goes wrong when text is twice as large").toEqual([]);
    },
  };
};

const go = async (page: Page, path: string, heading: string | RegExp) => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#${path}`);
  await expect(page.getByRole("heading", { level: 1, name: heading }).first()).toBeVisible();
};

const goToList = async (page: Page) => {
  await page.evaluate(() => {
    location.hash = "#/";
  });
  await expect(list(page)).toBeVisible();
  await expect(body(page)).toHaveCount(0);
};

/** A journal with something in it, made as a person makes one. */
const withJournal = async (page: Page, url: string) => {
  await page.goto(url);
  await choosePassphrase(page);
  await button(page, onboarding.words.later).click();
  await expect(body(page)).toBeFocused();
};

for (const size of looks)
  test(`axe finds nothing on any screen of the way in, ${size}, light and dark, and none scrolls sideways`, async ({
    relay,
    open,
  }) => {
    const { page } = await open({ size });
    const { look, verdict } = inspector(page, size);
    await page.goto(relay.url);
    await expect(button(page, onboarding.start)).toBeVisible();
    await look("welcome");
    if (size === "phone") {
      await button(page, onboarding.have).click();
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await look("I already have one");
    }
    await page.getByRole("button", { name: onboarding.haveOne.backup }).click();
    await choose(page, onboarding.restore.choose, {
      name: "diary.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("Dear diary"),
    });
    await page.getByLabel(shell.passphrase.label, { exact: true }).fill(passphrase);
    await button(page, onboarding.restore.open).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await look("restore, refused");
    await button(page, shell.passphrase.useWords).click();
    await page.getByLabel("Word 1", { exact: true }).fill("aband");
    await page.getByLabel("Word 2", { exact: true }).fill("zzz");
    await page.getByLabel("Word 3", { exact: true }).focus();
    await look("restore with words");
    await page.goto(relay.url);
    if (size === "phone") await button(page, onboarding.have).click();
    await page.getByRole("button", { name: onboarding.haveOne.device }).click();
    await expect(page.getByLabel(onboarding.join.deviceName)).toBeVisible();
    await look("name of the new device");
    await button(page, onboarding.join.scanInstead).click();
    await expect(page.getByLabel(onboarding.join.scan.paste)).toBeVisible();
    await look("scan a code");
    await button(page, onboarding.join.scan.back).last().click();
    await expect(page.getByRole("img", { name: onboarding.join.codeLabel })).toBeVisible();
    await look("show a code");
    await page.goto(relay.url);
    await button(page, onboarding.start).click();
    await page.getByLabel(onboarding.passphrase.label, { exact: true }).fill("password");
    await button(page, onboarding.passphrase.next).click();
    await expect(page.getByText(onboarding.passphrase.weak)).toBeVisible();
    await look("a weak passphrase");
    await page.goto(relay.url);
    await choosePassphrase(page);
    await expect(page.getByRole("list", { name: onboarding.words.list })).toBeVisible();
    await look("24 words");
    await button(page, onboarding.words.check).click();
    await page.getByRole("textbox").first().fill("zebra");
    await page.getByRole("textbox").last().focus();
    await look("three words");
    await button(page, onboarding.check.again).click();
    await button(page, onboarding.words.later).click();
    await expect(body(page)).toBeFocused();
    await page.reload();
    await expect(page.getByRole("heading", { name: shell.lock.title })).toBeVisible();
    await look("locked");
    await tryPassphrase(page, "not this one at all");
    await expect(page.getByText(shell.lock.opening)).toHaveCount(0);
    await look("locked, wrong passphrase");
    await button(page, shell.lock.forgot).click();
    await expect(page.getByRole("heading", { name: shell.lock.withWords })).toBeVisible();
    await look("unlock with words");
    verdict();
  });

for (const size of looks)
  test(`axe finds nothing on any room, ${size}, light and dark, and none scrolls sideways`, async ({
    relay,
    open,
  }) => {
    const { page } = await open({ size });
    const { look, verdict } = inspector(page, size);
    await withJournal(page, relay.url);
    await look("a blank page");
    await goToList(page);
    await look("an empty journal");
    await go(page, "/settings/import", settings.import.title);
    await look("import");
    await choose(page, settings.import.folder, join(fixtures, "markdown"));
    await expect(page.getByRole("heading", { name: settings.import.format.markdown })).toBeVisible();
    await look("import, preview");
    await startImport(page);
    await look("import, report");

    await goToList(page);
    await look("list");
    await button(page, journal.filter.open).click();
    await page.getByLabel(journal.filter.text).fill("nothing like it");
    await expect(page.getByText(journal.empty.filtered.title)).toBeVisible();
    await look("list, nothing found");
    await button(page, journal.empty.filtered.action).click();
    await openEntry(page, "A week in Oslo");
    await expect(body(page).locator("img").first()).toHaveJSProperty("complete", true);
    await look("entry");
    await body(page).press("Control+Home");
    for (const key of ["Enter", "ArrowUp", "/"]) await page.keyboard.press(key);
    await expect(page.getByRole("listbox", { name: journal.slash.label })).toBeVisible();
    await look("slash menu");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+A");
    if (size === "desktop") await expect(page.getByRole("toolbar")).toBeVisible();
    await look("selection");
    await button(page, journal.menu.label).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await look("menu of an entry");
    await page.getByRole("menuitem", { name: journal.menu.details }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look("about an entry");
    await button(page, journal.mood.ask).click();
    await expect(page.getByRole("group", { name: journal.mood.group })).toBeVisible();
    await button(page, shell.mood.good).click();
    await look("mood");
    await button(page.getByRole("dialog"), journal.action.done).click();
    await button(page, journal.menu.label).click();
    await page.getByRole("menuitem", { name: journal.menu.find }).click();
    await page.getByRole("searchbox").or(page.getByPlaceholder(journal.find.placeholder)).fill("Oslo");
    await look("find in an entry");

    for (const view of ["month", "year", "photos"] as const) {
      await go(page, `/look-back?view=${view}&day=2024-07-14`, /./u);
      await expect(page.getByRole("tabpanel")).toBeVisible();
      await expect(body(page)).toHaveCount(0);
      await look(`look back, ${view}`);
    }
    await go(page, "/tags", journal.tags.title);
    await look("tags");
    await page
      .getByRole("button", { name: begins("More for") })
      .first()
      .click();
    await page.getByRole("menuitem", { name: journal.tags.renameMenu }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look("rename a tag");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await go(page, "/trash", journal.trash.title);
    await look("trash, empty");
    await go(page, "/favourites", /./u);
    await expect(page.getByText(say(journal.list.scope, { scope: journal.list.favourites }))).toBeVisible();
    await look("favourites");
    await go(page, "/settings/journals", journal.journals.title);
    await button(page, journal.journals.new).click();
    await look("journals");
    await goToList(page);
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: shell.palette.title });
    await expect(palette).toBeVisible();
    await page.keyboard.type("se");
    await look("palette");
    await page.keyboard.press("Escape");
    await expect(palette).toHaveCount(0);
    await page.keyboard.press("?");
    const shortcuts = page.getByRole("dialog", { name: shell.shortcuts.title });
    await expect(shortcuts).toBeVisible();
    await look("shortcuts");
    await page.keyboard.press("Escape");
    await expect(shortcuts).toHaveCount(0);
    if (size === "phone") {
      await button(page.getByRole("navigation"), shell.nav.contents).click();
      await expect(page.getByRole("dialog", { name: shell.nav.contents })).toBeVisible();
      await look("contents");
    }
    verdict();
  });

for (const size of looks)
  test(`axe finds nothing on any page of settings, ${size}, light and dark, and none scrolls sideways`, async ({
    relay,
    open,
  }) => {
    const { page } = await open({ size });
    const { look, verdict } = inspector(page, size);
    await withJournal(page, relay.url);
    await page.keyboard.type("Something to keep.");
    await saved(page);
    await go(page, "/settings", settings.title);
    await look("settings");
    for (const [path, heading] of [
      ["storage", settings.keep.title],
      ["backup", settings.backup.title],
      ["export", settings.export.title],
      ["security", settings.security.title],
      ["words", settings.words.title],
      ["appearance", settings.look.title],
      ["about", settings.about.title],
      ["alarms", settings.alarms.title],
      ["devices/add", settings.add.title],
      ["devices", settings.devices.title],
    ] as const) {
      await go(page, `/settings/${path}`, heading);
      await look(`settings, ${path}`);
    }
    await button(page, settings.sync.turnOn).click();
    await expect(link(page, settings.devices.add)).toBeVisible();
    await look("devices, synced");
    await link(page, settings.devices.add).click();
    await expect(page.getByRole("img", { name: settings.add.codeLabel })).toBeVisible();
    await look("add a device");
    await button(page, settings.add.theirs).click();
    await look("scan the new device");
    verdict();
  });

test("with the keyboard alone a person starts a journal, writes an entry, leaves it and comes back to it", async ({
  relay,
  open,
}) => {
  const { page } = await open();
  const keys = page.keyboard;
  /** Tab until the thing with this role and name has the focus; every stop on the way must be visible. */
  const tabTo = async (role: "button" | "link" | "textbox", name: string | RegExp, key = "Tab") => {
    const wanted = page.getByRole(role, { name, exact: true });
    await expect(wanted.first()).toBeVisible();
    for (let stop = 0; stop < 60; stop += 1) {
      if (await wanted.first().evaluate((one) => one === document.activeElement)) return;
      await keys.press(key);
    }
    throw new Error(`the keyboard never came to ${name}`);
  };
  await page.goto(relay.url);
  await tabTo("button", onboarding.start);
  await keys.press("Enter");
  await expect(page.getByLabel(onboarding.passphrase.label, { exact: true })).toBeFocused();
  await keys.type(passphrase);
  await tabTo("textbox", onboarding.passphrase.again);
  await keys.type(passphrase);
  await expect(
    page
      .getByText(onboarding.passphrase.strength.strong)
      .or(page.getByText(onboarding.passphrase.strength.good)),
  ).toBeVisible();
  await keys.press("Enter");
  await tabTo("button", onboarding.words.later);
  await keys.press("Enter");
  await expect(body(page)).toBeFocused();
  await keys.type("Written without a mouse.");
  await saved(page);
  await keys.press("Shift+Tab");
  await tabTo("textbox", journal.entry.title, "Shift+Tab");
  await keys.type("By keyboard");
  await expect(title(page)).toHaveValue("By keyboard");
  await saved(page);
  await tabTo("link", shell.nav.journal, "Shift+Tab");
  await keys.press("Enter");
  await expect(page).toHaveURL(/#\/$/u);
  await tabTo("link", /By keyboard/u);
  await keys.press("Enter");
  await expect(title(page)).toHaveValue("By keyboard");
  await tabTo("textbox", journal.entry.body);
  await keys.press("Control+End");
  await keys.type(" And more.");
  await saved(page);
  await expect(body(page)).toHaveText("Written without a mouse. And more.");
  await newEntry(page);
  // Asked for again where it is: the caret stands in the blank page.
  await page.getByRole("main").focus();
  await link(page, shell.nav.write).click();
  await expect(body(page)).toBeFocused();
  await keys.type("hello there");
  await expect(body(page)).toHaveText("hello there");
});

test("the phone's Back closes what lies on top and stays on the page, whatever it is", async ({
  relay,
  open,
}) => {
  const { page } = await open({ size: "phone" });
  await withJournal(page, relay.url);
  await page.keyboard.type("One page.");
  await saved(page);
  await expect(page).toHaveURL(/#\/entry\//u);
  const address = page.url();
  const menu = page.getByRole("menu");
  const sheet = page.getByRole("dialog");
  await button(page, journal.menu.label).click();
  await expect(menu).toBeVisible();
  await page.goBack();
  await expect(menu).toHaveCount(0);
  await button(page, journal.menu.label).click();
  await page.getByRole("menuitem", { name: journal.menu.details }).click();
  await expect(sheet).toBeVisible();
  await page.goBack();
  await expect(sheet).toHaveCount(0);
  expect(page.url()).toBe(address);
  await expect(body(page)).toHaveText("One page.");
  // Closed on the screen, it leaves nothing for Back to close: the next one leaves the page.
  await button(page, journal.menu.label).click();
  await page.getByRole("menuitem", { name: journal.menu.details }).click();
  await button(sheet, journal.action.done).click();
  await expect(sheet).toHaveCount(0);

  await goToList(page);
  await button(page.getByRole("navigation"), shell.nav.contents).click();
  await expect(sheet).toBeVisible();
  await page.goBack();
  await expect(sheet).toHaveCount(0);
  await expect(page).toHaveURL(/#\/$/u);
  // Going elsewhere from it is one step, and Back leads to where one was.
  await button(page.getByRole("navigation"), shell.nav.contents).click();
  await link(sheet, shell.nav.lookBack).click();
  await expect(page).toHaveURL(/#\/look-back/u);
  await expect(sheet).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(/#\/$/u);
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(body(page)).toHaveText("One page.");
});

test("on a phone an entry that is not here leads back to the list, and a long word wraps where days are looked back on", async ({
  relay,
  open,
}) => {
  const { page } = await open({ size: "phone" });
  await withJournal(page, relay.url);
  await title(page).fill("o".repeat(90));
  await saved(page);
  await page.evaluate(
    (nowhere) => {
      location.hash = nowhere;
    },
    `#/entry/${"0".repeat(32)}`,
  );
  await expect(page.getByText(journal.failed["not-found"].title)).toBeVisible();
  await link(page, journal.failed.action).click();
  await expect(list(page)).toBeVisible();
  await go(page, "/look-back", /./u);
  await expect(link(page, "o".repeat(90))).toBeVisible();
  await expectNoOverhang(page, "look back with a long word");
});
