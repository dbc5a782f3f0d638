/**
 * The content of what was not acknowledged, written again as new commits of another writer under the current epoch, all
 * in one transaction (docs/protocol.md, "Write path"). Updates are idempotent, so a crash before or after changes nothing.
 */
import { assert, envelopeKinds, livePrincipal, ok, type Result, type WriterId } from "@whisperwell/crypto";
import { attempt } from "../failure.ts";
import type { LogRecord, StoreFailure } from "../store/port.ts";
import { openBatch } from "./commit-batch.ts";
import type { LogContext } from "./context.ts";
import { checkHolder } from "./held-writes.ts";
import { isBehind } from "./membership-log.ts";
import { headField } from "./meta.ts";
import { openStored } from "./read-document.ts";
import { catchUpMembership, type WriterLease } from "./writers.ts";

/** Another tab wrote membership records: they are read before anything is sealed on top of them. */
const behind = Symbol("behind");

/**
 * Under the epoch of the log's head, whichever tab moved it there. `spare`: leased for this; the caller keeps it or lets it go. Answers how many commits were written again. Throws
 * StaleHolder, and nothing is written, when the lock `sync` was granted again since `holder`.
 */
export const reEmitUnder = async (
  context: LogContext,
  writer: WriterId,
  spare: WriterLease,
  holder: number,
): Promise<Result<number, StoreFailure>> => {
  const { store, session, random, clock, rows } = context;
  if (livePrincipal(session.membership(), session.device.id) === undefined) return ok(0); // shut out meanwhile
  const written = await attempt(() =>
    store.write(["meta", "log", "rows"], "strict", async (tx) => {
      await checkHolder(tx, holder);
      if (await isBehind(tx, session)) return behind;
      const field = headField(writer);
      const head = await field.get(tx);
      if (head === undefined) return undefined;
      // Not the feed's head: it may stand on another branch, which this writer wrote in an earlier life.
      const from = (head.acknowledged?.wseq ?? -1) + 1;
      const hasBranch = (head.feed?.wseq ?? -1) >= from;
      const waiting = (await tx.log.byWriter(writer, from)).filter(({ order }) => order !== undefined);
      const tags = [...new Set(waiting.map(({ docTag }) => docTag))];
      const edit = await rows.edit(tx, tags);
      const batch = await openBatch(tx, { session, random, now: clock.now() }, spare.writerId);
      const again: LogRecord[] = [];
      for (const record of waiting) {
        const { order: _, ...rest } = record;
        again.push({ ...rest, reason: "re-emitted" });
        const content = record.kind === envelopeKinds.commit ? openStored(record, session) : undefined;
        if (!content?.ok || content.value.docId === undefined) continue;
        const { docId, codec, payload, blobIds, row } = content.value;
        const { docTag } = record;
        const made = batch.seal({ docId, docTag, coded: { codec, payload }, blobIds, row });
        assert(made.ok, "what fitted once fits without its row, and a live device holds the epoch's key");
        const sealed = made.value;
        const before = edit.get(docTag);
        if (before === undefined) continue;
        const heads = new Map(before.heads).set(spare.writerId, sealed.record.wseq);
        if (hasBranch) heads.set(writer, head.feed?.wseq ?? 0);
        else if (from === 0) heads.delete(writer);
        else heads.set(writer, Math.min(from - 1, heads.get(writer) ?? 0));
        const stale = before.stale || hasBranch;
        edit.set({ ...before, heads, hlc: sealed.hlc, writer: spare.writerId, stale });
      }
      await tx.log.put(again);
      await field.put(tx, { ...head, frozen: true });
      await batch.finish();
      await edit.finish();
      return { edit, tags, count: again.length };
    }),
  );
  if (!written.ok) return written;
  if (written.value === undefined) return ok(0);
  if (written.value === behind) {
    const caughtUp = await catchUpMembership(store, session);
    return caughtUp.ok ? reEmitUnder(context, writer, spare, holder) : caughtUp;
  }
  const { edit, tags, count } = written.value;
  edit.apply();
  context.events.emit({ type: "commits", origin: "here", docTags: tags });
  context.look(tags);
  return ok(count);
};
