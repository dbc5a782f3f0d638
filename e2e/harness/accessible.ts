/** What a screen must be for everyone: no violation that axe knows, and nothing wider than the screen. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { drawn } from "./person.ts";

export interface Finding {
  readonly screen: string;
  readonly rule: string;
  readonly nodes: readonly string[];
}

export type Scheme = "light" | "dark";

/** The screen at rest: what half-faded words look like decides nothing. */
const atRest = async (page: Page): Promise<void> => {
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
};
const analysed = async (page: Page, screen: string, axe: AxeBuilder): Promise<readonly Finding[]> => {
  await atRest(page);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => ({
    screen,
    rule: id,
    nodes: nodes
      .slice(0, 3)
      .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ""}`),
  }));
};
const turnTo = async (page: Page, scheme: Scheme): Promise<void> => {
  await page.emulateMedia({ colorScheme: scheme });
  await expect(page.locator("html")).toHaveAttribute("data-scheme", scheme);
};

/** The rules about colour that axe asks for by itself; those of WCAG's strictest level it leaves out, and so do we. */
const colourRules = ["color-contrast", "link-in-text-block"] as const;

/**
 * Every rule in the scheme the page stands in, then every rule about colour in the other one: names, roles and order are
 * the same in both. The page stands in its own scheme again afterwards.
 */
export const axeFindings = async (
  page: Page,
  screen: string,
  [own, other]: readonly [Scheme, Scheme] = ["light", "dark"],
): Promise<readonly Finding[]> => {
  const every = await analysed(page, `${screen}, ${own}`, new AxeBuilder({ page }));
  await turnTo(page, other);
  const colours = await analysed(
    page,
    `${screen}, ${other}`,
    new AxeBuilder({ page }).withRules([...colourRules]),
  );
  await turnTo(page, own);
  return [...every, ...colours];
};

/** How many pixels the page is wider than its window. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What goes wrong when text is twice as large: how much wider than its window the page is, and names in the bar that meet. */
export const troubleAtTwiceTheSize = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  await drawn(page);
  const trouble = await page.evaluate(() => {
    const root = document.documentElement;
    // A tooltip was placed before the text grew, which no reader sees.
    for (const tip of document.querySelectorAll<HTMLElement>("[role=tooltip]")) tip.style.display = "none";
    const names = [...document.querySelectorAll("nav > a > span:last-child, nav > button > span:last-child")]
      .map((name) => name.getBoundingClientRect())
      .filter(({ width }) => width > 0);
    const meets = names.filter(({ right, top }, at) => {
      const next = names[at + 1];
      return right > (next?.top === top ? next.left : root.clientWidth);
    });
    const wide = [...document.body.querySelectorAll("*")].filter(
      (part) => part.getBoundingClientRect().right > root.clientWidth + 1,
    );
    return [
      ...(root.scrollWidth > root.clientWidth
        ? [`${root.scrollWidth - root.clientWidth} px too wide: ${wide.at(-1)?.outerHTML.slice(0, 200)}`]
        : []),
      ...(meets.length > 0 ? [`${meets.length} names in the bar meet`] : []),
    ];
  });
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "";
  });
  return trouble;
};

export const expectNoOverhang = async (page: Page, screen: string): Promise<void> => {
  expect(await overhang(page), `${screen} scrolls sideways`).toBeLessThanOrEqual(0);
};
