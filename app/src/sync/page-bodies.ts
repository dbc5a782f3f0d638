/**
 * A page asked for with all bodies that shows a commit as a stub: nothing was pruned while no snapshot is applied, so
 * the body is asked for once more, by name. What still does not come stays a stub, and the log names it BODY_MISSING.
 */
import {
  type Bytes,
  envelopeKinds,
  type Hash,
  parseEnvelope,
  type Result,
  type WriterId,
} from "@whisperwell/crypto";
import type { FetchWanted, Payloads } from "@whisperwell/sync-server/wire";

type Item = Payloads["page"]["items"][number];
export type FetchBodies = (wanted: FetchWanted) => Promise<Result<readonly Bytes[], unknown>>;

/** Contiguous runs of one writer among the commits that came without a body. */
const rangesOf = (items: readonly Item[]): readonly Extract<FetchWanted, { kind: "writer" }>[] => {
  const ranges: { kind: "writer"; writerId: WriterId; from: number; to: number }[] = [];
  for (const { kind, bytes } of items) {
    const envelope = kind === "stub" ? parseEnvelope(bytes, "stub") : undefined;
    if (envelope?.ok !== true || envelope.value.header.kind !== envelopeKinds.commit) continue;
    const { writerId, wseq } = envelope.value.header;
    const range = ranges.findLast((known) => known.writerId === writerId);
    if (range?.to === wseq - 1) range.to = wseq;
    else ranges.push({ kind: "writer", writerId, from: wseq, to: wseq });
  }
  return ranges;
};

/** The page's items, whole where the relay gave a body with the stub's own hash. */
export const withBodies = async (items: readonly Item[], fetch: FetchBodies): Promise<readonly Item[]> => {
  const ranges = rangesOf(items);
  if (ranges.length === 0) return items;
  const bodies = new Map<Hash, Bytes>();
  for (const range of ranges) {
    const fetched = await fetch(range);
    for (const bytes of fetched.ok ? fetched.value : []) {
      const envelope = parseEnvelope(bytes);
      if (envelope.ok) bodies.set(envelope.value.hash, bytes);
    }
  }
  return items.map((item) => {
    const stub = item.kind === "stub" ? parseEnvelope(item.bytes, "stub") : undefined;
    const body = stub?.ok === true ? bodies.get(stub.value.hash) : undefined;
    return body === undefined ? item : { kind: "whole", bytes: body };
  });
};
