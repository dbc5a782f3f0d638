/**
 * The loser of a race for an mseq. Records of ours that no feed has shown are dropped when the feed shows another one in
 * their place, and what they meant is issued again on the new head. Only unpublished records are ever dropped.
 */
import {
  decodeRecordBody,
  type EpochKeys,
  headerBytes,
  headerEpoch,
  type Issued,
  type IssueRefused,
  issueAdd,
  issueWriter,
  livePrincipal,
  type MembershipState,
  openLabel,
  type Principal,
  parseEnvelope,
  principalIdOf,
  type RecordBody,
  type Result,
  readMembershipLog,
  readU32,
  zeroWriter,
} from "@whisperwell/crypto";
import type { ReadPage } from "../../sync/judge-page.ts";
import { Unreadable } from "../failure.ts";
import type { Session } from "../session.ts";
import type { LogRecord, Transaction } from "../store/port.ts";
import { membershipRecords } from "./commit-batch.ts";
import type { LogContext } from "./context.ts";
import { storedMembership } from "./membership-log.ts";
import { firstOrder, headField } from "./meta.ts";

type Tx = Pick<Transaction, "meta" | "log">;
const dropped = "dropped";
const reissued = "reissued";

/** A record's body as it was signed; only for records of our own log. */
const bodyOf = (record: LogRecord): RecordBody | undefined => {
  const parsed = parseEnvelope(record.bytes);
  if (!parsed.ok) return undefined;
  const length = readU32(record.bytes, 120);
  const body = decodeRecordBody(record.bytes.subarray(headerBytes, headerBytes + length));
  return body.ok && "fields" in body.value ? body.value : undefined;
};

export interface Shortened {
  /** Our log up to the record before the first one that has a rival. */
  readonly state: MembershipState;
  /** What gives way if the rival is genuine. */
  readonly lost: readonly LogRecord[];
}
/**
 * Our log without its unpublished records from the first place where the page has another one; undefined where it has
 * none. Nothing is written: the page is judged on the shorter log first, and only a rival that passes drops them.
 */
export const withoutUnpublished = async (
  tx: Pick<Transaction, "log">,
  page: ReadPage,
  membership: MembershipState | undefined,
): Promise<Shortened | undefined> => {
  const offered = page.items.flatMap(({ envelope }) =>
    envelope.header.writerId === zeroWriter ? [envelope] : [],
  );
  if (membership === undefined || !offered.some(({ header }) => header.wseq <= membership.mseq))
    return undefined;
  const all = await storedMembership(tx);
  const byMseq = new Map(all.map((record) => [record.wseq, record]));
  const rival = offered.find(({ header, hash }) => {
    const ours = byMseq.get(header.wseq);
    return ours !== undefined && ours.hash !== hash;
  });
  const lost = all.filter(({ wseq }) => rival !== undefined && wseq >= rival.header.wseq);
  if (lost.length === 0 || lost.some(isPublished)) return undefined;
  const kept = all.slice(0, all.length - lost.length);
  if (kept.length === 0) return undefined; // the genesis has no rival: another one is another vault
  const read = readMembershipLog(kept.map(({ bytes }) => bytes));
  if (!read.ok) throw new Unreadable("membership log", { cause: read.error });
  return { state: read.value.state, lost };
};
export const isPublished = ({ state }: LogRecord): boolean => state !== "local" && state !== "sent";

/** The rival was genuine. What was dropped stays in the table, set aside, until `reissueDropped`. */
export const dropLost = (tx: Pick<Transaction, "log">, lost: readonly LogRecord[]): Promise<void> =>
  tx.log.put(
    lost.map(({ order: _, ...record }) => ({ ...record, standing: "quarantined" as const, reason: dropped })),
  );

/** The slot that lets this device in, and the keys it opens in the log it is let into. */
export interface LettingIn {
  readonly slot: Principal;
  readonly keys: EpochKeys;
}

const issueAgain = (
  { clock, random }: Pick<LogContext, "clock" | "random">,
  session: Session,
  state: MembershipState,
  { fields, coSignature, signerId }: RecordBody,
  lettingIn: LettingIn | undefined,
): Result<Issued, IssueRefused> | undefined => {
  const isOurs = signerId === session.device.id;
  const isOurOwnAdd =
    fields.type === "add" && principalIdOf("device", fields.edPub, fields.xPub) === session.device.id;
  if (isOurOwnAdd ? lettingIn === undefined || state.principals.has(session.device.id) : !isOurs)
    return undefined;
  const epoch = headerEpoch(state);
  const key = lettingIn?.keys.get(epoch) ?? session.keyring.keyOf(epoch);
  if (fields.type === "writer")
    return issueWriter({ clock, random }, state, { signer: session.device, writerIds: fields.writerIds });
  if (fields.type !== "add" || key === undefined) return undefined;
  const { edPub, xPub, writerIds } = fields;
  return issueAdd({ clock, random }, state, {
    signer: isOurOwnAdd && lettingIn !== undefined ? lettingIn.slot : session.device,
    epochKey: { n: epoch, key },
    edPub,
    xPub,
    writerIds,
    label: labelOf(session, epoch, fields),
    ...(coSignature !== undefined && { coSignature }),
  });
};
const labelOf = (
  session: Session,
  epoch: number,
  {
    edPub,
    xPub,
    label,
  }: { readonly edPub: Uint8Array; readonly xPub: Uint8Array; readonly label: Uint8Array },
): string => {
  for (let n = epoch; n >= 0; n--) {
    const key = session.keyring.keyOf(n);
    const text = key && openLabel(key, principalIdOf("device", edPub, xPub), label);
    if (text !== undefined) return text;
  }
  return "";
};

/**
 * Issues dropped intents again on `head`, at the front of the outbox: their writers' commits wait behind them. While
 * this device is not in the log nothing can be issued without the slot that lets it in, and what was dropped stays.
 */
export const reissueDropped = async (
  tx: Tx,
  context: Pick<LogContext, "session" | "clock" | "random">,
  head: MembershipState = context.session.membership(),
  lettingIn?: LettingIn,
): Promise<MembershipState | undefined> => {
  const { session } = context;
  const lost = (await tx.log.byWriter(zeroWriter, 0)).filter(({ reason }) => reason === dropped);
  const mayIssue = lettingIn !== undefined || livePrincipal(head, session.device.id) !== undefined;
  if (lost.length === 0 || !mayIssue) return undefined;
  let state = head;
  const waiting = await tx.log.outbox(1);
  let order = (waiting[0]?.order ?? firstOrder) - lost.length;
  for (const record of lost) {
    const body = bodyOf(record);
    const issued = body && issueAgain(context, session, state, body, lettingIn);
    await tx.log.put([{ ...record, reason: reissued }]);
    if (issued?.ok !== true) continue;
    await tx.log.put(membershipRecords([issued.value], order++));
    state = issued.value.state;
  }
  const field = headField(zeroWriter);
  const before = await field.get(tx);
  await field.put(tx, { ...before, wseq: state.mseq, hash: state.head });
  return state;
};
