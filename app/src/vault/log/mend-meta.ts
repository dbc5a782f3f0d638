/**
 * What stands in `meta` beside the log can be made again from it: heads, citations, clocks, places in the outbox. Done
 * before anything is leased, only where a value does not read, and in one transaction; the log is never touched. A writer of
 * ours whose head is made again is over, because the log alone cannot say whether a later life of it wrote on.
 */
import {
  type Content,
  type Hlc,
  isHlcAhead,
  type Result,
  type WriterId,
  writersOf,
  zeroHlc,
  zeroWriter,
} from "@whisperwell/crypto";
import { attempt } from "../failure.ts";
import type { Session } from "../session.ts";
import type { LogRecord, StoreFailure, Transaction, VaultStore } from "../store/port.ts";
import { bodylessOf } from "./late-bodies.ts";
import {
  firstOrder,
  headField,
  type Link,
  type MetaTx,
  metaFields,
  putSeen,
  type SeenVector,
  type StoredHead,
  unreadableHeads,
  unreadableSeen,
} from "./meta.ts";
import { branchReason, branchSentReason } from "./page-intake.ts";
import { putQuarantined, unreadableQuarantined } from "./quarantine.ts";
import { openStored } from "./read-document.ts";

type Tx = Pick<Transaction, "log" | "meta">;
type FieldName = keyof typeof metaFields;

interface Unread {
  readonly heads: readonly WriterId[];
  readonly seen: readonly WriterId[];
  readonly quarantined: readonly WriterId[];
  readonly fields: ReadonlySet<FieldName>;
}
const findUnread = async (tx: MetaTx): Promise<Unread> => {
  const fields = new Set<FieldName>();
  for (const [name, field] of Object.entries(metaFields))
    if ((await field.read(tx)).state === "unreadable") fields.add(name as FieldName);
  return {
    heads: await unreadableHeads(tx),
    seen: await unreadableSeen(tx),
    quarantined: await unreadableQuarantined(tx),
    fields,
  };
};
const isWhole = ({ heads, seen, quarantined, fields }: Unread): boolean =>
  heads.length + seen.length + quarantined.length + fields.size === 0;

const linkOf = (record: LogRecord | undefined): Link | undefined =>
  record && { wseq: record.wseq, hash: record.hash };

const isBranch = (reason: string | undefined): boolean =>
  reason === branchReason || reason === branchSentReason;
/** The end of a writer's chain as the log has it; of two branches the one that counted first. */
const headFrom = (
  records: readonly LogRecord[],
  writer: WriterId,
  isOwn: boolean,
): StoredHead | undefined => {
  const chain = records.filter(({ reason, standing }) =>
    writer === zeroWriter ? standing === "accepted" : !isBranch(reason),
  );
  const last = linkOf(chain.at(-1));
  if (last === undefined) return undefined;
  // What a feed showed counts on either branch.
  const feed = linkOf(
    records.findLast(({ state, standing }) => state === "feed" && standing !== "quarantined"),
  );
  const acknowledged = linkOf(
    records.findLast(({ state, reason }) => state === "feed" || (state === "durable" && !isBranch(reason))),
  );
  const mine = isOwn || writer === zeroWriter;
  return {
    ...last,
    ...(feed && { feed }),
    ...(mine && acknowledged && { acknowledged }),
    ...(isOwn && { frozen: true }),
  };
};

const contentsOf = (records: readonly LogRecord[], session: Session): readonly Content[] =>
  records.flatMap((record) => {
    if (record.standing === "quarantined" || record.form === "stub") return [];
    const content = openStored(record, session);
    return content.ok ? [content.value] : [];
  });
const seenFrom = (contents: readonly Content[]): SeenVector => {
  const vector = new Map<
    Content["seen"][number]["writer"],
    { wseq: number; hash: Content["seen"][number]["hash"] }
  >();
  for (const { writer, wseq, hash } of contents.flatMap(({ seen }) => seen))
    if ((vector.get(writer)?.wseq ?? -1) < wseq) vector.set(writer, { wseq, hash });
  return vector;
};

