/**
 * One page of the feed and the cursor, in one strict transaction (I3). What the relay did wrong stores nothing; what an
 * author did wrong is stored and set aside; what is newer than us is stored and deferred.
 */
import {
  type DocTag,
  envelopeKinds,
  err,
  type FeedEpoch,
  type Hash,
  type MembershipState,
  type MembershipStep,
  ok,
  type Result,
  type WriterId,
  writersOf,
  zeroHash,
  zeroHlc,
  zeroWriter,
} from "@whisperwell/crypto";
import {
  type JudgedPage,
  type JudgeFault,
  judgePage,
  linkKey,
  linksToLookUp,
  type ReadPage,
  readPage,
} from "../../sync/judge-page.ts";
import type { PageFault } from "../../sync/ports.ts";
import { attempt, StaleHolder } from "../failure.ts";
import type { RowEdit } from "../live/row-index.ts";
import type { LogRecord, Transaction } from "../store/port.ts";
import { type CitationFinding, settleCitations } from "./citations.ts";
import type { LogContext } from "./context.ts";
import { noteBodyless } from "./late-bodies.ts";
import { epochKeysFor, loadMembership } from "./membership-log.ts";
import {
  further,
  headField,
  metaFields,
  putHeads,
  putSeen,
  readHeads,
  readSeen,
  type StoredHead,
} from "./meta.ts";
import { createIntake, type Intake } from "./page-intake.ts";
import { putQuarantined, readQuarantined } from "./quarantine.ts";
import { dropLost, reissueDropped, withoutUnpublished } from "./reissue.ts";

export interface Page {
  readonly feedEpoch: FeedEpoch;
  readonly from: number;
  readonly to: number;
  readonly items: readonly { readonly form: "whole" | "stub"; readonly bytes: Uint8Array }[];
  readonly more: boolean;
  readonly head: number;
}
type Tx = Transaction;
interface Outcome {
  readonly applied: number;
  readonly docTags: readonly DocTag[];
  readonly membership: MembershipState | undefined;
  /** What a lost race had dropped waits in the outbox again. */
  readonly reissued: boolean;
  readonly steps: readonly MembershipStep[];
  readonly edit: RowEdit;
  readonly findings: readonly CitationFinding[];
  readonly ackBroken: readonly WriterId[];
  readonly crossed: ReadonlySet<WriterId>;
  readonly intake: Intake;
  /** Our own writers that were further than we knew: an earlier life of this storage wrote to them. */
  readonly regressed: readonly WriterId[];
}

const checkPlace = async (tx: Tx, page: Page): Promise<Result<void, PageFault>> => {
  const cursor = await metaFields.cursor.get(tx);
  const expected = cursor === undefined || cursor.feedEpoch !== page.feedEpoch ? 1 : cursor.seq + 1;
  if (page.from !== expected) return err({ code: "page-invalid", detail: "from" });
  if (page.to !== page.from + page.items.length - 1) return err({ code: "page-invalid", detail: "to" });
  return ok(undefined);
};

/** Every stored link the page repeats, by `linkKey`; where a fork has two, the one the page has too. */
const readKnown = async (tx: Tx, read: ReadPage, context: Parameters<typeof linksToLookUp>[1]) => {
  const ranges = new Map<WriterId, { from: number; to: number }>();
  for (const { writerId, wseq } of linksToLookUp(read, context)) {
    const range = ranges.get(writerId);
    ranges.set(writerId, {
      from: Math.min(wseq, range?.from ?? wseq),
      to: Math.max(wseq, range?.to ?? wseq),
    });
  }
  const inPage = new Set<Hash>(read.items.map(({ envelope }) => envelope.hash));
  const known = new Map<string, Hash>();
  const stored = new Map<Hash, LogRecord>();
  for (const [writerId, { from, to }] of ranges)
    for (const record of await tx.log.byWriter(writerId, from, to)) {
      if (writerId === zeroWriter && record.standing !== "accepted") continue; // dropped: no part of our log
      const key = linkKey({ writerId, wseq: record.wseq });
      if (!known.has(key) || inPage.has(record.hash)) known.set(key, record.hash);
      stored.set(record.hash, record);
    }
  return { known, stored };
};

