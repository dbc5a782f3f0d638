/**
 * Empties the outbox, at most four appends in flight, answered in the order sent.
 * I2  Nothing leaves the outbox but on an ACK; a NACK gives back everything in flight, and what was refused first goes
 *     first again. I13  Nothing is sent before the membership log was pulled to where the relay says it is.
 * An ACK never moves the cursor: it says nothing about what others wrote with a lower seq.
 */
import { assert, type FeedEpoch, type Random, type WriterId, zeroWriter } from "@whisperwell/crypto";
import { appendsInFlightMost, type Frame, type Payloads } from "@whisperwell/sync-server/wire";
import { createBackoff } from "./backoff.ts";
import { createGuard } from "./guard.ts";
import { heldCount } from "./judge-page.ts";
import { provesOtherBranch } from "./own-stub.ts";
import type { Clock, LogPort, OutboxFault, OutboxRun } from "./ports.ts";
import { decideRefusal } from "./refusal.ts";
import { coversRun, runItems, splitRuns } from "./run-items.ts";

export interface SenderDeps {
  readonly clock: Clock;
  readonly log: LogPort;
  readonly random: Random;
  readonly send: (frame: Frame) => void;
  readonly feedEpoch: FeedEpoch;
  /** Membership to the head, before what it refused is written again. */
  readonly pull: () => Promise<void>;
  /** The relay broke the rules of the conversation. */
  readonly onBroken: (detail: string) => void;
  /** Another tab took over, or the log does not answer: this conversation is over. */
  readonly onFault: (fault: OutboxFault) => void;
  /** Nothing is taken until a person changed something; `unblock` tries again. */
  readonly onRefused: (code: string) => void;
  readonly onAccepted: () => void;
  readonly onIdle: () => void;
}
export interface Sender {
  /** From here on the outbox is sent. Until then `upload` alone is. */
  readonly open: () => void;
  readonly changed: () => void;
  /** These runs first, whoever's they are; answers true when all are durable, false when one was not taken. */
  readonly upload: (runs: readonly OutboxRun[]) => Promise<boolean>;
  readonly ack: (ack: Payloads["ack"]) => void;
  readonly nack: (nack: Payloads["nack"]) => void;
  readonly unblock: () => void;
  readonly idle: () => boolean;
  readonly end: () => void;
}

/** An upload's run; runs of the outbox have none. */
interface Upload {
  left: number;
  taken: boolean;
  readonly done: (allTaken: boolean) => void;
}
interface Outgoing {
  readonly run: OutboxRun;
  readonly upload: Upload | undefined;
}
/**
 * refused: a NACK came, the answers to what else is in flight are awaited. handling: the log is asked.
 * waiting: until a time. blocked: until a person.
 */
type State = "open" | "refused" | "handling" | "waiting" | "blocked" | "ended";

