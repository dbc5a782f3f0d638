/**
 * The durable queue of our own envelopes. I1: an envelope is in it only by the strict transaction that made it. I2: it
 * leaves only on a durable acknowledgement, or when the feed shows it. Nothing here moves the cursor.
 */
import {
  currentEpoch,
  err,
  type FeedEpoch,
  fenceOf,
  headerEpoch,
  type MembershipState,
  ok,
  type Result,
  type WriterId,
  writersOf,
  zeroWriter,
} from "@whisperwell/crypto";
import type { OutboxFault, OutboxRun, ReEmission } from "../../sync/ports.ts";
import { attempt } from "../failure.ts";
import type { LogRecord, Transaction } from "../store/port.ts";
import type { LogContext } from "./context.ts";
import type { HeldWrite } from "./held-writes.ts";
import { putHeads, readHeads, type StoredHead } from "./meta.ts";
import { branchReason, branchSentReason } from "./page-intake.ts";

const runBytesMost = 256 * 1024;
const runItemsMost = 500;
const lookedAtOnce = 256;

interface Growing {
  readonly writerId: WriterId;
  readonly records: LogRecord[];
  bytes: number;
}
const fits = (run: Growing, record: LogRecord): boolean =>
  run.writerId === record.writer &&
  record.writer !== zeroWriter && // a membership record travels alone
  (run.records.at(-1)?.wseq ?? -2) + 1 === record.wseq &&
  run.records.length < runItemsMost &&
  run.bytes + record.bytes.length <= runBytesMost;

/** Taken: runs in outbox order. `outdated`: a writer whose unsent commits are under an epoch that is over (I13), or that is frozen. */
export type Taken =
  | { readonly kind: "runs"; readonly runs: readonly Growing[] }
  | { readonly kind: "outdated"; readonly writer: WriterId };

const gather = async (
  tx: Pick<Transaction, "log">,
  maxRuns: number,
  epoch: number,
  skipped: ReadonlySet<WriterId>,
  /** A writer whose record lost its race waits until that is issued again. */
  registered: { readonly has: (writer: WriterId) => boolean },
  frozen: ReadonlySet<WriterId>,
): Promise<Taken> => {
  const runs: Growing[] = [];
  let after = Number.NEGATIVE_INFINITY;
  for (;;) {
    const records = await tx.log.outbox(lookedAtOnce, after);
    for (const record of records) {
      after = record.order ?? after;
      if (record.state !== "local" || skipped.has(record.writer)) continue;
      if (record.writer !== zeroWriter && !registered.has(record.writer)) continue;
      if (record.writer !== zeroWriter && (record.epoch < epoch || frozen.has(record.writer)))
        return { kind: "outdated", writer: record.writer };
      const last = runs.at(-1);
      if (last !== undefined && fits(last, record)) {
        last.records.push(record);
        last.bytes += record.bytes.length;
        continue;
      }
      if (runs.length === maxRuns) return { kind: "runs", runs };
      runs.push({ writerId: record.writer, records: [record], bytes: record.bytes.length });
    }
    if (records.length < lookedAtOnce) return { kind: "runs", runs };
  }
};

const toRun = ({ writerId, records, bytes }: Growing): OutboxRun => ({
  writerId,
  from: records[0]?.wseq ?? 0,
  envelopes: records.map((record) => record.bytes),
  bytes,
});

/** Nothing in the outbox changes but while this tab holds the lock `sync`: every write here is a held one. */
export interface OutboxDeps {
  readonly context: LogContext;
  readonly write: HeldWrite;
  /** Writes the content of a writer's unacknowledged commits again (§5.5). */
  readonly reEmit: (writer: WriterId) => Promise<Result<ReEmission, OutboxFault>>;
}

/** A fault of the re-emission is answered, not tried again at once: whoever sends waits before the next try. */
export const takeRuns = async (
  { context, write, reEmit }: OutboxDeps,
  maxRuns: number,
): Promise<Result<readonly OutboxRun[], OutboxFault>> => {
  for (;;) {
    const taken = await write(["log", "meta"], "relaxed", async (tx): Promise<Taken> => {
      const heads = await readHeads(tx);
      const skipped = new Set([...heads].flatMap(([id, { stopped }]) => (stopped === undefined ? [] : [id])));
      const membership = context.session.membership();
      const frozen = new Set([...heads].flatMap(([id, head]) => (head.frozen === true ? [id] : [])));
      const { writers } = membership;
      const gathered = await gather(tx, maxRuns, headerEpoch(membership), skipped, writers, frozen);
      if (gathered.kind === "runs")
        await tx.log.put(
          gathered.runs.flatMap(({ records }) =>
            records.map((record) => ({ ...record, state: "sent" as const })),
          ),
        );
      return gathered;
    });
    if (!taken.ok) return taken;
    if (taken.value.kind === "runs") return ok(taken.value.runs.map(toRun));
    const written = await reEmit(taken.value.writer);
    if (!written.ok) return written;
    if (written.value !== "done") return ok([]); // a device that was shut out sends nothing
  }
};

/** Does membership bear out that this writer's words cannot stay as they are? */
export const isOutdated = async (
  { store }: Pick<LogContext, "store">,
  membership: MembershipState,
  writer: WriterId,
): Promise<Result<boolean, OutboxFault>> => {
  if (fenceOf(membership, writer).state === "fenced") return ok(true);
  if (currentEpoch(membership) < 0) return ok(false);
  const epoch = headerEpoch(membership);
  const read = await attempt(() =>
    store.read(["log"], async (tx) => {
      let after = Number.NEGATIVE_INFINITY;
      for (;;) {
        const records = await tx.log.outbox(lookedAtOnce, after);
        if (records.some((record) => record.writer === writer && record.epoch < epoch)) return true;
        after = records.at(-1)?.order ?? after;
        if (records.length < lookedAtOnce) return false;
      }
    }),
  );
  return read.ok ? read : err({ code: "storage", cause: read.error });
};

