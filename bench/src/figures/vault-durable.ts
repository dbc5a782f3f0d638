/**
 * `vault.durable`: from the key event to the word that it is kept, in Chromium, in an entry of 2,000 words: through the
 * editor, the page's document, the worker, the replica, the sealed draft and its transaction, back to the page. The peer is
 * y-indexeddb with the same editor and words in the same page, until its transaction is complete. Keys alternate in runs.
 */

import { passphrase } from "../../../e2e/harness/person.ts";
import { onStage } from "../browser/stage.ts";
import { type Figure, median, percentile } from "../figure.ts";
import type { Side } from "../page/typing.ts";
import { seededRandom } from "../trace.ts";

const words = 2000;
const keysAside = 300;
const run = 30;

export const vaultDurable: Figure = {
  name: "vault.durable",
  what: "key → saved here in Chromium, 2,000-word entry, p95; peer: y-indexeddb in the same page",
  run: () =>
    onStage(async ({ pageUrl, open }) => {
      const { page } = await open();
      await page.goto(pageUrl);
      await page.evaluate((secret) => bench.create(secret), passphrase);
      await page.evaluate((count) => bench.startTyping(count), words);
      const random = seededRandom(3);
      const type = async (side: Side, keys: number) => {
        await page.evaluate((which) => bench.focus(which), side);
        for (let at = 0; at < keys; at++) {
          await page.keyboard.press(at % 6 === 5 ? "Space" : "e");
          await page.waitForTimeout(60 + random() * 80);
          await page.waitForFunction(() => !bench.isWaiting());
        }
      };
      for (const side of ["ours", "theirs"] as const) await type(side, run);
      await page.evaluate(() => bench.clearSamples());
      for (let typed = 0; typed < keysAside; typed += run)
        for (const side of ["ours", "theirs"] as const) await type(side, run);
      const { ours, theirs } = await page.evaluate(() => bench.samples());
      const p95 = percentile(ours, 95);
      const peer = percentile(theirs, 95);
      return [
        {
          name: "vault.durable",
          value: p95,
          unit: "ms",
          better: "lower",
          budget: 15,
          baseline: { name: "y-indexeddb", value: peer },
          ratio: p95 / peer,
          ratioBudget: 1.2,
          n: ours.length,
          p50: median(ours),
          p95,
          note: `y-indexeddb p50 ${median(theirs).toFixed(1)} ms`,
        },
      ];
    }),
};