export const createSender = (deps: SenderDeps): Sender => {
  const { clock, log, send, feedEpoch } = deps;
  const backoff = createBackoff(deps.random);
  const guard = createGuard((cause) => deps.onFault({ code: "storage", cause }));
  const inFlight: (Outgoing & { readonly req: number })[] = [];
  const uploads: Outgoing[] = [];
  let state: State = "open";
  let outboxOpen = false;
  let pumping = false;
  let pumpAgain = false;
  let empty = false;
  let nextReq = 1;
  let refusal: Payloads["nack"] | undefined;
  /** What was refused and what was halted behind it, in the order sent. */
  const givenBack: Outgoing[] = [];
  let cancelWait: () => void = () => undefined;
  const rolledBack = new Set<WriterId>();

  const settleUpload = (upload: Upload | undefined, taken: boolean) => {
    if (upload === undefined) return;
    upload.left -= 1;
    upload.taken &&= taken;
    if (upload.left === 0) upload.done(upload.taken);
  };
  const post = (outgoing: Outgoing) => {
    const req = nextReq++;
    inFlight.push({ ...outgoing, req });
    send({ type: "append", req, items: runItems(outgoing.run) });
  };

  const fill = async () => {
    while (state === "open" && inFlight.length < appendsInFlightMost) {
      const upload = uploads.shift();
      if (upload !== undefined) {
        post(upload);
        continue;
      }
      if (!outboxOpen) return;
      const taken = await log.outbox.take(appendsInFlightMost - inFlight.length);
      if (!taken.ok) return afterFault(taken.error);
      empty = taken.value.length === 0;
      // A refusal may have come while the log was asked: what it handed out is given back with the rest.
      if (state !== "open") {
        const rearmed = await log.outbox.rearm();
        return rearmed.ok ? undefined : afterFault(rearmed.error);
      }
      for (const run of taken.value) post({ run, upload: undefined });
      if (empty) return;
    }
  };
  const pump = () => {
    pumpAgain = true;
    if (pumping || state !== "open") return;
    pumping = true;
    const run = async () => {
      try {
        while (pumpAgain && state === "open") {
          pumpAgain = false;
          await fill();
        }
      } finally {
        pumping = false;
      }
      if (idle()) deps.onIdle();
    };
    guard(run());
  };
  const idle = () =>
    state === "open" && outboxOpen && empty && !pumping && inFlight.length === 0 && uploads.length === 0;

  const reopen = async () => {
    const rearmed = await log.outbox.rearm();
    if (!rearmed.ok) return faultWhileHandling(rearmed.error);
    if (state === "ended") return;
    state = "open";
    pump();
  };
  const waitAndReopen = (atLeast: number) => {
    if (state === "ended") return;
    state = "waiting";
    cancelWait = clock.after(Math.max(atLeast, backoff.next()), () => guard(reopen()));
  };
  /** Without room nothing is lost and nothing hurries: again after a pause, unless a refusal already sees to that. */
  const afterFault = (fault: OutboxFault) => {
    if (state === "ended") return;
    if (fault.code === "stale-holder") return deps.onFault(fault);
    empty = false;
    if (state === "open") waitAndReopen(0);
  };
  const faultWhileHandling = (fault: OutboxFault) =>
    fault.code === "stale-holder" ? deps.onFault(fault) : waitAndReopen(0);

  /** What the relay lost goes up first; less than it acknowledged is a rollback, named once a writer. */
  const sendFrom = async (run: OutboxRun, wseq: number) => {
    const { acknowledged } = await log.position();
    const acked = acknowledged.find(({ writerId }) => writerId === run.writerId);
    if (acked !== undefined && heldCount(acked) > wseq && !rolledBack.has(run.writerId)) {
      rolledBack.add(run.writerId);
      await log.raise("ROLLBACK", { what: "writer", acknowledged: heldCount(acked), held: wseq });
    }
    const envelopes =
      run.writerId === zeroWriter ? await log.membership(wseq) : await log.outbox.read(run.writerId, wseq);
    const missing = splitRuns(run.writerId, wseq, envelopes.slice(0, run.from - wseq));
    const upload: Upload = { left: missing.length, taken: true, done: () => undefined };
    uploads.unshift(...missing.map((lost) => ({ run: lost, upload })));
  };

  const blockOn = async (code: string, proof: Uint8Array | undefined) => {
    const rearmed = await log.outbox.rearm();
    if (!rearmed.ok && rearmed.error.code === "stale-holder") return afterFault(rearmed.error);
    const proven =
      code !== "revoked" ||
      (proof !== undefined && (await log.provesRevocation?.(Uint8Array.from(proof))) === true);
    if (state === "ended") return;
    state = "blocked";
    deps.onRefused(proven ? code : "signed-out");
  };

  /** History sent for the relay's sake that it does not take: given up, with what hangs on it. */
  const giveUp = (upload: Upload, writerId: WriterId) => {
    settleUpload(upload, false);
    for (let at = uploads.length - 1; at >= 0; at--) {
      const waiting = uploads[at];
      if (waiting?.upload !== upload || waiting.run.writerId !== writerId) continue;
      uploads.splice(at, 1);
      settleUpload(upload, false);
    }
  };

  /** `epoch` and `fence` are claims: once membership was pulled it bears them out, or the relay is not believed. */
  const reEmit = async (writerId: WriterId, cause: "fork" | "epoch", retryAfter: number) => {
    if (cause === "epoch") await deps.pull();
    const written = await log.outbox.reEmit(writerId, cause);
    if (!written.ok) return faultWhileHandling(written.error);
    if (written.value === "uncalled-for") return deps.onBroken("epoch-without-cause");
    if (written.value === "done") return waitAndReopen(retryAfter);
    if (state === "ended") return;
    state = "blocked";
    deps.onRefused("revoked");
  };

  /** Runs once everything in flight was answered. */
  const handleRefusal = async (nack: Payloads["nack"]) => {
    state = "handling";
    refusal = undefined;
    const [refused, ...halted] = givenBack.splice(0);
    assert(refused !== undefined, "a refusal is always of something");
    const { run, upload } = refused;
    const { writerId, from } = run;
    const proven = nack.code === "fork" && (await provesOtherBranch(log, nack.proof, writerId));
    const decided = decideRefusal(nack, { writerId, from }, proven);
    uploads.unshift(...halted.filter((outgoing) => outgoing.upload !== undefined));
    const goesAgain =
      decided.step !== "stop-writer" && decided.step !== "re-emit" && decided.step !== "disbelieve";
    if (upload !== undefined && goesAgain) uploads.unshift(refused);
    switch (decided.step) {
      case "again":
        return waitAndReopen(nack.retryAfter ?? 0);
      case "again-from":
        await sendFrom(run, decided.wseq);
        return waitAndReopen(nack.retryAfter ?? 0);
      case "reissue": {
        await deps.pull();
        const reissued = await log.outbox.reissue?.(decided.cause);
        if (reissued?.ok === false) return faultWhileHandling(reissued.error);
        return waitAndReopen(nack.retryAfter ?? 0);
      }
      case "re-emit":
        if (upload === undefined) return reEmit(writerId, decided.cause, nack.retryAfter ?? 0);
        giveUp(upload, writerId);
        return waitAndReopen(nack.retryAfter ?? 0);
      case "disbelieve":
        return deps.onBroken(decided.detail);
      case "needs-user":
        return blockOn(decided.code, nack.proof);
      case "stop-writer":
        if (upload !== undefined) giveUp(upload, writerId);
        else {
          const stopped = await log.outbox.stop(writerId, decided.code);
          if (!stopped.ok) return faultWhileHandling(stopped.error);
        }
        await log.raise("BUG", { code: decided.code });
        return reopen();
    }
  };

  /** The answer to the oldest in flight; undefined when the relay answers anything else. */
  const answered = (req: number) => {
    if (state === "ended") return undefined;
    if (inFlight[0]?.req === req) return inFlight.shift();
    deps.onBroken("answer-out-of-order");
    return undefined;
  };
  const afterAnswer = () => {
    if (refusal !== undefined && inFlight.length === 0 && state === "refused") guard(handleRefusal(refusal));
    else pump();
  };

  return {
    open: () => {
      outboxOpen = true;
      pump();
    },
    changed: () => {
      empty = false;
      pump();
    },
    upload: (runs) =>
      new Promise((done) => {
        if (state === "ended") return done(false);
        if (runs.length === 0) return done(true);
        const upload: Upload = { left: runs.length, taken: true, done };
        uploads.push(...runs.map((run) => ({ run, upload })));
        pump();
      }),
    ack: ({ req, runs }) => {
      const outgoing = answered(req);
      if (outgoing === undefined) return;
      const { run, upload } = outgoing;
      if (!coversRun(run, runs)) return deps.onBroken("ack-of-something-else");
      backoff.reset();
      const { writerId } = run;
      const settle = async () => {
        const settled = await log.outbox.settle(
          feedEpoch,
          runs.map(({ wseq, seq, n }) => ({ writerId, wseq, seq, n })),
        );
        // Without room it is still `sent`: the next connection sends it again, and the relay knows it.
        if (!settled.ok && settled.error.code === "stale-holder") return afterFault(settled.error);
        settleUpload(upload, true);
        deps.onAccepted();
        afterAnswer();
      };
      guard(settle());
    },
    nack: (nack) => {
      const outgoing = answered(nack.req);
      if (outgoing === undefined) return;
      givenBack.push(outgoing);
      refusal ??= nack;
      state = "refused";
      afterAnswer();
    },
    unblock: () => {
      if (state === "blocked") guard(reopen());
      else if (state === "waiting") {
        cancelWait();
        guard(reopen());
      }
    },
    idle,
    end: () => {
      assert(state !== "ended", "a sender ends once, with its connection");
      state = "ended";
      cancelWait();
      const left = [...uploads.splice(0), ...inFlight.splice(0), ...givenBack.splice(0)];
      for (const upload of new Set(left.map((outgoing) => outgoing.upload))) upload?.done(false);
    },
  };
};