export const settleRuns = async (
  { context, write }: Pick<OutboxDeps, "context" | "write">,
  feedEpoch: FeedEpoch,
  runs: readonly {
    readonly writerId: WriterId;
    readonly wseq: number;
    readonly seq: number;
    readonly n: number;
  }[],
): Promise<Result<void, OutboxFault>> => {
  const { alarms, events } = context;
  const written = await write(["log", "meta"], "strict", async (tx) => {
    const heads = await readHeads(tx);
    const moved = new Map<WriterId, StoredHead>();
    const broken: WriterId[] = [];
    for (const { writerId, wseq, seq, n } of runs) {
      const records = await tx.log.byWriter(writerId, wseq, wseq + n - 1);
      const settled = records.flatMap((record): LogRecord[] => {
        const at = seq + (record.wseq - wseq);
        const { order: _, ...rest } = record;
        if (record.state === "feed") {
          if (record.feedEpoch === feedEpoch && record.seq !== at) broken.push(writerId);
          return record.order === undefined ? [] : [rest];
        }
        return [{ ...rest, seq: at, feedEpoch, state: "durable" }];
      });
      await tx.log.put(settled);
      const last = records.at(-1);
      const head = moved.get(writerId) ?? heads.get(writerId);
      if (last !== undefined && head !== undefined && (head.acknowledged?.wseq ?? -1) < last.wseq)
        moved.set(writerId, { ...head, acknowledged: { wseq: last.wseq, hash: last.hash } });
    }
    await putHeads(tx, moved);
    return broken;
  });
  if (!written.ok) return written;
  for (const writer of written.value) await alarms.raise("ACK_BROKEN", { writer: writer.slice(0, 8) });
  events.emit({ type: "progress" });
  return ok(undefined);
};

export const rearmOutbox = ({ write }: Pick<OutboxDeps, "write">): Promise<Result<void, OutboxFault>> =>
  write(["log"], "relaxed", async (tx) => {
    let after = Number.NEGATIVE_INFINITY;
    for (;;) {
      const records = await tx.log.outbox(lookedAtOnce, after);
      const sent = records.filter(({ state }) => state === "sent");
      if (sent.length > 0) await tx.log.put(sent.map((record) => ({ ...record, state: "local" as const })));
      after = records.at(-1)?.order ?? after;
      if (records.length < lookedAtOnce) return;
    }
  });

/** Of a writer with two branches the one that was never shown is not offered: its words went out under another. */
const isOffered = ({ reason, seq }: LogRecord): boolean => {
  if (reason === "dropped" || reason === "reissued") return false;
  const isBeside = reason === "re-emitted" || reason === branchReason || reason === branchSentReason;
  return !isBeside || seq !== undefined;
};

/** Whole envelopes of a writer from a wseq on, up to the first of which only a stub is here; read some at a time. */
async function* envelopesFrom(
  { store }: Pick<LogContext, "store">,
  writer: WriterId,
  from: number,
): AsyncGenerator<LogRecord> {
  for (let at = from; ; at += lookedAtOnce) {
    const read = await store.read(["log"], (tx) => tx.log.byWriter(writer, at, at + lookedAtOnce - 1));
    if (!read.ok || read.value.length === 0) return;
    for (const record of read.value) {
      if (!isOffered(record)) continue;
      if (record.form === "stub") return;
      yield record;
    }
  }
}

export const readEnvelopes = async (
  context: Pick<LogContext, "store">,
  writer: WriterId,
  from: number,
): Promise<readonly LogRecord[]> => {
  const all: LogRecord[] = [];
  for await (const record of envelopesFrom(context, writer, from)) all.push(record);
  return all;
};

/** In the order the old feed had them; what no feed had comes last. */
const isBefore = (a: LogRecord, b: LogRecord): boolean => {
  const place = ({ seq }: LogRecord) => seq ?? Number.POSITIVE_INFINITY;
  if (place(a) !== place(b)) return place(a) < place(b);
  return a.order === b.order ? a.wseq < b.wseq : (a.order ?? 0) < (b.order ?? 0);
};

/** What a relay lacks, in its order. Each writer's own envelopes are in it already, so only their first ones are compared. */
export const missingRuns = async (
  context: Pick<LogContext, "store">,
  wanted: readonly { readonly writerId: WriterId; readonly from: number }[],
  maxRuns: number,
): Promise<readonly OutboxRun[]> => {
  const streams: { readonly rest: AsyncGenerator<LogRecord>; next: LogRecord }[] = [];
  for (const { writerId, from } of wanted) {
    const rest = envelopesFrom(context, writerId, from);
    const first = await rest.next();
    if (first.done !== true) streams.push({ rest, next: first.value });
  }
  const runs: Growing[] = [];
  while (streams.length > 0) {
    const stream = streams.reduce((a, b) => (isBefore(b.next, a.next) ? b : a));
    const record = stream.next;
    const last = runs.at(-1);
    if (last !== undefined && fits(last, record)) {
      last.records.push(record);
      last.bytes += record.bytes.length;
    } else {
      if (runs.length === maxRuns) break;
      runs.push({ writerId: record.writer, records: [record], bytes: record.bytes.length });
    }
    const following = await stream.rest.next();
    if (following.done === true) streams.splice(streams.indexOf(stream), 1);
    else stream.next = following.value;
  }
  return runs.map(toRun);
};

export const ownWriters = ({ session }: Pick<LogContext, "session">): ReadonlySet<WriterId> =>
  new Set(writersOf(session.membership(), session.device.id));
