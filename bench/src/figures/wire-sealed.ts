/**
 * `wire.sealed-50k`: every byte a device sends while someone types 50,000 keys at 5 a second and no other device is there:
 * the engine's own rhythm, sealing, padding, signatures, frames, heartbeats. Beside it the frames of y-websocket for the
 * same keys, in the clear and without its awareness. Headers of WebSocket frames count on neither side.
 */
import { plainTextOf } from "../../../app/src/documents/text.ts";
import { must, now } from "../../../app/src/vault/testing/browser.ts";
import type { Figure } from "../figure.ts";
import { createAlone, openParagraph, when } from "../node/alone.ts";
import { answered, sum } from "../node/virtual-relay.ts";
import { typingTrace } from "../trace.ts";
import { yWebsocketFrame } from "../y-websocket.ts";

const keys = 50_000;
const keysPerSecond = 5;

export const wireSealed: Figure = {
  name: "wire.sealed-50k",
  what: "every byte a lone device sends for 50,000 keys at 5 a second; peer: y-websocket frames, in the clear",
  run: async ({ say }) => {
    const { engine, clock, passed } = await createAlone(21);
    const docId = must(await answered(clock, engine.createEntry({ when })));
    const { doc, text, handle } = await openParagraph(engine, docId);
    await clock.advance(30_000);
    let theirs = 0;
    doc.on("update", (update: Uint8Array) => {
      theirs += yWebsocketFrame(update).length;
    });
    passed.length = 0;
    for (const [at, key] of typingTrace(keys, 7).entries()) {
      if ("insert" in key) text.insert(key.at, key.insert);
      else text.delete(key.at, key.delete);
      engine.touch(); // as the page says at every key, or it would lock after a quarter of an hour
      await clock.advance(1000 / keysPerSecond);
      if ((at + 1) % 10_000 === 0) say(`${at + 1} keys`);
    }
    await answered(clock, handle.close());
    await clock.advance(30_000);
    const { waitingEntries, link } = now(engine.sync$);
    if (waitingEntries > 0 || link !== "online") throw new Error("something typed has not left yet");
    const { body } = must(await answered(clock, engine.readEntry(docId)));
    const letters = (whole: string) => whole.replaceAll(/\s/gu, "");
    if (letters(plainTextOf(body)) !== letters(text.toString()))
      throw new Error("the entry is not what was typed");
    const sent = passed.filter(({ direction }) => direction === "sent");
    const ours = sum(sent);
    const appends = sent.filter(({ type }) => type === "append");
    await answered(clock, engine.dispose());
    return [
      {
        name: "wire.sealed-50k",
        value: ours,
        unit: "B",
        better: "lower",
        budget: 700_000,
        baseline: { name: "y-websocket frames", value: theirs },
        ratio: ours / theirs,
        ratioBudget: 0.5,
        n: keys,
        note: `${appends.length} appends of ${Math.round(sum(appends) / appends.length)} B on average; ${sum(sent) - sum(appends)} B of other frames`,
      },
    ];
  },
};
