/**
 * One flush: chain head, envelope, new head, row, and the drafts that went in, in one strict transaction. Only when it
 * is complete does anything leave the device (docs/protocol.md, "Write path").
 */
import {
  type BlobId,
  type DocId,
  type DocTag,
  encodeAny,
  err,
  type Hash,
  type Hlc,
  ok,
  type Result,
  type SealedChunk,
  type WriterId,
} from "@whisperwell/crypto";
import type { Row } from "../../documents/model.ts";
import { attempt } from "../failure.ts";
import type { RowEntry } from "../live/row-entries.ts";
import type { RowEdit } from "../live/row-index.ts";
import type { DraftKey, LogRecord, StoreFailure, Transaction } from "../store/port.ts";
import { putWholeBlobs } from "./blobs.ts";
import { openBatch, type SealedCommit, type SealFailure } from "./commit-batch.ts";
import type { LogContext } from "./context.ts";
import { isBehind } from "./membership-log.ts";
import { headField } from "./meta.ts";
import type { PreparedPayload } from "./payloads.ts";
import { catchUpMembership } from "./writers.ts";

export interface DocumentCommit {
  readonly docId: DocId;
  readonly docTag: DocTag;
  readonly payload: PreparedPayload;
  /** Attachments the document names for the first time. */
  readonly blobIds?: readonly BlobId[];
  /** Their sealed chunks, where they are not stored yet. */
  readonly chunks?: readonly SealedChunk[];
  /** The document's summary after this commit; undefined for documents lists do not show. */
  readonly row: Row | undefined;
  /** Whether the summary travels with the commit. */
  readonly sendRow: boolean;
  /** What may be forgotten: drafts of these tabs up to these counters are in the payload. */
  readonly drafts: readonly { readonly tab: string; readonly counter: number }[];
  /** Commits of the log the row was made with, by writer. */
  readonly rowKnows: ReadonlyMap<WriterId, number>;
}
export interface Committed {
  readonly docTag: DocTag;
  readonly writer: WriterId;
  readonly wseq: number;
  readonly hash: Hash;
  readonly hlc: Hlc;
  /** False when the row was to travel and did not: the document had moved on meanwhile, or it had no room. */
  readonly rowSent: boolean;
}
/** Nothing was written: of the store, or of this one document, without which the others may be tried again. */
export type CommitFailure =
  | StoreFailure
  | { readonly code: SealFailure["code"]; readonly docTag: DocTag; readonly cause?: undefined };

const forgetDrafts = async (tx: Pick<Transaction, "drafts">, { docTag, drafts }: DocumentCommit) => {
  const keys = drafts.map(({ tab }): DraftKey => [docTag, tab]);
  const stored = await tx.drafts.getMany(keys);
  const done = keys.filter((_, index) => {
    const draft = stored[index];
    return draft !== undefined && draft.counter <= (drafts[index]?.counter ?? -1);
  });
  await tx.drafts.delete(done);
};

/**
 * Another tab or the feed may have added to the document since the row was made. Such a row is not sent, because readers
 * would take it for one whose author had known everything this envelope cites, and it is made again here.
 */
const isStale = (before: RowEntry | undefined, { rowKnows }: DocumentCommit, own: WriterId): boolean => {
  return [...(before?.heads ?? [])].some(
    ([writer, wseq]) => writer !== own && wseq > (rowKnows.get(writer) ?? -1),
  );
};

const noteRow = (
  edit: RowEdit,
  commit: DocumentCommit,
  { record, hlc }: { readonly record: LogRecord; readonly hlc: Hlc },
  stale: boolean,
) => {
  const before = edit.get(commit.docTag);
  edit.set({
    docId: commit.docId,
    tag: commit.docTag,
    row: commit.row ?? before?.row,
    hlc,
    writer: record.writer,
    heads: new Map(before?.heads).set(record.writer, record.wseq),
    // Without a row of its own it leaves the one there is as it was: one that said too little still does.
    stale: stale || (commit.row === undefined && (before?.stale ?? false)),
  });
};

/** Another tab wrote membership records: they are read before anything is sealed on top of them. */
const behind = Symbol("behind");
/** A row did not know everything. */
const stale = Symbol("stale");
/** The writer this tab leased is over: another is leased before anything is sealed. */
const frozen = Symbol("frozen");

/**
 * All of them or none; a failure leaves the drafts where they are. `whenStale`: where a row did
 * not know everything, `refuse` writes nothing and answers "stale", `mark` commits without the row.
 */
export const commitDocuments = async <When extends "refuse" | "mark">(
  context: LogContext,
  commits: readonly DocumentCommit[],
  whenStale: When,
): Promise<Result<readonly Committed[] | (When extends "refuse" ? "stale" : never), CommitFailure>> => {
  const { store, session, clock, random, rows } = context;
  if (commits.length === 0) return ok([]);
  for (let round = 0; round < 5; round++) {
    const { writerId } = context.lease();
    const written = await attempt(() =>
      store.write(["meta", "log", "rows", "drafts", "blobs"], "strict", async (tx) => {
        if (await isBehind(tx, session)) return behind;
        if ((await headField(writerId).get(tx))?.frozen === true) return frozen;
        const edit = await rows.edit(
          tx,
          commits.map(({ docTag }) => docTag),
        );
        if (
          whenStale === "refuse" &&
          commits.some((commit) => isStale(edit.get(commit.docTag), commit, writerId))
        )
          return stale;
        const batch = await openBatch(tx, { session, random, now: clock.now() }, writerId);
        // All are sealed before the first is written: one that cannot be leaves nothing behind.
        const sealed: { commit: DocumentCommit; made: SealedCommit; outdated: boolean }[] = [];
        for (const commit of commits) {
          const { docId, docTag, payload, row, sendRow } = commit;
          const outdated = isStale(edit.get(docTag), commit, writerId);
          const made = batch.seal({
            docId,
            docTag,
            coded: payload.coded,
            blobIds: [...payload.blobIds, ...(commit.blobIds ?? [])],
            row: sendRow && !outdated && row !== undefined ? encodeAny(row) : undefined,
          });
          if (!made.ok) return { failure: { code: made.error.code, docTag } };
          sealed.push({ commit, made: made.value, outdated });
        }
        const done: Committed[] = [];
        for (const { commit, made, outdated } of sealed) {
          const { wseq, hash } = made.record;
          noteRow(edit, commit, made, outdated);
          done.push({
            docTag: commit.docTag,
            writer: writerId,
            wseq,
            hash,
            hlc: made.hlc,
            rowSent: !(commit.sendRow && (outdated || !made.rowFits)),
          });
          await putWholeBlobs(tx, [...commit.payload.chunks, ...(commit.chunks ?? [])]);
          await forgetDrafts(tx, commit);
        }
        await batch.finish();
        await edit.finish();
        return { edit, done };
      }),
    );
    if (!written.ok) return written;
    if (written.value === behind) {
      const caughtUp = await catchUpMembership(store, session);
      if (!caughtUp.ok) return caughtUp;
      continue;
    }
    if (written.value === stale) return ok("stale" as When extends "refuse" ? "stale" : never);
    if (written.value === frozen) {
      await context.onFrozen(writerId);
      continue;
    }
    if ("failure" in written.value) return err(written.value.failure);
    const { edit, done } = written.value;
    const docTags = done.map(({ docTag }) => docTag);
    edit.apply();
    context.events.emit({ type: "commits", origin: "here", docTags });
    context.events.emit({ type: "outbox" });
    context.look(docTags);
    return ok(done);
  }
  return err({
    code: "storage-refused",
    cause: new Error("the membership log moves faster than it is read"),
  });
};
