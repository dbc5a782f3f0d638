/**
 * APPENDs of one session, answered in the order they came. Runs of writers are judged at once and share a commit; a
 * membership record waits for what is before it and holds up what is behind, because it changes the rules for it.
 *
 * [Note: Halted until the pong]
 * After a NACK whatever the client had already sent gets `halted`. Only the client knows what that was, so a PING goes
 * out right behind the NACK: APPENDs that arrive before its PONG were sent before the NACK was read.
 */
import { envelopeKinds, type WriterId } from "@whisperwell/crypto";
import type { AppendOutcome } from "../store/index.ts";
import { appendsInFlightMost, type Frame } from "../wire/index.ts";
import type { RelayContext } from "./context.ts";
import { type Judged, judgeAppend, membershipHead, type Refusal } from "./judge.ts";
import { shrinkingBound } from "./limits.ts";
import type { Member, Session } from "./session.ts";

type Append = Frame & { readonly type: "append" };
type Stored = Extract<AppendOutcome, { code: "stored" }>;
type Outcome = Stored | Refusal;

const busy: Refusal = { code: "busy", retryAfter: 1000 };
const halted: Refusal = { code: "halted", retryAfter: 0 };

/** The zero writer stands at bytes 20 to 35 of the first item. */
const isRecord = ({ items }: Append): boolean =>
  items[0] !== undefined &&
  items[0].bytes.length > 36 &&
  items[0].bytes.subarray(20, 36).every((byte) => byte === 0);

export interface AppendsDeps {
  readonly send: (frame: Frame) => unknown;
  readonly sendPing: () => void;
  readonly self: () => Session;
}

export const createAppends = (context: RelayContext, { send, sendPing, self }: AppendsDeps) => {
  const wanted = new Set<WriterId>();
  let answered: Promise<void> = Promise.resolve();
  /** Settles when the last membership record was answered. */
  let gate: Promise<void> = answered;
  let gatesShut = 0;
  let inFlight = 0;
  let nacks = 0;
  let pingsOut = 0;
  let pongsIn = 0;
  let haltedUntil = 0;

  const ping = (): void => {
    pingsOut += 1;
    sendPing();
  };

  const refuse = (req: number, { code, retryAfter, expect, proof }: Refusal): void => {
    send({ type: "nack", req, code, retryAfter, expect, proof });
    context.metrics.refused(code);
    if (code === "halted") return;
    nacks += 1;
    ping(); // See [Note: Halted until the pong]
    haltedUntil = pingsOut;
  };

  const refusalOf = (member: Member, judged: Judged, outcome: Exclude<AppendOutcome, Stored>): Refusal => {
    if (outcome.code === "quota") return { code: "quota" };
    if (outcome.code === "no-vault") return { code: "closed" };
    if (judged.isRecord) return { code: "conflict", expect: [membershipHead(member.vault)] };
    return outcome.code === "gap"
      ? { code: "gap", expect: [outcome.expect] }
      : { code: "fork", expect: [outcome.expect], proof: outcome.proof };
  };

  const run = async (member: Member, frame: Append): Promise<Outcome> => {
    const { vault, principalId, role } = member;
    if (pongsIn < haltedUntil) return halted;
    const retryAfter = context.vaultAppends.take(vault.vaultId);
    if (retryAfter > 0) return { code: "rate", retryAfter };
    const judge = () => judgeAppend(vault, frame.items, { principalId, role, wanted });
    const { news, store } = context;
    // What other relays added may make right what looks wrong; a record is judged by the very last one.
    if (store.isShared && isRecord(frame)) await news.catchUp(vault);
    let judged = judge();
    if (!judged.ok && store.isShared && (await news.catchUp(vault))) judged = judge();
    if (!judged.ok) return judged.error;
    const { batch, mayExceed, membership } = judged.value;
    const { quota } = context.limits;
    const most = mayExceed ? shrinkingBound(quota) : quota;
    const outcome = await store.append(vault.vaultId, batch, {
      most,
      create: false,
      at: context.clock.now(),
    });
    if (outcome.code !== "stored") {
      if (store.isShared && isRecord(frame)) await news.catchUp(vault);
      return refusalOf(member, judged.value, outcome);
    }
    const grew = outcome.head > vault.head;
    context.vaults.extended(vault, batch, outcome, membership);
    context.metrics.appended(batch.length);
    if (grew) news.announce(vault, self());
    if (grew && membership !== undefined) await news.dismiss(vault);
    // What a slot co-signed is to go at once; the answer does not wait for it.
    if (grew && batch.some(({ kind }) => kind === envelopeKinds.tombstone))
      context.collector.collect(vault).catch(context.report);
    return outcome;
  };

  const answer = async (req: number, outcome: Promise<Outcome>, nacksBefore: number): Promise<void> => {
    const settled = await outcome.catch((error: unknown) => {
      context.report(error);
      return busy;
    });
    inFlight -= 1;
    if (nacks > nacksBefore) return refuse(req, halted);
    if (settled.code !== "stored") return refuse(req, settled);
    send({ type: "ack", req, runs: settled.runs });
  };

  return {
    ping,
    pong: (): void => {
      pongsIn += 1;
    },
    /** The last WANT stands alone: what was wanted before and did not come is asked for again. */
    want: (writers: readonly { readonly writerId: WriterId }[]): void => {
      wanted.clear();
      for (const { writerId } of writers) wanted.add(writerId);
    },
    append: (member: Member, frame: Append): void => {
      const nacksBefore = nacks;
      const before = answered;
      inFlight += 1;
      const start = (): Promise<Outcome> => run(member, frame);
      const alone = isRecord(frame);
      const outcome =
        inFlight > appendsInFlightMost
          ? Promise.resolve(busy)
          : alone
            ? before.then(start)
            : gatesShut > 0
              ? gate.then(start)
              : start();
      answered = before.then(() => answer(frame.req, outcome, nacksBefore));
      if (!alone) return;
      gatesShut += 1;
      gate = answered.then(() => {
        gatesShut -= 1;
      });
    },
    idle: (): Promise<void> => answered,
  };
};
