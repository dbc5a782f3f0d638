/**
 * `wire.trace-50k`: what Yjs itself costs on the wire when edits leave merged, 20 keys at a time, beside the frames
 * y-websocket sends for the same keys (one sync message an update).
 */
import * as Y from "yjs";
import type { Figure } from "../figure.ts";
import { typingTrace } from "../trace.ts";
import { yWebsocketFrame } from "../y-websocket.ts";

const keys = 50_000;
const keysPerFlush = 20;

export const wireTrace: Figure = {
  name: "wire.trace-50k",
  what: "Yjs payload bytes of 50,000 keystrokes flushed every 20, before sealing; peer: y-websocket frames",
  run: async () => {
    const doc = new Y.Doc();
    const text = doc.getText("body");
    let ours = 0;
    let theirs = 0;
    let buffered: Uint8Array[] = [];
    const flush = () => {
      ours += Y.mergeUpdatesV2(buffered).length;
      buffered = [];
    };
    doc.on("update", (update: Uint8Array) => {
      theirs += yWebsocketFrame(update).length;
    });
    doc.on("updateV2", (update: Uint8Array) => buffered.push(update));
    typingTrace(keys, 7).forEach((key, at) => {
      if ("insert" in key) text.insert(key.at, key.insert);
      else text.delete(key.at, key.delete);
      if ((at + 1) % keysPerFlush === 0) flush();
    });
    return [
      {
        name: "wire.trace-50k",
        value: ours,
        unit: "B",
        better: "lower",
        budget: 200_000,
        baseline: { name: "y-websocket frames", value: theirs },
        ratio: ours / theirs,
        ratioBudget: 0.15,
        n: keys,
      },
    ];
  },
};
