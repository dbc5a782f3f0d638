/** Lighthouse on the first page of a first run, as it comes: a phone, throttled. The median of three runs. */

import lighthouse from "lighthouse";
import { chromium } from "playwright";
import { chromiumArgs, executablePath } from "../../../e2e/harness/browser.ts";
import { median } from "../figure.ts";
import { freePort } from "./free-port.ts";

const categories = ["performance", "accessibility", "best-practices"] as const;
const runs = 3;

export interface Score {
  readonly category: (typeof categories)[number];
  /** 0 to 100. */
  readonly score: number;
  readonly runs: number;
  /** Audits that cost points in the last run. */
  readonly worst: string;
}

export const lighthouseScores = async (url: string): Promise<readonly Score[]> => {
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath,
    args: [...chromiumArgs, `--remote-debugging-port=${port}`],
  });
  try {
    const found = new Map<Score["category"], number[]>(categories.map((category) => [category, []]));
    const worst = new Map<Score["category"], string>();
    for (let run = 0; run < runs; run++) {
      const result = await lighthouse(url, {
        port,
        output: "json",
        logLevel: "error",
        onlyCategories: [...categories],
      });
      if (result === undefined) throw new Error("Lighthouse gave no result");
      const { lhr } = result;
      for (const category of categories) {
        const measured = lhr.categories[category];
        found.get(category)?.push(Math.round((measured?.score ?? 0) * 100));
        const short = (measured?.auditRefs ?? [])
          .map(({ id, weight }) => ({ audit: lhr.audits[id], weight }))
          .filter(({ audit, weight }) => weight > 0 && audit?.score !== null && (audit?.score ?? 0) < 0.9)
          .map(({ audit }) => `${audit?.id} ${audit?.displayValue ?? ""}`.trim());
        worst.set(category, short.join("; "));
      }
    }
    return categories.map((category) => ({
      category,
      score: median(found.get(category) ?? []),
      runs,
      worst: worst.get(category) ?? "",
    }));
  } finally {
    await browser.close();
  }
};