const judge = async (
  tx: Tx,
  { session }: LogContext,
  read: ReadPage,
  heads: ReadonlyMap<WriterId, StoredHead>,
  membership: MembershipState | undefined,
): Promise<
  Result<{ readonly judged: JudgedPage; readonly stored: ReadonlyMap<Hash, LogRecord> }, JudgeFault>
> => {
  const links = new Map(
    [...heads].flatMap(([writerId, { wseq, hash }]) =>
      writerId === zeroWriter ? [] : [[writerId, { writerId, wseq, hash }] as const],
    ),
  );
  const { known, stored } = await readKnown(tx, read, { heads: links, membership });
  const own = new Map(
    ownWriterIds(session).map((writerId) => {
      const head = heads.get(writerId);
      const shown = further(head?.feed, head?.acknowledged);
      return [writerId, shown && { writerId, ...shown }] as const;
    }),
  );
  const judged = judgePage(read, { vaultId: session.vaultId, membership, heads: links, own, known });
  return judged.ok ? ok({ judged: judged.value, stored }) : judged;
};

const ownWriterIds = ({ membership, device }: LogContext["session"]): readonly WriterId[] =>
  writersOf(membership(), device.id);

/** Envelopes at places where this log has another branch of the same writer: an earlier life of this storage's. */
const branchesOf = async (
  tx: Tx,
  regressed: readonly WriterId[],
  fresh: JudgedPage["fresh"],
): Promise<ReadonlySet<Hash>> => {
  const branches = new Set<Hash>();
  for (const writer of regressed) {
    const run = fresh.filter(({ envelope }) => envelope.header.writerId === writer);
    const [from, to] = [run[0]?.envelope.header.wseq ?? 0, run.at(-1)?.envelope.header.wseq];
    const taken = new Set((await tx.log.byWriter(writer, from, to)).map(({ wseq }) => wseq));
    for (const { envelope } of run) if (taken.has(envelope.header.wseq)) branches.add(envelope.hash);
  }
  return branches;
};

/**
 * Writers of which this log holds accepted envelopes beyond the fence that a record of this page sets: we had built on
 * them. They stay applied, and our next commit cites them, so that every other device keeps them too.
 */
const crossedFences = (
  steps: readonly MembershipStep[],
  heads: ReadonlyMap<WriterId, StoredHead>,
): readonly WriterId[] =>
  steps.flatMap(({ body: { fields } }) =>
    fields.type !== "revoke"
      ? []
      : fields.fences.flatMap(({ writerId, wseq, hash }) => {
          const accepted = heads.get(writerId)?.feed;
          return accepted !== undefined && (hash === zeroHash || accepted.wseq > wseq) ? [writerId] : [];
        }),
  );

/** Ours that came back, or what another life of the relay had shown: it has a place in the feed now. */
const noteKnown = (
  page: Page,
  known: JudgedPage["known"],
  stored: ReadonlyMap<Hash, LogRecord>,
  heads: Map<WriterId, StoredHead>,
): {
  readonly records: readonly LogRecord[];
  readonly ackBroken: readonly WriterId[];
  readonly page: Page;
} => {
  const records: LogRecord[] = [];
  const ackBroken: WriterId[] = [];
  for (const { writerId, wseq, hash, seq } of known) {
    const record = stored.get(hash);
    if (record === undefined) continue;
    if (record.state === "durable" && record.feedEpoch === page.feedEpoch && record.seq !== seq)
      ackBroken.push(writerId);
    const { order: _, ...rest } = record;
    records.push({ ...rest, seq, feedEpoch: page.feedEpoch, state: "feed" });
    const head = heads.get(writerId);
    if (head !== undefined && (head.feed?.wseq ?? -1) < wseq && record.standing !== "quarantined")
      heads.set(writerId, {
        ...head,
        feed: { wseq, hash },
        ...((head.acknowledged?.wseq ?? -1) < wseq && { acknowledged: { wseq, hash } }),
      });
  }
  return { records, ackBroken, page };
};

