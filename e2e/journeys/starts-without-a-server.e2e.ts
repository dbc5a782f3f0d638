import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { en as shell } from "../../app/src/shell/en.ts";
import { expect, test } from "../harness/journey.ts";
import {
  body,
  button,
  row,
  saved,
  startJournal,
  toJournal,
  unlockWithPassphrase,
  write,
} from "../harness/person.ts";
import { startRelay } from "../harness/relay.ts";
import { begins } from "../harness/say.ts";

/** The service worker is in charge and has everything it needs. */
const installed = (page: import("@playwright/test").Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

test("with the server gone the app still starts, unlocks and writes", async ({ relay, open }) => {
  const first = await open();
  await startJournal(first.page, relay.url);
  await first.page.keyboard.type("While there was a server.");
  await saved(first.page);
  await installed(first.page);
  await first.close();
  await relay.kill("SIGKILL");

  const again = await open({ profile: first.profile });
  again.recorder.expectRelayAway();
  await again.page.goto(`${relay.url}/#/write`);
  await unlockWithPassphrase(again.page);
  await expect(body(again.page)).toBeFocused();
  await again.page.keyboard.type("With no server at all.");
  await saved(again.page);
  await expect(row(again.page, "While there was a server.")).toBeVisible();
  await expect(row(again.page, "With no server at all.")).toBeVisible();
});

test("a new version is told and waits; it opens when asked, and another tab goes on as it is", async ({
  open,
}) => {
  const built = process.env.APP_DIR ?? fileURLToPath(new URL("../../app/dist", import.meta.url));
  const served = await mkdtemp(join(tmpdir(), "whisperwell-served-"));
  await cp(built, served, { recursive: true });
  const relay = await startRelay({ env: { APP_DIR: served } });
  const { page, context } = await open();
  await startJournal(page, relay.url);
  await page.keyboard.type("In the version of today.");
  await saved(page);
  await installed(page);
  await page.reload();
  await unlockWithPassphrase(page);

  // Another build: its page is another, and its service worker says so.
  const worker = await readFile(join(served, "sw.js"), "utf8");
  const html = await readFile(join(served, "index.html"), "utf8");
  await writeFile(
    join(served, "index.html"),
    html.replace("<title>", '<meta name="build" content="next"><title>'),
  );
  const other = worker.replace(
    /(["']revision["']:\s*["'])[0-9a-f]{16}(["'],\s*["']url["']:\s*["']\/index\.html)/u,
    "$1ffffffffffffffff$2",
  );
  expect(other === worker, "the list of the service worker names its page").toBe(false);
  await writeFile(join(served, "sw.js"), other);
  for (const name of ["sw.js", "index.html"])
    for (const ending of ["br", "gz"]) await rm(join(served, `${name}.${ending}`), { force: true });
  await relay.kill("SIGTERM");
  await relay.restart();

  const tab = await context.newPage();
  await tab.goto(relay.url);
  await toJournal(tab);
  await expect(tab.getByText(begins("Version"))).toBeVisible();
  await expect(tab.getByText(shell.update.how)).toBeVisible();
  // Nothing was swapped: the page that was loaded is still the old one, and so is one that is loaded now.
  await expect(tab.locator("meta[name=build]")).toHaveCount(0);
  await tab.reload();
  await toJournal(tab);
  await expect(tab.locator("meta[name=build]")).toHaveCount(0);

  await button(tab, shell.update.now).click();
  await expect(tab.locator("meta[name=build]")).toHaveCount(1);
  await toJournal(page);
  await expect(page.getByText(shell.update.replaced)).toBeVisible();
  await write(page, "The old tab still writes.");
  await toJournal(tab);
  await expect(row(tab, "The old tab still writes.")).toBeVisible();
  await relay.dispose();
  await rm(served, { recursive: true, force: true });
});
