/**
 * A store that was restored or wiped gets back what this device has: membership first, then what the relay says it
 * misses, in the old feed order. Every head known before must be reached again, else RELAY_LOST says how much is not.
 */
import { type WriterId, zeroWriter } from "@whisperwell/crypto";
import type { Frame, Payloads } from "@whisperwell/sync-server/wire";
import type { LogPort, OutboxRun } from "./ports.ts";
import { splitRuns } from "./run-items.ts";
import type { Sender } from "./sender.ts";

type Wanted = Payloads["want"]["writers"];
export interface ReconcileDeps {
  readonly log: Pick<LogPort, "position" | "membership" | "outbox" | "raise">;
  readonly send: (frame: Frame) => void;
  readonly sender: Pick<Sender, "upload">;
  /** Last record the relay holds. */
  readonly mseq: number;
}
/** What the relay still lacks when all was offered that is here; undefined when that was not found out. */
export type Lacking = Wanted | undefined;
export interface Reconcile {
  readonly run: () => Promise<Lacking>;
  readonly want: (want: Payloads["want"]) => void;
  readonly end: () => void;
}

const runsAtOnce = 8;

export const createReconcile = ({ log, send, sender, mseq }: ReconcileDeps): Reconcile => {
  let ended = false;
  let answer: ((wanted: Wanted | undefined) => void) | undefined;
  const ask = async (): Promise<Wanted | undefined> => {
    const { heads, reached = heads } = await log.position();
    const known = reached.filter(({ writerId }) => writerId !== zeroWriter);
    if (known.length === 0) return [];
    if (ended) return undefined;
    return new Promise((resolve) => {
      answer = resolve;
      send({ type: "reconcile", heads: known });
    });
  };

  /** Where the log does not know the old order, each writer's own. */
  const missingByWriter = async (wanted: Wanted): Promise<readonly OutboxRun[]> => {
    for (const { writerId, from } of wanted) {
      const runs = splitRuns(writerId, from, await log.outbox.read(writerId, from));
      if (runs.length > 0) return runs.slice(0, runsAtOnce);
    }
    return [];
  };

  /** A log cuts by feed order and size, but a run travels only with a signature at its end: cut there, or go on to it. */
  const endSigned = async ({ writerId, from, envelopes }: OutboxRun): Promise<readonly OutboxRun[]> => {
    const cut = splitRuns(writerId, from, envelopes);
    if (cut.length > 0) return cut;
    return splitRuns(writerId, from, await log.outbox.read(writerId, from)).slice(0, 1);
  };

  /** Each turn sends some and asks from behind them; what a turn cannot send is not here. */
  const uploadWanted = async (first: Wanted): Promise<void> => {
    const next = new Map(first.map(({ writerId, from }) => [writerId, from]));
    for (;;) {
      const wanted = [...next].map(([writerId, from]) => ({ writerId, from }));
      const found = await (log.outbox.missing?.(wanted, runsAtOnce) ?? missingByWriter(wanted));
      const runs = (await Promise.all(found.map(endSigned))).flat();
      if (ended || runs.length === 0) return;
      if (!(await sender.upload(runs))) return;
      for (const { writerId, from, envelopes } of runs)
        next.set(writerId, Math.max(next.get(writerId) ?? 0, from + envelopes.length));
    }
  };

  const uploadMembership = async (): Promise<boolean> => {
    const records = await log.membership(mseq + 1);
    return sender.upload(splitRuns(zeroWriter, mseq + 1, records));
  };

  return {
    run: async () => {
      if (!(await uploadMembership()) || ended) return undefined;
      const wanted = await ask();
      if (wanted === undefined || wanted.length === 0) return wanted;
      await uploadWanted(wanted);
      const still = ended ? undefined : await ask();
      if (still !== undefined && still.length > 0) await log.raise("RELAY_LOST", lostDetails(still));
      return still;
    },
    want: ({ writers }) => {
      const resolve = answer;
      answer = undefined;
      resolve?.(writers);
    },
    end: () => {
      ended = true;
      answer?.(undefined);
    },
  };
};

/** The list as content-free values: how many writers, and the first of each by its prefix. */
const lostDetails = (still: readonly { readonly writerId: WriterId; readonly from: number }[]) => ({
  writers: still.length,
  from: still.map(({ writerId, from }) => `${writerId.slice(0, 16)}:${from}`).join(" "),
});