const applyInside = async (
  tx: Tx,
  context: LogContext,
  page: Page,
  read: ReadPage,
): Promise<Result<Outcome, PageFault | JudgeFault>> => {
  const { session, rows, clock } = context;
  const placed = await checkPlace(tx, page);
  if (!placed.ok) return placed;
  const isOtherFeed = (await metaFields.cursor.get(tx))?.feedEpoch !== page.feedEpoch;
  const present = await headField(zeroWriter).get(tx);
  const loaded =
    present?.hash === session.membership().head ? session.membership() : await loadMembership(tx);
  const shortened = await withoutUnpublished(tx, read, loaded);
  const membership = shortened?.state ?? loaded;
  const heads = await readHeads(tx);
  const judging = await judge(tx, context, read, heads, membership);
  if (!judging.ok) return judging;
  const { judged, stored } = judging.value;
  if (shortened !== undefined) {
    // A relay that signed this device in shows a log without it: taken over, it would leave this device without a key.
    if (judged.membership?.principals.has(session.device.id) === false)
      return err({ code: "page-invalid", detail: "left-out" });
    // Judged on the shorter log and good: so the page's record in our record's place passed every rule.
    await dropLost(tx, shortened.lost);
  }
  // Keys of epochs this page brings open envelopes later in it; each matched its published commitment.
  if (judged.membership !== undefined && judged.steps.length > 0)
    for (const [n, key] of epochKeysFor(judged.membership, session.device).keys)
      session.keyring.add({ n, key });

  const known = noteKnown(page, judged.known, stored, heads);
  const docTags = [...new Set(judged.fresh.map(({ envelope }) => envelope.header.docTag))];
  const edit = await rows.edit(tx, docTags);
  const clocks = (await metaFields.clocks.get(tx)) ?? { own: zeroHlc, received: zeroHlc };
  const setAside = await readQuarantined(tx);
  const own = new Set(ownWriterIds(session));
  const regressed = judged.heads.map(({ writerId }) => writerId).filter((id) => own.has(id));
  const branches = await branchesOf(tx, regressed, judged.fresh);
  const intake = createIntake({
    session,
    membership: judged.membership ?? session.membership(),
    heads,
    seen: await readSeen(tx),
    setAside,
    received: clocks.received,
    now: clock.now(),
    edit,
    branches,
  });
  for (const { seq, envelope } of judged.fresh) intake.take(seq, envelope);
  const findings = await settleCitations(
    tx,
    context,
    intake,
    judged.membership ?? session.membership(),
    page.more,
  );

  const moved = new Map([...known.records].map(({ writer }) => [writer, heads.get(writer)] as const));
  const allHeads = new Map<WriterId, StoredHead>();
  for (const [writer, head] of moved) if (head !== undefined) allHeads.set(writer, head);
  for (const [writer, head] of intake.heads())
    allHeads.set(writer, regressed.includes(writer) ? { ...head, frozen: true } : head);

  await tx.log.put([...known.records, ...intake.records()]);
  await noteBodyless(tx, intake.records());
  await putHeads(tx, allHeads);
  await putSeen(tx, intake.seen());
  await putQuarantined(tx, intake.setAside());
  await edit.finish();
  await tx.meta.put([
    metaFields.clocks.record({ own: clocks.own, received: intake.received() }),
    metaFields.cursor.record({ feedEpoch: page.feedEpoch, seq: page.to }),
    ...(isOtherFeed ? [metaFields.unfilled.record(page.feedEpoch)] : []),
  ]);
  const reissued =
    judged.membership === undefined || page.more
      ? undefined
      : await reissueDropped(tx, context, judged.membership);
  return ok({
    applied: judged.fresh.length,
    docTags: [...new Set(intake.records().map(({ docTag }) => docTag))],
    membership: reissued ?? judged.membership,
    reissued: reissued !== undefined,
    steps: judged.steps,
    edit,
    findings,
    ackBroken: known.ackBroken,
    crossed: new Set([...crossedFences(judged.steps, heads), ...intake.crossed()]),
    intake,
    regressed,
  });
};

