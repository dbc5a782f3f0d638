/**
 * `vault.open-entry`: click on a row → caret in an entry of 2,000 words that was edited 5,000 times since, in the built app.
 * Each time after a fresh load, so that nothing of the entry is in memory. The page does not focus a text that is opened for
 * reading; the bench focuses it the moment it is there, and the time ends when that frame is painted.
 */
import { list, passphrase, row } from "../../../e2e/harness/person.ts";
import { installProbe } from "../browser/probe.ts";
import { onStage } from "../browser/stage.ts";
import { loadAndUnlock } from "../browser/unlocking.ts";
import { type Figure, median, percentile } from "../figure.ts";
import { typingTrace } from "../trace.ts";

const words = 2000;
const edits = 5000;
const rounds = 12;
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
      await page.evaluate(([...given]) => bench.longEntry(...given), [words, trace, title, 43] as const);
      await context.addInitScript(installProbe);
      const times: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        await loadAndUnlock(page, url);
        await page.evaluate(() => {
          probe.wanted = ".";
        });
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
