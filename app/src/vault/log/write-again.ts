/**
 * Content of stored commits, written once more as new commits of this tab's writer: for words that stand where they cannot
 * travel, on a branch or behind a damaged link. Updates are idempotent: doing it twice only makes the log longer.
 */
import { type DocTag, envelopeKinds, err, ok, type Result } from "@whisperwell/crypto";
import { attempt } from "../failure.ts";
import type { RowEdit } from "../live/row-index.ts";
import type { LogRecord, StoreFailure, Transaction } from "../store/port.ts";
import { openBatch, type SealFailure } from "./commit-batch.ts";
import type { LogContext } from "./context.ts";
import { isBehind } from "./membership-log.ts";
import { headField } from "./meta.ts";
import { openStored } from "./read-document.ts";
import { catchUpMembership } from "./writers.ts";

const atOnce = 64;
const tables = ["meta", "log", "rows"] as const;
type Written =
  | { readonly edit: RowEdit; readonly tags: readonly DocTag[] }
  | "behind"
  | "frozen"
  | { readonly failure: SealFailure };

const writeSome = async (
  tx: Transaction,
  { session, random, clock, rows, lease }: LogContext,
  records: readonly LogRecord[],
  finish: (tx: Transaction) => Promise<void>,
): Promise<Written> => {
  const { writerId } = lease();
  if (await isBehind(tx, session)) return "behind";
  if ((await headField(writerId).get(tx))?.frozen === true) return "frozen";
  const tags = [...new Set(records.map(({ docTag }) => docTag))];
  const edit = await rows.edit(tx, tags);
  const batch = await openBatch(tx, { session, random, now: clock.now() }, writerId);
  for (const record of records) {
    const content = record.kind === envelopeKinds.commit ? openStored(record, session) : undefined;
    if (!content?.ok || content.value.docId === undefined) continue;
    const { docId, codec, payload, blobIds } = content.value;
    const { docTag } = record;
    // Without its row, which knew less than others do by now: readers make one of their own.
    const made = batch.seal({ docId, docTag, coded: { codec, payload }, blobIds, row: undefined });
    if (!made.ok) return { failure: made.error };
    const before = edit.get(docTag);
    if (before !== undefined)
      edit.set({ ...before, heads: new Map(before.heads).set(writerId, made.value.record.wseq) });
  }
  await batch.finish();
  await edit.finish();
  await finish(tx);
  return { edit, tags };
};

/** `finish` runs inside the last transaction: whatever notes that it was done. Never while this device may not write. */
export const writeAgain = async (
  context: LogContext,
  records: readonly LogRecord[],
  finish: (tx: Transaction) => Promise<void>,
): Promise<Result<void, StoreFailure | SealFailure>> => {
  const { store, session, events } = context;
  for (let at = 0; at === 0 || at < records.length; ) {
    const some = records.slice(at, at + atOnce);
    const isLast = at + atOnce >= records.length;
    const written = await attempt(() =>
      store.write(tables, "strict", (tx) =>
        writeSome(tx, context, some, isLast ? finish : async () => undefined),
      ),
    );
    if (!written.ok) return written;
    if (written.value === "behind") {
      const caughtUp = await catchUpMembership(store, session);
      if (!caughtUp.ok) return caughtUp;
      continue;
    }
    if (written.value === "frozen") {
      const before = context.lease().writerId;
      await context.onFrozen(before);
      if (context.lease().writerId === before)
        return err({ code: "storage-refused", cause: new Error("no writer could be leased") });
      continue;
    }
    if ("failure" in written.value) return err(written.value.failure);
    const { edit, tags } = written.value;
    edit.apply();
    events.emit({ type: "commits", origin: "here", docTags: tags });
    events.emit({ type: "outbox" });
    context.look(tags);
    at += atOnce;
  }
  return ok(undefined);
};
