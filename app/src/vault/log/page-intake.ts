/**
 * What a verified page does to the log, gathered in memory while the page is walked once, in the feed's order, and
 * written at its end. Nothing here awaits: it runs inside the transaction.
 */
import {
  type Content,
  encodeEnvelope,
  envelopeKinds,
  type Hash,
  type HashPrefix,
  type Hlc,
  isHlcAhead,
  type MembershipState,
  payloadCodecs,
  type Seen,
  stubOf,
  type VerifiedEnvelope,
  type WriterId,
  type WriterPrefix,
  writerPrefixOf,
  zeroHlc,
  zeroWriter,
} from "@whisperwell/crypto";
import { parseSentRow } from "../live/row-entries.ts";
import type { RowEdit } from "../live/row-index.ts";
import type { Session } from "../session.ts";
import type { LogRecord } from "../store/port.ts";
import type { Link, SeenVector, StoredHead } from "./meta.ts";
import { type Judgement, judgeEnvelope } from "./opening.ts";

/** At most this much of one writer is kept whole when set aside; then only stubs. */
const quarantinedMost = 1000;
const quarantinedBytesMost = 16 * 1024 * 1024;

export interface Citation {
  readonly by: WriterId;
  readonly writer: WriterId;
  readonly wseq: number;
  readonly hash: HashPrefix;
}
export interface Intake {
  /** One envelope that is new to this log. Without a seq it came from a file: no feed has shown it yet. */
  readonly take: (seq: number | undefined, envelope: VerifiedEnvelope) => void;
  /** Something set aside by its fence that an accepted envelope cites. */
  readonly readmit: (record: LogRecord, content: Content) => void;
  /** The body of a commit of which only the stub was here. */
  readonly complete: (record: LogRecord, envelope: VerifiedEnvelope) => void;
  readonly records: () => readonly LogRecord[];
  readonly heads: () => ReadonlyMap<WriterId, StoredHead>;
  readonly seen: () => ReadonlyMap<WriterId, SeenVector>;
  readonly received: () => Hlc;
  readonly citations: () => readonly Citation[];
  readonly setAside: () => ReadonlyMap<WriterId, Quarantined>;
  /** Devices' clocks that are further ahead than is believed. */
  readonly ahead: () => ReadonlySet<WriterId>;
  /** Writers of which something beyond their fence is kept, because an accepted device had built on it. */
  readonly crossed: () => ReadonlySet<WriterId>;
}
export interface Quarantined {
  readonly count: number;
  readonly bytes: number;
}
export interface IntakeStart {
  readonly session: Pick<Session, "keyring" | "identity">;
  readonly membership: MembershipState;
  readonly heads: ReadonlyMap<WriterId, StoredHead>;
  readonly seen: ReadonlyMap<WriterId, SeenVector>;
  readonly setAside: ReadonlyMap<WriterId, Quarantined>;
  readonly received: Hlc;
  readonly now: number;
  readonly edit: RowEdit;
  /** Hashes of what stands beside another envelope of the same writer and number: a branch, applied like the other. */
  readonly branches?: ReadonlySet<Hash>;
}
/** Reason of such a record. Heads of documents count by number, so readers never take it for known. */
export const branchReason = "branch";
/** Reason of a branch whose words were written again under another writer. */
export const branchSentReason = "branch-sent";
/** Reason of what is accepted after later ones of its writer were: it stands behind heads that do not mean it. */
export const lateReason = "late";
/** Documents are read without regard to heads where these stand: updates are idempotent, applied each time. */
export const isBesideHeads = ({ reason }: Pick<LogRecord, "reason">): boolean =>
  reason === branchReason || reason === branchSentReason || reason === lateReason;

