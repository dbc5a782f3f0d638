/** Opens the app on a journal that lies in the browser, from a fresh load, and waits until its rows are shown. */
import type { Page } from "playwright";
import { en as shell } from "../../../app/src/shell/en.ts";
import { button, passphrase } from "../../../e2e/harness/person.ts";

export interface Unlocking {
  /** Click on *Open* → the engine says that it is unlocked. Milliseconds. */
  readonly unlock: number;
  /** From there until the first rows are painted. */
  readonly rows: number;
}

export const loadAndUnlock = async (page: Page, url: string): Promise<Unlocking> => {
  await page.goto("about:blank");
  await page.goto(url);
  await page.getByLabel(shell.passphrase.label, { exact: true }).fill(passphrase);
  // A person takes longer than this to type a passphrase; the room behind it arrives meanwhile.
  await page.waitForLoadState("networkidle");
  await button(page, shell.lock.open).click();
  await page.waitForFunction(() => !Number.isNaN(probe.rowsAt));
  const { actedAt, unlockedAt, rowsAt } = await page.evaluate(() => probe);
  return { unlock: unlockedAt - actedAt, rows: rowsAt - unlockedAt };
};
