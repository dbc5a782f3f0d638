/**
 * A short conversation with a relay outside of syncing: to read the membership log before anything is kept here, and to
 * append one record as a slot. No feed is followed and no page is asked for.
 */
import { type Bytes, err, ok, type Result, zeroWriter } from "@whisperwell/crypto";
import type { Frame, Payloads } from "@whisperwell/sync-server/wire";
import { type ConnectionEnd, connect, type Ready } from "./connection.ts";
import type { Clock, Network } from "./ports.ts";
import type { Identity } from "./relay-http.ts";

/** unreachable: no relay there, or it went away. signed-out: it knows no such vault or principal. */
export type VisitFailure = { readonly code: "unreachable" | "signed-out" | "version" | "cancelled" };
export interface Visit {
  readonly ready: Ready;
  /** Whole membership envelopes from mseq 0 on; not judged. */
  readonly membership: () => Promise<Result<readonly Bytes[], VisitFailure>>;
  /** One membership record. `refused` carries the relay's code: `conflict` after a lost race. */
  readonly append: (
    record: Bytes,
  ) => Promise<Result<undefined, VisitFailure | { readonly code: "refused"; readonly why: string }>>;
}
export interface VisitDeps {
  readonly clock: Clock;
  readonly network: Pick<Network, "dial">;
}

/** More than any journal's log comes to; a relay that sends more is not believed. */
const membershipBytesMost = 64 * 1024 * 1024;

const failureOf = (end: ConnectionEnd | undefined): VisitFailure => {
  if (end?.kind === "version" || (end?.kind === "goaway" && end.code === "upgrade"))
    return { code: "version" };
  if (end?.kind === "goaway" && (end.code === "signed-out" || end.code === "revoked"))
    return { code: "signed-out" };
  return { code: end?.kind === "ended" ? "cancelled" : "unreachable" };
};

type Answer = Extract<Frame, { readonly type: "bodies" | "ack" | "nack" }>;

/** Dials, signs in as `identity`, runs `work`, hangs up. What `work` answers is the answer. */
export const visitRelay = async <T>(
  { clock, network }: VisitDeps,
  origin: string,
  identity: Identity,
  work: (visit: Visit) => Promise<Result<T, VisitFailure>>,
  signal?: AbortSignal,
): Promise<Result<T, VisitFailure>> => {
  if (signal?.aborted) return err({ code: "cancelled" });
  const answers: { readonly frame: Answer; readonly bytes: number }[] = [];
  let ended: ConnectionEnd | undefined;
  let wake: () => void = () => undefined;
  let onReady: (ready: Ready | undefined) => void = () => undefined;
  const readied = new Promise<Ready | undefined>((resolve) => {
    onReady = resolve;
  });
  const connection = connect({ clock, network, log: identity }, origin, {
    onReady,
    onFrame: (frame, bytes) => {
      if (frame.type !== "bodies" && frame.type !== "ack" && frame.type !== "nack") return;
      answers.push({ frame, bytes });
      wake();
    },
    onEnd: (end) => {
      ended = end;
      onReady(undefined);
      wake();
    },
  });
  const cancel = () => connection.end();
  signal?.addEventListener("abort", cancel, { once: true });

  const next = async () => {
    for (;;) {
      const answer = answers.shift();
      if (answer !== undefined || ended !== undefined) return answer;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const membership = async (mseq: number): Promise<Result<readonly Bytes[], VisitFailure>> => {
    connection.send({
      type: "fetch",
      wanted: { kind: "writer", writerId: zeroWriter, from: 0, to: mseq },
    });
    const records: Bytes[] = [];
    let held = 0;
    for (;;) {
      const answer = await next();
      if (answer?.frame.type !== "bodies") return err(failureOf(ended));
      const { items } = answer.frame;
      if (items.length === 0) return ok(records);
      for (const { bytes } of items) {
        held += bytes.length;
        records.push(bytes.slice());
      }
      if (held > membershipBytesMost || records.length > mseq + 1) return err({ code: "unreachable" });
      connection.send({ type: "credit", bytes: answer.bytes });
    }
  };
  const append: Visit["append"] = async (record) => {
    connection.send({ type: "append", req: 1, items: [{ kind: "whole", bytes: record }] });
    const answer = await next();
    if (answer === undefined) return err(failureOf(ended));
    if (answer.frame.type === "ack") return ok(undefined);
    const why = answer.frame.type === "nack" ? (answer.frame as Payloads["nack"]).code : answer.frame.type;
    return err({ code: "refused", why });
  };

  const ready = await readied;
  const answered =
    ready === undefined
      ? err(failureOf(ended))
      : await work({ ready, membership: () => membership(ready.mseq), append });
  signal?.removeEventListener("abort", cancel);
  connection.end();
  return answered;
};
