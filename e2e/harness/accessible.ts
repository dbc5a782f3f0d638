/** What a screen must be for everyone: no violation that axe knows, and nothing wider than the screen. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { drawn } from "./person.ts";

export interface Finding {
  readonly screen: string;
  readonly rule: string;
  readonly nodes: readonly string[];
}

export const axeFindings = async (page: Page, screen: string): Promise<readonly Finding[]> => {
  await drawn(page);
  // A tooltip under the resting pointer comes and goes by a clock; half-faded words have no contrast of their own.
  await page.mouse.move(0, 0);
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== "running" || effect?.getComputedTiming().endTime === Infinity,
      ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => ({
    screen,
    rule: id,
    nodes: nodes
      .slice(0, 3)
      .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ""}`),
  }));
};

/** How many pixels the page is wider than its window. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export const expectNoOverhang = async (page: Page, screen: string): Promise<void> => {
  expect(await overhang(page), `${screen} scrolls sideways`).toBeLessThanOrEqual(0);
};
