/**
 * One conversation after READY: what READY claims is judged, membership is pulled before anything is sent, then reader
 * and sender go on side by side. A session never outlives its connection; what it was doing is taken up by the next.
 */
import { type Bytes, err, ok, parseEnvelope, type Result } from "@whisperwell/crypto";
import type { FetchWanted, Frame } from "@whisperwell/sync-server/wire";
import type { Ready } from "./connection.ts";
import { createGuard } from "./guard.ts";
import { judgeReady, type ReadyVerdict } from "./judge-ready.ts";
import { ownStub } from "./own-stub.ts";
import type { FetchBodies } from "./page-bodies.ts";
import type { Clock, LogPort } from "./ports.ts";
import { createReader, type ReadFault } from "./reader.ts";
import { createReconcile, type Lacking } from "./reconcile.ts";
import { createSender } from "./sender.ts";

/** ms; as long as a relay may be silent at all. */
const bodiesWait = 35_000;
/** ms between asking for bodies that did not come. */
const bodiesEvery = 3_600_000;

export interface SessionDeps {
  readonly clock: Clock;
  readonly log: LogPort;
  readonly send: (frame: Frame) => void;
  readonly ready: Ready;
  /** Another relay was chosen: its feed epoch is new and no alarm. */
  readonly moved: boolean;
  /** False after three pages in a row that could not be the feed: go on sending, read no more. */
  readonly mayRead: boolean;
  /** Answers whether what is here may be uploaded again: not after the third change of feed epoch in a day. */
  readonly onFeedChanged: () => Promise<boolean>;
  readonly onReadFault: (fault: ReadFault) => void;
  readonly onBroken: (detail: string) => void;
  readonly onRefused: (code: string) => void;
  readonly onAccepted: () => void;
  readonly onProgress: (applied: number, head: number) => void;
  readonly onIdle: () => void;
}
export interface Session {
  readonly handle: (frame: Frame, bytes: number) => void;
  readonly outboxChanged: () => void;
  readonly unblock: () => void;
  /** True when nothing of ours waits or is on its way. */
  readonly idle: () => boolean;
  /** Bodies for stubs already held; never moves the cursor. Answers whole envelopes, not yet compared with a stub. */
  readonly fetchBodies: (
    wanted: FetchWanted,
  ) => Promise<Result<readonly Bytes[], { readonly code: "offline" }>>;
  readonly end: () => void;
}

