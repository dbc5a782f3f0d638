/**
 * The loser of a race for an mseq. Records of ours that no feed has shown are dropped when the feed shows another one in
 * their place, and what they meant is issued again on the new head. Only unpublished records are ever dropped.
 */
import {
  decodeRecordBody,
  headerBytes,
  headerEpoch,
  type Issued,
  type IssueRefused,
  issueAdd,
  issueWriter,
  type MembershipState,
  openLabel,
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
import { headField } from "./meta.ts";

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

/**
 * The membership state the page is judged on: without our unpublished records from the first place where the page has
 * another one. What was dropped stays in the table, set aside, until `reissue`.
 */
export const dropUnpublished = async (
  tx: Tx,
  page: ReadPage,
  membership: MembershipState | undefined,
  { session }: Pick<LogContext, "session">,
): Promise<MembershipState | undefined> => {
  const offered = page.items.flatMap(({ envelope }) =>
    envelope.header.writerId === zeroWriter ? [envelope] : [],
  );
  const [first] = offered;
  if (membership === undefined || first === undefined || first.header.wseq > membership.mseq)
    return membership;
  const all = (await tx.log.byWriter(zeroWriter, 0)).filter(({ standing }) => standing === "accepted");
  const byMseq = new Map(all.map((record) => [record.wseq, record]));
  const differs = offered.find(({ header, hash }) => {
    const ours = byMseq.get(header.wseq);
    return ours !== undefined && ours.hash !== hash && (ours.state === "local" || ours.state === "sent");
  });
  if (differs === undefined) return membership;
  const kept = all.filter(({ wseq }) => wseq < differs.header.wseq);
  const lost = all.filter(({ wseq }) => wseq >= differs.header.wseq);
  const read = readMembershipLog(kept.map(({ bytes }) => bytes));
  if (!read.ok) throw new Unreadable("membership log", { cause: read.error });
  await tx.log.put(
    lost.map(({ order: _, ...record }) => ({ ...record, standing: "quarantined" as const, reason: dropped })),
  );
  const field = headField(zeroWriter);
  const before = await field.get(tx);
  await field.put(tx, { ...before, wseq: read.value.state.mseq, hash: read.value.state.head });
  session.advance(read.value.state, new Map());
  return read.value.state;
};

const issueAgain = (
  { clock, random }: Pick<LogContext, "clock" | "random">,
  session: Session,
  state: MembershipState,
  { fields, coSignature }: RecordBody,
): Result<Issued, IssueRefused> | undefined => {
  const epoch = headerEpoch(state);
  const key = session.keyring.keyOf(epoch);
  if (fields.type === "writer")
    return issueWriter({ clock, random }, state, { signer: session.device, writerIds: fields.writerIds });
  if (fields.type !== "add" || key === undefined) return undefined;
  const { edPub, xPub, writerIds } = fields;
  return issueAdd({ clock, random }, state, {
    signer: session.device,
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

/** Issues dropped intents again, at the front of the outbox: their writers' commits wait behind them. */
export const reissueDropped = async (tx: Tx, context: LogContext): Promise<MembershipState | undefined> => {
  const { session } = context;
  const lost = (await tx.log.byWriter(zeroWriter, 0)).filter(({ reason }) => reason === dropped);
  if (lost.length === 0) return undefined;
  let state = session.membership();
  const waiting = await tx.log.outbox(1);
  let order = (waiting[0]?.order ?? 0) - lost.length;
  for (const record of lost) {
    const body = bodyOf(record);
    const issued =
      body?.signerId === session.device.id ? issueAgain(context, session, state, body) : undefined;
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
