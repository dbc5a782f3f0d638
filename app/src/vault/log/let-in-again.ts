/**
 * A device that was let in without a relay, and the longer log the relay has: what the relay shows is taken over, our
 * records behind the place where it leaves ours are issued again on its end, the device's own `add` by the slot first. All
 * in one transaction, so that at no moment the log lacks the record that lets this device open its journal.
 */
import {
  type Bytes,
  err,
  type MembershipLog,
  type MembershipState,
  ok,
  openEpochKeys,
  type Principal,
  type Result,
  zeroWriter,
} from "@whisperwell/crypto";
import { Unreadable } from "../failure.ts";
import type { Session } from "../session.ts";
import type { Transaction } from "../store/port.ts";
import type { LogContext } from "./context.ts";
import { epochKeysFor, isBehind, recordOfOthers, storedMembership } from "./membership-log.ts";
import { headField } from "./meta.ts";
import { dropLost, isPublished, reissueDropped } from "./reissue.ts";

/** The `add` of this device, while no relay is known to hold it; the founder needs none. */
export const unpublishedAdd = async (
  tx: Pick<Transaction, "log">,
  { device, membership }: Pick<Session, "device" | "membership">,
): Promise<Bytes | undefined> => {
  const { founder, principals } = membership();
  const mseq = principals.get(device.id)?.joinedAt.mseq;
  if (founder === device.id || mseq === undefined) return undefined;
  const [record] = (await tx.log.byWriter(zeroWriter, mseq, mseq)).filter(
    ({ standing }) => standing === "accepted",
  );
  return record === undefined || isPublished(record) ? undefined : record.bytes;
};

/** behind: another tab wrote records meanwhile. elsewhere: the two logs do not continue each other. */
export type NotLetIn = { readonly code: "behind" | "elsewhere" };
export interface LetInAgain {
  /** What is to be appended at the relay; undefined where it holds this device already. */
  readonly add: Bytes | undefined;
  /** Our log now, where it changed. */
  readonly state: MembershipState | undefined;
}

export const letInAgain = async (
  tx: Pick<Transaction, "log" | "meta">,
  context: Pick<LogContext, "session" | "clock" | "random">,
  slot: Principal,
  theirs: MembershipLog,
): Promise<Result<LetInAgain, NotLetIn>> => {
  const { session } = context;
  if (await isBehind(tx, session)) return err({ code: "behind" });
  const ours = await storedMembership(tx);
  const left = ours.findIndex(({ hash }, mseq) => theirs.steps[mseq]?.envelope.hash !== hash);
  const shared = left === -1 ? ours.length : left;
  if (shared === 0) return err({ code: "elsewhere" });
  const [lost, longer] = [ours.slice(shared), theirs.steps.slice(shared)];
  const joined = session.membership().principals.get(session.device.id)?.joinedAt.mseq ?? 0;
  if (joined < shared) return ok({ add: undefined, state: undefined });
  if (longer.length === 0)
    return joined === shared
      ? ok({ add: ours[joined]?.bytes, state: undefined })
      : err({ code: "elsewhere" });
  if (lost.some(isPublished)) return err({ code: "elsewhere" });
  await dropLost(tx, lost);
  await tx.log.put(longer.map(recordOfOthers));
  const field = headField(zeroWriter);
  const before = await field.get(tx);
  await field.put(tx, { ...before, wseq: theirs.state.mseq, hash: theirs.state.head });
  const opened = openEpochKeys(theirs.state, slot);
  const known = theirs.state.principals.has(session.device.id);
  const keys = opened.ok ? opened.value : new Map<number, Bytes>();
  const state = (await reissueDropped(tx, context, theirs.state, { slot, keys })) ?? theirs.state;
  // What the transaction must never leave behind: a log in which this device has no key.
  if (session.slot() === undefined || !epochKeysFor(state, session.device).keys.has(0))
    throw new Unreadable("the log of the relay with this device in it");
  const add = known ? undefined : await unpublishedAdd(tx, { ...session, membership: () => state });
  return ok({ add, state });
};
