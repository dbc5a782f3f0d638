/** Runs as they travel: signatures inside a run stay at home, where every envelope has its own for any later split. */
import { assert, type Bytes, concat, readU32, type WriterId, zeroWriter } from "@whisperwell/crypto";
import { batchBytesMost, batchItemsMost, type Item } from "@whisperwell/sync-server/wire";
import type { OutboxRun } from "./ports.ts";

const bodyLengthAt = 120;
const bodyAt = 124;
const unsignedFlag = Uint8Array.of(0);

const withoutSignature = (envelope: Bytes): Bytes =>
  concat(envelope.subarray(0, bodyAt + readU32(envelope, bodyLengthAt)), unsignedFlag);

/** Only the last keeps its signature: it carries the others through the chain's hashes. */
export const runItems = ({ envelopes }: Pick<OutboxRun, "envelopes">): readonly Item[] =>
  envelopes.map((envelope, index) => ({
    kind: "whole",
    bytes: index === envelopes.length - 1 ? envelope : withoutSignature(envelope),
  }));

const isSigned = (envelope: Bytes): boolean => envelope[bodyAt + readU32(envelope, bodyLengthAt)] === 1;

/**
 * Contiguous envelopes of one writer in runs an APPEND can hold; membership records travel alone. A run ends on a
 * signed envelope: of ours each is, of another device's those that ended a run before, so no run grows beyond the one
 * it came in. What follows the last signed one is left out.
 */
export const splitRuns = (
  writerId: WriterId,
  from: number,
  envelopes: readonly Bytes[],
): readonly OutboxRun[] => {
  const itemsMost = writerId === zeroWriter ? 1 : batchItemsMost;
  const runs: OutboxRun[] = [];
  for (let start = 0; start < envelopes.length; ) {
    let end = start;
    let bytes = 0;
    let run: OutboxRun | undefined;
    for (let next = envelopes[end]; next !== undefined; next = envelopes[end]) {
      const fits = end - start < itemsMost && bytes + next.length <= batchBytesMost;
      if (end > start && !fits) break;
      end += 1;
      bytes += next.length;
      if (isSigned(next))
        run = { writerId, from: from + start, envelopes: envelopes.slice(start, end), bytes };
    }
    if (run === undefined) return runs;
    runs.push(run);
    start += run.envelopes.length;
  }
  return runs;
};

/** True when the ACK's runs are exactly this run, in order: every wseq once, none beside it. */
export const coversRun = (
  run: OutboxRun,
  acked: readonly { readonly wseq: number; readonly n: number }[],
): boolean => {
  assert(run.envelopes.length > 0, "an empty run is never sent");
  let next = run.from;
  for (const { wseq, n } of acked) {
    if (wseq !== next || n < 1) return false;
    next += n;
  }
  return next === run.from + run.envelopes.length;
};
