/**
 * `import.dayone-1k`: a zip of 1,000 Day One entries with 200 photos of 2048 × 1536, through the app's own room: chosen →
 * previewed, and *Bring in* → the report, when everything is durable. Meanwhile the longest task of the page's main thread.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { en as settings } from "../../../app/src/settings/en.ts";
import { button, passphrase, previewImport } from "../../../e2e/harness/person.ts";
import { like } from "../../../e2e/harness/say.ts";
import { writeDayOne } from "../browser/day-one.ts";
import { installProbe } from "../browser/probe.ts";
import { onStage } from "../browser/stage.ts";
import { loadAndUnlock } from "../browser/unlocking.ts";
import type { Figure } from "../figure.ts";

const entries = 1000;
const photos = 200;

export const importDayOne: Figure = {
  name: "import.dayone-1k",
  what: "1,000 Day One entries with 200 photos → all durable; longest task of the page meanwhile",
  run: () =>
    onStage(async ({ url, pageUrl, open }) => {
      const folder = await mkdtemp(join(tmpdir(), "whisperwell-bench-import-"));
      try {
        const zip = join(folder, "Day One.zip");
        const { page, context } = await open();
        await page.goto(pageUrl);
        await page.evaluate((secret) => bench.create(secret), passphrase);
        await page.evaluate(() => bench.fill(10, 71));
        const pictures = (await page.evaluate(() => bench.makePictures(8, 72))).map((text) =>
          Buffer.from(text, "base64"),
        );
        const { bytes } = await writeDayOne(zip, { entries, photos, pictures, seed: 73 });
        await context.addInitScript(installProbe);
        await loadAndUnlock(page, url);
        await page.waitForTimeout(2000);
        const now = () => page.evaluate(() => performance.now());
        const chosen = await now();
        await previewImport(page, zip);
        const begin = button(page, /^Bring in 1,?000 entries$/u);
        await begin.waitFor({ timeout: 120_000 });
        const previewed = await now();
        await begin.click();
        await button(page, settings.import.another).waitFor({ timeout: 300_000 });
        const done = await now();
        await page.getByText(like(settings.import.cameAll_other)).waitFor();
        const long = (await page.evaluate(() => probe.long)).filter(({ at }) => at >= chosen && at <= done);
        const seconds = (done - chosen) / 1000;
        return [
          {
            name: "import.dayone-1k",
            value: seconds,
            unit: "s",
            better: "lower",
            budget: 20,
            n: 1,
            note: `preview ${((previewed - chosen) / 1000).toFixed(1)} s; zip of ${Math.round(bytes / 1e6)} MB`,
          },
          {
            name: "import.dayone-1k.longest-task",
            value: Math.max(0, ...long.map(({ ms }) => ms)),
            unit: "ms",
            better: "lower",
            budget: 100,
            n: long.length,
            note: `${long.length} tasks of 50 ms or more`,
          },
        ];
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
};
