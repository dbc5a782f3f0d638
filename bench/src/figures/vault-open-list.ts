/**
 * `vault.open-list-1k`, `-10k`: from the engine's *unlocked* until the first rows of the list are painted, in the built app,
 * after a fresh load; rows come from packed pages, no entry's document is opened. `vault.unlock` is the way before: click to
 * *unlocked*, one Argon2id in it.
 */
import { passphrase } from "../../../e2e/harness/person.ts";
import { installProbe } from "../browser/probe.ts";
import { onStage } from "../browser/stage.ts";
import { loadAndUnlock, type Unlocking } from "../browser/unlocking.ts";
import { type Figure, median, percentile } from "../figure.ts";

const rounds = 7;

/** The first load brings the app into the browser's cache and is not counted. */
const unlockings = (entries: number, seed: number): Promise<readonly Unlocking[]> =>
  onStage(async ({ url, pageUrl, open }) => {
    const { page, context } = await open();
    await page.goto(pageUrl);
    await page.evaluate((secret) => bench.create(secret), passphrase);
    await page.evaluate(([count, from]) => bench.fill(count, from), [entries, seed] as const);
    await context.addInitScript(installProbe);
    await loadAndUnlock(page, url);
    const taken: Unlocking[] = [];
    for (let round = 0; round < rounds; round++) taken.push(await loadAndUnlock(page, url));
    return taken;
  });

const openList = (name: string, entries: number, budget: number): Figure => ({
  name,
  what: `unlocked → first rows painted, ${entries.toLocaleString("en")} entries, no document opened`,
  run: async () => {
    const rows = (await unlockings(entries, 31)).map((taken) => taken.rows);
    const p50 = median(rows);
    return [
      { name, value: p50, unit: "ms", better: "lower", budget, n: rounds, p50, p95: percentile(rows, 95) },
    ];
  },
});

export const vaultOpenList1k = openList("vault.open-list-1k", 1000, 300);
export const vaultOpenList10k = openList("vault.open-list-10k", 10_000, 1000);

export const vaultUnlock: Figure = {
  name: "vault.unlock",
  what: "passphrase, click → unlocked, in the built app",
  run: async () => {
    const times = (await unlockings(100, 32)).map((taken) => taken.unlock);
    const p50 = median(times);
    return [
      {
        name: "vault.unlock",
        value: p50,
        unit: "ms",
        better: "lower",
        budget: 1000,
        n: rounds,
        p50,
        p95: percentile(times, 95),
      },
    ];
  },
};
