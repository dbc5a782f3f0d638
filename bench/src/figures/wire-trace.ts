/**
 * `wire.trace-50k`: what Yjs itself costs on the wire when edits leave merged, 20 keys at a time, beside the frames
 * y-websocket sends for the same keys (one sync message an update).
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import type { Figure } from "../figure.ts";
import { typingTrace } from "../trace.ts";

const keys = 50_000;
const keysPerFlush = 20;
const messageSync = 0;

const frameOf = (update: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageSync);
  syncProtocol.writeUpdate(encoder, update);
  return encoding.toUint8Array(encoder);
};

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
      const frame = frameOf(update);
      // Read back, so that the peer's bytes are known to be what its server would accept.
      if (decoding.readVarUint(decoding.createDecoder(frame)) !== messageSync)
        throw new Error("not a sync frame");
      theirs += frame.length;
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
