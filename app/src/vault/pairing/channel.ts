/** A pairing's conversation: the machine of both sides driven over the relay's mailbox, message by message. */
import {
  endPairing,
  err,
  mailboxIdOf,
  ok,
  type PairingCode,
  type PairingEnd,
  type PairingState,
  type PairingStep,
  type Random,
  type Result,
  receivePairing,
  toHex,
} from "@whisperwell/crypto";
import { createMailbox, type HttpFailure } from "../../sync/index.ts";
import type { Clock, Network } from "../../sync/ports.ts";
import type { PairingError } from "../api.ts";

export const endErrorOf = (end: PairingEnd): PairingError => {
  switch (end) {
    case "digits-wrong":
      return { code: "digits-wrong" };
    case "cancelled":
    case "ended-by-other":
      return { code: "cancelled" };
    case "expired":
      return { code: "code-expired" };
    default:
      return { code: "tampered" };
  }
};
export const httpErrorOf = (failure: HttpFailure): PairingError => {
  switch (failure.code) {
    case "taken":
    case "full":
      return { code: "code-used" };
    case "not-found":
      return { code: "code-expired" };
    case "cancelled":
      return { code: "cancelled" };
    default:
      return { code: "relay-unreachable" };
  }
};

/** Pauses after failures in a row that may pass; after the last the relay counts as unreachable. */
const retryAfter = [500, 1000, 2000, 4000, 8000];
const mayPass = ({ code }: HttpFailure): boolean =>
  code === "unreachable" || code === "busy" || code === "rate" || code === "internal";

export interface Channel {
  readonly state: () => PairingState;
  /** Opens or joins the mailbox, and puts what the machine wants to say first. Answers how long the mailbox lives, in ms. */
  readonly begin: () => Promise<Result<number, PairingError>>;
  /** Waits for the other side and lets the machine answer, until it is in one of these phases. */
  readonly until: (
    ...phases: readonly PairingState["phase"][]
  ) => Promise<Result<PairingState, PairingError>>;
  /** A step this side takes by itself. */
  readonly take: (step: PairingStep) => Promise<Result<PairingState, PairingError>>;
  /** Hears the other side give up while a person is thinking here; ends with `stop`. */
  readonly watchEnd: (onEnd: (error: PairingError) => void) => () => Promise<void>;
  readonly cancel: () => Promise<void>;
}

export const createChannel = (
  deps: {
    readonly network: Pick<Network, "fetch">;
    readonly random: Random;
    readonly clock: Pick<Clock, "after">;
  },
  code: PairingCode,
  side: "O" | "A",
  first: PairingStep,
): Channel => {
  const { random, clock } = deps;
  const aborted = new AbortController();
  const mailbox = createMailbox(deps.network, {
    origin: code.origin,
    ch: mailboxIdOf(code),
    token: toHex(random.bytes(16)),
  });
  let { state } = first;
  let next = 0;

  const pause = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, () => done());
      const done = () => {
        cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      signal.addEventListener("abort", done);
      if (signal.aborted) done();
    });
  /** Every question may be asked again: the mailbox answers the same. A line that breaks for a moment ends no pairing. */
  const asking = async <T>(
    signal: AbortSignal,
    ask: () => Promise<Result<T, HttpFailure>>,
  ): Promise<Result<T, HttpFailure>> => {
    for (const ms of retryAfter) {
      const answered = await ask();
      if (answered.ok || !mayPass(answered.error) || signal.aborted) return answered;
      await pause(Math.max(ms, answered.error.retryAfter ?? 0), signal);
    }
    return ask();
  };

  const send = async ({
    state: after,
    send: messages,
  }: PairingStep): Promise<Result<PairingState, PairingError>> => {
    state = after;
    for (const message of messages) {
      const put = await asking(aborted.signal, () => mailbox.put(next, message, aborted.signal));
      if (put.ok) next += 1;
      // The other side spoke first, which only a goodbye may do; ours is then of no use any more.
      else if (put.error.code === "conflict" && state.phase !== "ended") return hear(aborted.signal);
      else if (state.phase !== "ended") return err(httpErrorOf(put.error));
    }
    return state.phase === "ended" ? err(endErrorOf(state.code)) : ok(state);
  };
  const hear = async (signal: AbortSignal): Promise<Result<PairingState, PairingError>> => {
    const heard = await asking(signal, () => mailbox.waitFor(next, signal));
    if (!heard.ok) return err(httpErrorOf(heard.error));
    next += 1;
    if (heard.value.from === side) return ok(state); // our own words, put twice after a break
    return send(receivePairing({ random }, state, heard.value.message));
  };

  return {
    state: () => state,
    begin: async () => {
      const { signal } = aborted;
      const opened = await asking(signal, () => (side === "O" ? mailbox.open(signal) : mailbox.join(signal)));
      if (!opened.ok) return err(httpErrorOf(opened.error));
      const sent = await send(first);
      return sent.ok ? ok(opened.value.expiresIn) : sent;
    },
    until: async (...phases) => {
      while (!phases.includes(state.phase)) {
        const heard = await hear(aborted.signal);
        if (!heard.ok) return heard;
      }
      return ok(state);
    },
    take: send,
    watchEnd: (onEnd) => {
      const watching = new AbortController();
      const { signal } = watching;
      const watch = asking(signal, () => mailbox.waitFor(next, signal)).then((heard) => {
        if (signal.aborted) return;
        if (!heard.ok) return onEnd(httpErrorOf(heard.error));
        next += 1;
        const step = receivePairing({ random }, state, heard.value.message);
        state = step.state;
        if (state.phase === "ended") onEnd(endErrorOf(state.code));
      });
      return async () => {
        watching.abort();
        await watch;
      };
    },
    cancel: async () => {
      const ended = endPairing(state, "cancelled");
      state = ended.state;
      aborted.abort();
      for (const message of ended.send) await mailbox.put(next, message);
    },
  };
};