const pageFault = async ({ alarms }: LogContext, fault: PageFault | JudgeFault): Promise<PageFault> => {
  if (fault.code === "update-needed") return { code: "update-needed" };
  if (fault.code !== "page-invalid") return fault;
  if ("alarm" in fault && fault.alarm !== undefined)
    await alarms.raise(fault.alarm.code, {
      writer: fault.alarm.writerId.slice(0, 8),
      change: fault.alarm.wseq,
    });
  return { code: "page-invalid", detail: fault.detail };
};

const announce = async (context: LogContext, outcome: Outcome) => {
  const { session, alarms, events } = context;
  const { membership, steps, intake, docTags } = outcome;
  const before = session.membership();
  if (membership !== undefined && membership.head !== before.head) {
    const { keys, unreadable } = epochKeysFor(membership, session.device);
    session.advance(membership, keys);
    for (const n of unreadable) await alarms.raise("EPOCH_UNREADABLE", { epoch: n });
    events.emit({ type: "membership" });
  }
  for (const { body } of steps) {
    const { fields } = body;
    if (
      fields.type === "add" &&
      body.signerId !== session.device.id &&
      !isOwnKey(session.device.edPub, fields.edPub)
    )
      await alarms.raise("DEVICE_ADDED", { at: body.at });
  }
  for (const finding of outcome.findings)
    await alarms.raise(finding.code, { writer: finding.writer.slice(0, 8), change: finding.wseq });
  for (const writer of outcome.ackBroken) await alarms.raise("ACK_BROKEN", { writer: writer.slice(0, 8) });
  for (const [writer, { count }] of intake.setAside())
    await alarms.raise("QUARANTINE", { writer: writer.slice(0, 8), changes: count });
  // Asked for by name before the page was handed over, and no snapshot is applied that could stand for them.
  for (const { writer, wseq, kind, reason } of intake.records())
    if (reason === "no-body" && kind === envelopeKinds.commit)
      await alarms.raise("BODY_MISSING", { writer: writer.slice(0, 8), change: wseq });
  for (const writer of outcome.crossed) await alarms.raise("FENCE_CROSSED", { writer: writer.slice(0, 8) });
  for (const { writer, reason } of intake.records())
    if (reason === "epoch-stale") await alarms.raise("EPOCH_STALE", { writer: writer.slice(0, 8) });
  for (const writer of intake.ahead()) await alarms.raise("CLOCK", { writer: writer.slice(0, 8) });
  outcome.edit.apply();
  for (const writer of outcome.regressed) {
    await alarms.raise("WRITER_FORK", { writer: writer.slice(0, 8) });
    await context.onFrozen(writer);
    events.emit({ type: "outbox" }); // what waits of it is written again before anything is sent
  }
  if (docTags.length > 0) events.emit({ type: "commits", origin: "feed", docTags });
  if (outcome.reissued) events.emit({ type: "outbox" });
  events.emit({ type: "progress" });
  context.look(docTags);
};
const isOwnKey = (a: Uint8Array, b: Uint8Array) => a.every((byte, i) => byte === b[i]);

/** Undoes the transaction: what the relay did wrong leaves no trace in the log. */
class PageRefused extends Error {
  override readonly name = "PageRefused";
  readonly fault: PageFault | JudgeFault;
  constructor(fault: PageFault | JudgeFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** `holder`: generation of the lock `sync` under which the page was received. */
export const applyPage = async (
  context: LogContext,
  page: Page,
  holder: number,
): Promise<Result<{ readonly applied: number }, PageFault>> => {
  const read = readPage(page.from, page.items);
  if (!read.ok) return err(await pageFault(context, read.error));
  const tables = ["meta", "log", "rows", "docs"] as const;
  try {
    const written = await attempt(() =>
      context.store.write(tables, "strict", async (tx) => {
        if ((await metaFields.holder.get(tx)) !== holder) throw new StaleHolder();
        const outcome = await applyInside(tx, context, page, read.value);
        if (!outcome.ok) throw new PageRefused(outcome.error);
        return outcome.value;
      }),
    );
    if (!written.ok) return err({ code: "storage", cause: written.error });
    await announce(context, written.value);
    return ok({ applied: written.value.applied });
  } catch (cause) {
    if (cause instanceof PageRefused) return err(await pageFault(context, cause.fault));
    if (cause instanceof StaleHolder) return err({ code: "stale-holder" });
    throw cause;
  }
};
