/**
 * `vault.open-entry`: click on a row → caret in an entry of 2,000 words that was edited 5,000 times since, in the built app.
 * Each time after a fresh load and another entry, so that the editor's code has run and nothing of this entry is in memory. The page does not focus a text that is opened for
 * reading; the bench focuses it the moment it is there, and the time ends when that frame is painted.
 */
import { body, list, passphrase, row } from "../../../e2e/harness/person.ts";
import { installProbe } from "../browser/probe.ts";
import { onStage } from "../browser/stage.ts";
import { loadAndUnlock } from "../browser/unlocking.ts";
import { type Figure, median, percentile } from "../figure.ts";
import { seededRandom, typingTrace } from "../trace.ts";
import { paragraphs } from "../words.ts";

const words = 2000;
const edits = 5000;
const rounds = 12;
const seed = 43;
const begins = paragraphs(seededRandom(seed), words)[0]?.slice(0, 60) ?? "";
const title = "A long day at the harbour";

export const vaultOpenEntry: Figure = {
  name: "vault.open-entry",
  what: "click → caret in an entry of 2,000 words with 5,000 edits of history",
  run: () =>
    onStage(async ({ url, pageUrl, open }) => {
      const { page, context } = await open();
      await page.goto(pageUrl);
      await page.evaluate((secret) => bench.create(secret), passphrase);
      await page.evaluate((count) => bench.fill(count, 41), 200);
      const trace = typingTrace(edits, 42);
      await page.evaluate(([...given]) => bench.longEntry(...given), [words, trace, title, seed] as const);
      await context.addInitScript(installProbe);
      const times: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        await loadAndUnlock(page, url);
        await list(page).getByRole("article").nth(3).getByRole("link").click();
        await body(page).waitFor();
        await page.waitForLoadState("networkidle");
        await page.evaluate((beginning) => {
          probe.wanted = beginning;
        }, begins);
        await row(page, title).getByRole("link").click();
        await page.waitForFunction(() => !Number.isNaN(probe.caretAt));
        const { actedAt, caretAt } = await page.evaluate(() => probe);
        // The first one brings the editor's code into the browser's cache.
        if (round > 0) times.push(caretAt - actedAt);
      }
      if (!(await list(page).isVisible())) throw new Error("the list went away");
      const p95 = percentile(times, 95);
      return [
        {
          name: "vault.open-entry",
          value: p95,
          unit: "ms",
          better: "lower",
          budget: 150,
          n: rounds,
          p50: median(times),
          p95,
        },
      ];
    }),
};