export const createSession = (deps: SessionDeps): Session => {
  const { log, send, ready } = deps;
  const { feedEpoch } = ready;
  let ended = false;
  let isOpen = false;
  const fetches: {
    readonly bodies: Bytes[];
    readonly done: (bodies: readonly Bytes[] | undefined) => void;
  }[] = [];

  const fetchBodies: Session["fetchBodies"] = (wanted) =>
    new Promise((resolve) => {
      if (ended) return resolve(err({ code: "offline" }));
      fetches.push({
        bodies: [],
        done: (bodies) => resolve(bodies === undefined ? err({ code: "offline" }) : ok(bodies)),
      });
      send({ type: "fetch", wanted });
    });
  /** The feed does not wait for ever for a body that does not come: the commit is then stored without it. */
  const fetchForPage: FetchBodies = (wanted) =>
    new Promise((resolve) => {
      const cancel = deps.clock.after(bodiesWait, () => resolve(err({ code: "late" })));
      void fetchBodies(wanted).then((fetched) => {
        cancel();
        resolve(fetched);
      });
    });

  const reader = createReader({
    log,
    send,
    fetchBodies: fetchForPage,
    feedEpoch,
    head: ready.head,
    onFault: deps.onReadFault,
    onProgress: deps.onProgress,
  });
  const sender = createSender({
    clock: deps.clock,
    log,
    random: log.random,
    send,
    feedEpoch,
    pull: reader.pull,
    onBroken: deps.onBroken,
    onFault: deps.onReadFault,
    onRefused: deps.onRefused,
    onAccepted: deps.onAccepted,
    onIdle: deps.onIdle,
  });
  const reconcile = createReconcile({ log, send, sender, mseq: ready.mseq });

  let cancelBodies = () => {};
  let giving = false;
  let mayGive = true;
  let askedAgain = false;
  /** What the relay is known not to take is not offered again before the next conversation. */
  let owedInVain = 0;
  /**
   * Gives the relay what it lacks of this log, one RECONCILE at a time: `owed` only where a merged backup brought
   * something, also while another is under way. Answers whether it has everything now.
   */
  const giveBack = async (what: "all" | "owed"): Promise<boolean> => {
    askedAgain = true;
    if (giving || !mayGive) return false;
    giving = true;
    let isFirst = what === "all";
    let hasAll = false;
    while (askedAgain && !ended) {
      askedAgain = false;
      const owed = (await log.owes?.()) ?? 0;
      if (!isFirst && owed <= owedInVain) continue;
      isFirst = false;
      const lacking = await reconcile.run();
      hasAll = lacking?.length === 0;
      owedInVain = await stillOwed(owed, lacking);
      if (owed > owedInVain) {
        const paid = await log.paid?.(owed - owedInVain);
        if (paid?.ok === false) {
          fail(paid.error);
          return false;
        }
      }
    }
    giving = false;
    return hasAll;
  };

  /** Where the relay does not take part of it for good, the rest is owed no more. */
  const stillOwed = async (owed: number, lacking: Lacking): Promise<number> => {
    if (lacking === undefined || owed === 0) return owed;
    if (lacking.length === 0) return 0;
    return Math.min(owed, (await log.lacking?.(lacking)) ?? owed);
  };

  /** Bodies that once did not come: asked for again in every conversation, and now and then in a long one. */
  const askForBodies = async (): Promise<void> => {
    for (const { writerId, from, to } of (await log.bodyless?.()) ?? []) {
      const fetched = await fetchForPage({ kind: "writer", writerId, from, to });
      if (ended || !fetched.ok) break;
      const taken = await log.takeBodies?.(fetched.value);
      if (taken?.ok === false) return fail(taken.error);
    }
    if (!ended) cancelBodies = deps.clock.after(bodiesEvery, () => guard(askForBodies()));
  };

  /** What was acknowledged and is gone: named, and given back from this log. The feed itself is read no further. */
  const onRollback = (verdict: ReadyVerdict) => {
    reader.end();
    guard(giveBack("all"));
    deps.onReadFault({ code: "rollback", what: verdict.rolledBack.join(" "), head: ready.head });
  };

  const fail = (fault: ReadFault) => {
    if (!ended) deps.onReadFault(fault);
  };
  const guard = createGuard((cause) => fail({ code: "storage", cause }));

  const begin = async () => {
    const rearmed = await log.outbox.rearm();
    if (!rearmed.ok) return fail(rearmed.error);
    const position = await log.position();
    const verdict = judgeReady(ready, position, (held) => {
      const shown = ownStub(log, held.stub, held.writerId);
      return shown?.wseq === held.wseq && shown.hash === held.hash;
    });
    if (ended) return;
    if (verdict.membershipForked) {
      await log.raise("MEMBERSHIP_FORK", { mseq: ready.mseq });
      return deps.onReadFault({ code: "page-invalid", detail: "membership-forked" });
    }
    for (const writerId of verdict.reEmit) {
      const written = await log.outbox.reEmit(writerId, "fork");
      if (!written.ok) return fail(written.error);
    }
    if (verdict.rolledBack.length > 0) onRollback(verdict);
    else if (deps.mayRead) {
      const isBehind = ready.mseq > position.mseq || ready.epoch > position.epoch;
      if (verdict.feed === "same" && !isBehind) guard(reader.pull());
      else await catchUp(verdict);
    } else reader.end();
    if (ended) return;
    sender.open();
    isOpen = true;
    guard(giveBack("owed"));
    guard(askForBodies());
  };

  /** Reads and, where the relay's store is another than before, gives back at the same time. */
  const catchUp = async (verdict: ReadyVerdict): Promise<void> => {
    const changed = (verdict.feed === "other" || verdict.feed === "unfilled") && !deps.moved;
    const mayUpload = !changed || (await deps.onFeedChanged());
    if (ended) return;
    mayGive = mayUpload;
    if (verdict.feed === "same" || !mayUpload || (await log.joins?.()) === true) return reader.pull();
    const offered = await log.offerBlobs?.();
    if (offered?.ok === false) return fail(offered.error);
    if (ended) return;
    const [, isFilled] = await Promise.all([reader.pull(), giveBack("all")]);
    if (!isFilled || ended) return;
    const filled = await log.filled?.(feedEpoch);
    if (filled?.ok === false) fail(filled.error);
  };

  const handle = (frame: Frame, bytes: number) => {
    if (ended) return;
    switch (frame.type) {
      case "page":
        return reader.page(frame, bytes);
      case "ping":
        if (frame.mseq < ready.mseq)
          return deps.onReadFault({ code: "rollback", what: "membership", head: frame.head });
        return reader.announce(frame.head);
      case "wake":
        return reader.announce(frame.head);
      case "ack":
        return sender.ack(frame);
      case "nack":
        return sender.nack(frame);
      case "want":
        return reconcile.want(frame);
      case "bodies":
        return takeBodies(frame.items, bytes);
      case "pong":
      case "eph":
        return;
      default:
        // Frames only a client sends, or a second handshake.
        return deps.onBroken(`${frame.type}-from-relay`);
    }
  };

  const takeBodies = (items: Extract<Frame, { readonly type: "bodies" }>["items"], bytes: number) => {
    const fetch = fetches[0];
    if (fetch === undefined) return deps.onBroken("bodies-unasked");
    reader.spend(bytes);
    for (const item of items) {
      const isWhole = item.kind === "whole" && parseEnvelope(item.bytes).ok;
      if (!isWhole) return deps.onBroken("body-malformed");
      fetch.bodies.push(item.bytes.slice());
    }
    if (items.length > 0) return;
    fetches.shift();
    fetch.done(fetch.bodies);
  };

  guard(begin());
  return {
    handle,
    outboxChanged: () => {
      sender.changed();
      if (isOpen) guard(giveBack("owed"));
    },
    unblock: sender.unblock,
    idle: sender.idle,
    fetchBodies,
    end: () => {
      ended = true;
      cancelBodies();
      reader.end();
      reconcile.end();
      sender.end();
      for (const fetch of fetches.splice(0)) fetch.done(undefined);
    },
  };
};
