/**
 * `app.size`: what is fetched in a real first run, from the address to the first written word, by the page and its workers.
 * Scripts, styles and WebAssembly are waited for; fonts and the list of common passwords come beside. Bytes are those of
 * the brotli copies that the relay serves. What the service worker stores for later is not part of a first run.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { saved, startJournal } from "../../../e2e/harness/person.ts";
import { lighthouseScores } from "../browser/lighthouse.ts";
import { onStage } from "../browser/stage.ts";
import type { Figure, Measured } from "../figure.ts";

const sentBytes = (file: string): number => statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size;
/** Words that stand side by side only in the estimator's dictionaries. */
const isPasswordList = (file: string): boolean =>
  /\.js$/u.test(file) && /qwerty123|trustno1|"?qwertyuiop/iu.test(readFileSync(file, "utf8"));

const sizes = (): Promise<readonly Measured[]> =>
  onStage(async ({ url, appDir, open }) => {
    const { page, context } = await open();
    const asked = new Set<string>();
    context.on("request", (request) => {
      if (request.serviceWorker() === null && request.url().startsWith(url))
        asked.add(new URL(request.url()).pathname);
    });
    await startJournal(page, url);
    await page.keyboard.type("Words");
    await saved(page);
    const files = [...asked].map((path) => join(appDir, path)).filter((file) => existsSync(file));
    const code = files.filter((file) => /\.(js|css|wasm)$/u.test(file));
    const beside = files.filter((file) => /\.woff2$/u.test(file) || isPasswordList(file));
    const awaited = code.filter((file) => !beside.includes(file));
    const total = (chosen: readonly string[]) => chosen.reduce((sum, file) => sum + sentBytes(file), 0);
    const largest = awaited
      .map((file) => ({ file: file.split("/").at(-1) ?? "", bytes: sentBytes(file) }))
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, 6)
      .map(({ file, bytes }) => `${file} ${Math.round(bytes / 1000)}`)
      .join(", ");
    return [
      {
        name: "app.size",
        value: total(awaited),
        unit: "B",
        better: "lower",
        budget: 550_000,
        n: awaited.length,
        note: `largest, in kB: ${largest}`,
      },
      {
        name: "app.size.beside",
        value: total(beside),
        unit: "B",
        better: "lower",
        budget: 400_000,
        n: beside.length,
        note: `fonts ${total(beside.filter((file) => file.endsWith(".woff2")))} B`,
      },
    ];
  });

export const appSize: Figure = {
  name: "app.size",
  what: "bytes (brotli) waited for before the first word of a first run; what comes beside; Lighthouse",
  run: async () => {
    const scores = await onStage(({ url }) => lighthouseScores(url));
    return [
      ...(await sizes()),
      ...scores.map(
        ({ category, score, runs, worst }): Measured => ({
          name: `app.size.${category}`,
          value: score,
          unit: "points",
          better: "higher",
          budget: 95,
          n: runs,
          ...(worst !== "" && { note: worst }),
        }),
      ),
    ];
  },
};