export const createIntake = (start: IntakeStart): Intake => {
  const { session, membership, edit, now } = start;
  const records: LogRecord[] = [];
  const heads = new Map<WriterId, StoredHead>();
  const seen = new Map<WriterId, Map<WriterPrefix, { wseq: number; hash: HashPrefix }>>();
  const citations: Citation[] = [];
  const setAside = new Map<WriterId, Quarantined>();
  const ahead = new Set<WriterId>();
  const crossed = new Set<WriterId>();
  let received = start.received;

  const vectorOf = (writer: WriterId) => {
    const known = seen.get(writer) ?? new Map(start.seen.get(writer));
    seen.set(writer, known);
    return known;
  };
  const cite = (by: WriterId, cited: Seen) => {
    const vector = vectorOf(by);
    if ((vector.get(cited.writer)?.wseq ?? -1) < cited.wseq)
      vector.set(cited.writer, { wseq: cited.wseq, hash: cited.hash });
    const writer =
      membership.writersByPrefix.get(cited.writer) ?? (isZero(cited.writer) ? zeroWriter : undefined);
    if (writer !== undefined) citations.push({ by, writer, wseq: cited.wseq, hash: cited.hash });
  };
  const hear = (by: WriterId, hlc: Hlc) => {
    if (isHlcAhead(hlc, now)) ahead.add(by);
    if (hlc > received) received = hlc;
  };
  /** True when the author knew every other writer's last commit of this document. */
  const knewAll = (writer: WriterId, known: ReadonlyMap<WriterId, number>): boolean => {
    const vector = vectorOf(writer);
    return [...known].every(
      ([other, wseq]) => other === writer || (vector.get(writerPrefixOf(other))?.wseq ?? -1) >= wseq,
    );
  };
  const noteCommit = (record: Pick<LogRecord, "writer" | "wseq" | "docTag">, content: Content) => {
    const { writer, wseq, docTag } = record;
    if (content.docId === undefined) return;
    const before = edit.get(docTag);
    const known = before?.heads ?? new Map<WriterId, number>();
    // What comes late may be older than the row that is here.
    const covered = wseq > (known.get(writer) ?? -1) && knewAll(writer, known);
    const sent = covered && content.row !== undefined ? parseSentRow(content.row) : undefined;
    const own = sent?.docId === content.docId ? sent : undefined;
    edit.set({
      docId: content.docId,
      tag: docTag,
      row: own ?? before?.row,
      hlc: own === undefined ? (before?.hlc ?? zeroHlc) : content.hlc,
      writer: own === undefined ? (before?.writer ?? writer) : writer,
      heads: new Map(known).set(writer, Math.max(wseq, known.get(writer) ?? -1)),
      // A text that is an attachment is still to be fetched: making the row again asks for it.
      stale:
        content.codec === payloadCodecs.blobref ||
        before?.stale === true ||
        (own === undefined && (!covered || before === undefined || content.row !== undefined)),
    });
  };
  const accept = (record: LogRecord, content: Content) => {
    hear(record.writer, content.hlc);
    for (const cited of content.seen) cite(record.writer, cited);
    if (record.kind === envelopeKinds.commit && record.standing === "accepted") noteCommit(record, content);
  };
  const link = (record: LogRecord): Link => ({ wseq: record.wseq, hash: record.hash });
  const advance = (record: LogRecord) => {
    const before = heads.get(record.writer) ?? start.heads.get(record.writer);
    const cited = record.seq !== undefined && record.standing !== "quarantined";
    const feed = cited ? link(record) : before?.feed;
    heads.set(record.writer, { ...before, ...link(record), ...(feed && { feed }) });
  };
  const bytesKept = (envelope: VerifiedEnvelope, judged: Judgement): Pick<LogRecord, "bytes" | "form"> => {
    const bytes = encodeEnvelope(envelope);
    if (judged.standing !== "quarantined") return { bytes, form: envelope.form };
    const writer = envelope.header.writerId;
    const before = setAside.get(writer) ?? start.setAside.get(writer) ?? { count: 0, bytes: 0 };
    const fits = before.count < quarantinedMost && before.bytes + bytes.length <= quarantinedBytesMost;
    setAside.set(writer, { count: before.count + 1, bytes: before.bytes + (fits ? bytes.length : 0) });
    return fits ? { bytes, form: envelope.form } : { bytes: encodeEnvelope(stubOf(envelope)), form: "stub" };
  };

  return {
    take: (seq, envelope) => {
      const { header, hash } = envelope;
      const judged: Judgement =
        header.writerId === zeroWriter
          ? { standing: "accepted", content: undefined }
          : judgeEnvelope(envelope, session, membership, vectorOf(header.writerId).get(zeroPrefix)?.wseq);
      const record: LogRecord = {
        writer: header.writerId,
        wseq: header.wseq,
        hash,
        docTag: header.docTag,
        kind: header.kind,
        epoch: header.epoch,
        ...bytesKept(envelope, judged),
        ...(seq === undefined ? { state: "durable" } : { seq, state: "feed" }),
        standing: judged.standing,
        ...(start.branches?.has(hash) === true && { reason: branchReason }),
        ...("reason" in judged && { reason: judged.reason }),
      };
      records.push(record);
      advance(record);
      if (judged.content !== undefined && judged.standing !== "quarantined") accept(record, judged.content);
    },
    readmit: (record, content) => {
      const admitted: LogRecord = { ...record, standing: "accepted", reason: lateReason };
      records.push(admitted);
      const before = heads.get(record.writer) ?? start.heads.get(record.writer);
      if (before !== undefined && (before.feed?.wseq ?? -1) < record.wseq)
        heads.set(record.writer, { ...before, feed: link(record) });
      accept(admitted, content);
      crossed.add(record.writer);
    },
    complete: (record, envelope) => {
      // By its own citations alone: its writer may have heard of a newer epoch since, but this came before.
      const judged = judgeEnvelope(envelope, session, membership);
      const reason = "reason" in judged ? judged.reason : lateReason;
      const completed = { ...record, ...bytesKept(envelope, judged), standing: judged.standing, reason };
      records.push(completed);
      if (judged.content !== undefined && judged.standing !== "quarantined")
        accept(completed, judged.content);
    },
    records: () => records,
    heads: () => heads,
    seen: () => seen,
    received: () => received,
    citations: () => citations,
    setAside: () => setAside,
    ahead: () => ahead,
    crossed: () => crossed,
  };
};

const zeroPrefix = writerPrefixOf(zeroWriter);
const isZero = (prefix: string): boolean => /^0+$/.test(prefix);