const nextOrderFrom = async (tx: Tx): Promise<number> => {
  let next = firstOrder;
  for (;;) {
    const waiting = await tx.log.outbox(1000, next - 1);
    if (waiting.length === 0) return next;
    next = (waiting.at(-1)?.order ?? next) + 1;
  }
};

const mend = async (tx: Tx, session: Session, unread: Unread, now: number): Promise<void> => {
  const membership = session.membership();
  const own = new Set(writersOf(membership, session.device.id));
  const { fields } = unread;
  for (const writer of unread.heads) {
    const head = headFrom(await tx.log.byWriter(writer, 0), writer, own.has(writer));
    if (head === undefined) await tx.meta.delete([headField(writer).name]);
    else await headField(writer).put(tx, head);
  }
  const quarantined = new Map<WriterId, { count: number; bytes: number }>();
  for (const writer of unread.quarantined) {
    const all = (await tx.log.byWriter(writer, 0)).filter(({ standing }) => standing === "quarantined");
    const bytes = all.reduce((sum, { form, bytes }) => sum + (form === "whole" ? bytes.length : 0), 0);
    quarantined.set(writer, { count: all.length, bytes });
  }
  await putQuarantined(tx, quarantined);
  for (const writer of unread.seen)
    await putSeen(tx, new Map([[writer, seenFrom(contentsOf(await tx.log.byWriter(writer, 0), session))]]));
  if (fields.has("nextOrder")) await metaFields.nextOrder.put(tx, await nextOrderFrom(tx));
  if (fields.has("clocks") || fields.has("bodyless")) {
    const bodyless: LogRecord[] = [];
    let clocks: { own: Hlc; received: Hlc } = { own: zeroHlc, received: zeroHlc };
    for (const writer of membership.writers.keys()) {
      const records = await tx.log.byWriter(writer, 0);
      bodyless.push(...records);
      for (const { hlc } of fields.has("clocks") ? contentsOf(records, session) : []) {
        if (own.has(writer) && hlc > clocks.own) clocks = { ...clocks, own: hlc };
        if (!own.has(writer) && hlc > clocks.received && !isHlcAhead(hlc, now))
          clocks = { ...clocks, received: hlc };
      }
    }
    if (fields.has("clocks")) await metaFields.clocks.put(tx, clocks);
    if (fields.has("bodyless")) await metaFields.bodyless.put(tx, bodylessOf(bodyless));
  }
  // Counters that only have to differ from every earlier one: the clock is further than they count.
  if (fields.has("holder")) await metaFields.holder.put(tx, now);
  if (fields.has("rowsGeneration")) await metaFields.rowsGeneration.put(tx, now);
  // Read from its beginning again, or reconciled once more: what is known already changes nothing.
  if (fields.has("cursor")) await tx.meta.delete([metaFields.cursor.name]);
  if (fields.has("unfilled")) {
    const cursor = fields.has("cursor") ? undefined : await metaFields.cursor.get(tx);
    if (cursor === undefined) await tx.meta.delete([metaFields.unfilled.name]);
    else await metaFields.unfilled.put(tx, cursor.feedEpoch);
  }
  // Every writer is looked at once more: what was written again is marked in the log.
  if (fields.has("branches")) await metaFields.branches.put(tx, [...membership.writers.keys()]);
  if (fields.has("writtenAgain")) await tx.meta.delete([metaFields.writtenAgain.name]);
  // Only counted for the sync sentence: what a relay lacks is found by reconciling.
  for (const name of ["owed", "owedOthers"] as const)
    if (fields.has(name)) await tx.meta.delete([metaFields[name].name]);
};

/** Milliseconds since 1970 in `now`. */
export const mendMeta = (
  store: VaultStore,
  session: Session,
  now: number,
): Promise<Result<void, StoreFailure>> =>
  attempt(async () => {
    const unread = await store.read(["meta"], findUnread);
    if (!unread.ok || isWhole(unread.value)) return unread.ok ? { ok: true, value: undefined } : unread;
    return store.write(["meta", "log"], "strict", async (tx) => mend(tx, session, await findUnread(tx), now));
  });
