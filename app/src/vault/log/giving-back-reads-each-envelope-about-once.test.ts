/** A relay that lost everything gets it in the old order, and no turn of it reads what the turns before have sent. */
import type { Bytes, DocTag, Hash, WriterId } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { createMemoryDisk } from "../store/memory.ts";
import type { LogRecord, VaultStore } from "../store/port.ts";
import { must } from "../testing/browser.ts";
import { missingRuns } from "./outbox.ts";

const writers = ["a", "b", "c"].map((letter) => letter.repeat(32) as WriterId);
const each = 2000;
/** Three writers that took turns: as many runs as envelopes, the worst there is. */
const record = (seq: number): LogRecord => ({
  writer: writers[seq % writers.length] as WriterId,
  wseq: Math.floor(seq / writers.length),
  hash: seq.toString(16).padStart(64, "0") as Hash,
  docTag: "d".repeat(32) as DocTag,
  kind: 1,
  epoch: 0,
  form: "whole",
  bytes: new Uint8Array(8) as Bytes,
  seq,
  state: "feed",
  standing: "accepted",
});

test("six thousand envelopes of three writers, eight at a time: in feed order, and none is read a hundred times", async () => {
  const total = each * writers.length;
  const store = createMemoryDisk().open();
  must(
    await store.write(["log"], "strict", (tx) =>
      tx.log.put(Array.from({ length: total }, (_, n) => record(n))),
    ),
  );
  let read = 0;
  const counting: VaultStore = {
    ...store,
    read: (tables, run) =>
      store.read(tables, (tx) =>
        run({
          ...tx,
          log: {
            ...tx.log,
            byWriter: async (...range) => {
              const found = await tx.log.byWriter(...range);
              read += found.length;
              return found;
            },
          },
        }),
      ),
  };
  const from = new Map(writers.map((writerId) => [writerId, 0]));
  const order: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const wanted = [...from].map(([writerId, at]) => ({ writerId, from: at }));
    for (const { writerId, from: at, envelopes } of await missingRuns({ store: counting }, wanted, 8)) {
      order.push(at * writers.length + writers.indexOf(writerId));
      from.set(writerId, at + envelopes.length);
    }
  }
  expect(order).toEqual(Array.from({ length: 160 }, (_, n) => n));
  // A window of each writer a turn; before, everything that was left: 118,000 in these twenty turns.
  expect(read / 20).toBeLessThanOrEqual(256 * writers.length);
});
