/**
 * `sync.live`: a key pressed in one browser → its letter painted in another that has the same entry open, over one relay:
 * editor, engine, sealing, socket, relay's disk, socket, verifying, engine, editor. Both on this machine, so one clock.
 */
import type { Page } from "playwright";
import {
  body,
  openEntry,
  pair,
  saved,
  startJournal,
  toJournal,
  turnOnSync,
} from "../../../e2e/harness/person.ts";
import { onStage } from "../browser/stage.ts";
import { type Figure, median, percentile } from "../figure.ts";
import { seededRandom } from "../trace.ts";

const keys = 120;
/** In no word of the entry and in no name of a device: a remote caret says its name inside the text. */
const key = "q";
const opening = "Written on the first of two.";

/** Milliseconds since 1970 of each key event, and of the frame that shows each letter. */
interface Watch {
  readonly pressed: number[];
  readonly shown: number[];
}
declare global {
  var watch: Watch;
}

const watchKeys = (page: Page) =>
  page.evaluate((key) => {
    globalThis.watch = { pressed: [], shown: [] };
    document.addEventListener(
      "keydown",
      (event) => event.key === key && watch.pressed.push(performance.timeOrigin + event.timeStamp),
      { capture: true },
    );
  }, key);
const watchLetters = (page: Page) =>
  page.evaluate((key) => {
    globalThis.watch = { pressed: [], shown: [] };
    const editor = document.querySelector(".ProseMirror");
    if (editor === null) throw new Error("no entry is open");
    let counted = 0;
    new MutationObserver(() => {
      const letters = (editor.textContent ?? "").split(key).length - 1;
      const fresh = letters - counted;
      if (fresh <= 0) return;
      counted = letters;
      requestAnimationFrame(() => {
        for (let at = 0; at < fresh; at++) watch.shown.push(performance.timeOrigin + performance.now());
      });
    }).observe(editor, { childList: true, characterData: true, subtree: true });
  }, key);

export const syncLive: Figure = {
  name: "sync.live",
  what: "key on one browser → on another's screen, the entry open in both, one relay",
  run: () =>
    onStage(async ({ url, open }) => {
      const [first, second] = [(await open()).page, (await open()).page];
      await startJournal(first, url);
      await first.keyboard.type(opening);
      await saved(first);
      await turnOnSync(first);
      await toJournal(first);
      await pair(first, second, "Laptop");
      await toJournal(first);
      for (const page of [first, second]) await openEntry(page, opening);
      await second.waitForTimeout(2000); // each hears that the other has it open
      await watchKeys(first);
      await watchLetters(second);
      await body(first).press("Control+End");
      const random = seededRandom(61);
      for (let at = 0; at < keys; at++) {
        await first.keyboard.press(key);
        await first.waitForTimeout(100 + random() * 600);
      }
      await second.waitForFunction((wanted) => watch.shown.length >= wanted, keys, { timeout: 20_000 });
      const { pressed } = await first.evaluate(() => watch);
      const { shown } = await second.evaluate(() => watch);
      const times = pressed.map((at, index) => (shown[index] ?? Number.NaN) - at);
      const [p50, p95] = [median(times), percentile(times, 95)];
      const line = { unit: "ms", better: "lower", n: times.length, p50, p95 } as const;
      return [
        { name: "sync.live", value: p50, budget: 350, ...line },
        { name: "sync.live.p95", value: p95, budget: 800, ...line },
      ];
    }),
};
