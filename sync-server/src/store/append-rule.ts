/**
 * The append rule of every store. Known links are compared before they are dropped, the rest must follow the last
 * held link exactly; so runs never overlap, however a client splits its retries.
 */
import { type Bytes, zeroHash } from "@whisperwell/crypto";
import type { AckRun, WriterHead } from "../wire/index.ts";
import type { AppendOutcome, SealedEnvelope } from "./port.ts";

/** What is held of the batch's writer. */
export interface HeldChain {
  readonly last: { readonly wseq: number; readonly hash: string } | undefined;
  readonly at: (wseq: number) => { readonly hash: string; readonly seq: number } | undefined;
  /** The first signed stub at wseq or above: there is one, because every append ends signed. */
  readonly signedFrom: (wseq: number) => Bytes;
}
export type AppendDecision =
  | Extract<AppendOutcome, { code: "gap" | "fork" }>
  | { readonly code: "insert"; readonly known: readonly AckRun[]; readonly rest: readonly SealedEnvelope[] };

/** Adds one place to a list of runs, lengthening the last where both numbers go on. */
export const addToRuns = (runs: AckRun[], wseq: number, seq: number): void => {
  const last = runs.at(-1);
  if (last && last.wseq + last.n === wseq && last.seq + last.n === seq)
    runs[runs.length - 1] = { ...last, n: last.n + 1 };
  else runs.push({ wseq, seq, n: 1 });
};

export const decideAppend = (held: HeldChain, batch: readonly SealedEnvelope[]): AppendDecision => {
  const first = batch[0] as SealedEnvelope;
  const expect = {
    writerId: first.writerId,
    wseq: held.last?.wseq ?? 0,
    hash: held.last?.hash ?? zeroHash,
  } as WriterHead;
  const fork = (wseq: number): AppendDecision => ({ code: "fork", expect, proof: held.signedFrom(wseq) });
  const nextWseq = held.last === undefined ? 0 : held.last.wseq + 1;
  if (first.wseq > nextWseq) return { code: "gap", expect };
  const known: AckRun[] = [];
  for (const envelope of batch) {
    if (envelope.wseq >= nextWseq) break;
    const place = held.at(envelope.wseq);
    if (place?.hash !== envelope.hash) return fork(envelope.wseq);
    addToRuns(known, envelope.wseq, place.seq);
  }
  const rest = batch.filter((envelope) => envelope.wseq >= nextWseq);
  const linked = rest.length === 0 || rest[0]?.prev === expect.hash;
  // With nothing held, prev must be zero, and there is no branch of ours to prove.
  if (!linked) return held.last === undefined ? { code: "gap", expect } : fork(held.last.wseq);
  return { code: "insert", known, rest };
};
