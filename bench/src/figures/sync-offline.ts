/**
 * `sync.offline-400`: 400 writes while the relay is away, each a commit of its own over 20 entries; then the relay is back,
 * and the time runs until it holds them all durably. Chromium, IndexedDB, and the relay as its own process on its own disk.
 */
import { passphrase } from "../../../e2e/harness/person.ts";
import { onStage } from "../browser/stage.ts";
import { type Figure, median, percentile } from "../figure.ts";

const writes = 400;
const rounds = 3;

export const syncOffline: Figure = {
  name: "sync.offline-400",
  what: "400 offline writes → all durable at the relay after it is back",
  run: () =>
    onStage(async ({ pageUrl, front, open }) => {
      const { page } = await open();
      await page.goto(pageUrl);
      await page.evaluate((secret) => bench.create(secret), passphrase);
      await page.evaluate(() => bench.turnOnSync());
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        front.setReachable(false);
        await page.evaluate(() => bench.untilOffline());
        await page.evaluate(([count, seed]) => bench.writeOffline(count, seed), [
          writes,
          51 + round,
        ] as const);
        front.setReachable(true);
        times.push((await page.evaluate(() => bench.catchUp())) / 1000);
      }
      const p50 = median(times);
      return [
        {
          name: "sync.offline-400",
          value: p50,
          unit: "s",
          better: "lower",
          budget: 2,
          n: rounds,
          p50,
          p95: percentile(times, 95),
        },
      ];
    }),
};
