/** The membership log as it lies in our own log: read, advanced, and written to by this device. */
import {
  type EpochKeys,
  encodeEnvelope,
  err,
  type Issued,
  type IssueRefused,
  type MembershipState,
  type MembershipStep,
  ok,
  openEpochKeys,
  type Principal,
  type Result,
  readMembershipLog,
  zeroWriter,
} from "@whisperwell/crypto";
import { Unreadable } from "../failure.ts";
import type { Session } from "../session.ts";
import type { LogRecord, Transaction } from "../store/port.ts";
import { membershipRecord, membershipRecords } from "./commit-batch.ts";
import { firstOrder, headField, type MetaTx, metaFields } from "./meta.ts";

/** Records that count: those a lost race dropped stay in the table, set aside. */
export const storedMembership = async (tx: Pick<Transaction, "log">, fromMseq = 0) =>
  (await tx.log.byWriter(zeroWriter, fromMseq)).filter(({ standing }) => standing === "accepted");

/** undefined where there is no record at all; unreadable undoes the transaction. */
export const loadMembership = async (tx: Pick<Transaction, "log">): Promise<MembershipState | undefined> => {
  const records = await storedMembership(tx);
  if (records.length === 0) return undefined;
  const read = readMembershipLog(records.map(({ bytes }) => bytes));
  if (!read.ok) throw new Unreadable("membership log", { cause: read.error });
  return read.value.state;
};

/** Keys of epochs this device may read; what could not be opened is named. */
export const epochKeysFor = (
  state: MembershipState,
  principal: Pick<Principal, "id" | "xPub" | "xSecret">,
): { readonly keys: EpochKeys; readonly unreadable: readonly number[] } => {
  const opened = openEpochKeys(state, principal);
  if (opened.ok) return { keys: opened.value, unreadable: [] };
  return opened.error.code === "no-box"
    ? { keys: new Map(), unreadable: [] }
    : { keys: opened.error.opened, unreadable: opened.error.unreadable.map(({ n }) => n) };
};

/** True when another tab wrote records this session has not read. */
export const isBehind = async (tx: MetaTx, session: Session): Promise<boolean> => {
  const head = await headField(zeroWriter).get(tx);
  return head !== undefined && head.hash !== session.membership().head;
};

/** A record that others published, read from a file or from a relay beside the feed: it counts, and is never given up. */
export const recordOfOthers = ({ envelope }: MembershipStep): LogRecord => ({
  ...membershipRecord(envelope, encodeEnvelope(envelope)),
  state: "durable",
});

/** Puts records of our own at the end of the log and into the outbox. The state they were made on is the log's head. */
export const appendRecords = async (
  tx: Pick<Transaction, "log" | "meta">,
  issued: readonly Issued[],
): Promise<void> => {
  const last = issued.at(-1);
  if (last === undefined) return;
  const order = (await metaFields.nextOrder.get(tx)) ?? firstOrder;
  await tx.log.put(membershipRecords(issued, order));
  await metaFields.nextOrder.put(tx, order + issued.length);
  const field = headField(zeroWriter);
  const before = await field.get(tx);
  await field.put(tx, { ...before, wseq: last.state.mseq, hash: last.state.head });
};

export type AppendRefused = IssueRefused | { readonly code: "behind" };
/** Issues on the session's state and appends, unless another tab was faster: then nothing is written. */
export const issueAndAppend = async (
  tx: Pick<Transaction, "log" | "meta">,
  session: Session,
  issue: (state: MembershipState) => Result<Issued, IssueRefused>,
): Promise<Result<Issued, AppendRefused>> => {
  if (await isBehind(tx, session)) return err({ code: "behind" });
  const issued = issue(session.membership());
  if (!issued.ok) return issued;
  await appendRecords(tx, [issued.value]);
  return ok(issued.value);
};
