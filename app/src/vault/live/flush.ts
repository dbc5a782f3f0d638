/** From typing to a commit: takes what is pending, makes the row from the replica, and commits both. */
import { assert, encodeAny, err, ok, type Result } from "@whisperwell/crypto";
import { rowOf } from "../../documents/entry-row.ts";
import { type CommitFailure, commitDocuments, type DocumentCommit } from "../log/commits.ts";
import type { LogContext } from "../log/context.ts";
import { preparePayload } from "../log/payloads.ts";
import { mergeUpdates } from "./merge.ts";
import { blobsIn, type Replica, rowDigest } from "./replica.ts";

/** `leaving`: blur, hiding, lock: the row travels if it changed at all. */
export type FlushCause = "rhythm" | "leaving" | "edit";

const prepare = async (
  { random, session, lease }: LogContext,
  replica: Replica,
  typed: number,
  cause: FlushCause,
  outside: boolean,
): Promise<{ readonly commit: DocumentCommit; readonly digest: string }> => {
  const { docId, tag: docTag, doc, isEntry, flushing } = replica;
  assert(flushing !== undefined, "what is prepared was taken");
  // Of a document that lacks something no row is made: it would say less than the one there is.
  const row = isEntry && replica.lacking.length === 0 ? rowOf(doc, docId) : undefined;
  const rowKnows = new Map(replica.heads);
  const digest = rowDigest(row);
  const full = row === undefined ? "" : `${digest}${row.words}/${row.attachments}`;
  const differs = cause === "rhythm" ? digest !== rowDigestOf(replica.sentRow) : full !== replica.sentRow;
  const sendRow = row !== undefined && differs;
  const rowBytes = sendRow ? encodeAny(row).length : 0;
  const payload = await preparePayload(
    { random, vaultId: session.vaultId },
    flushing,
    rowBytes,
    outside ? 0 : undefined,
  );
  const blobIds = [...blobsIn(doc)].filter((id) => !replica.knownBlobs.has(id));
  return {
    commit: {
      docId,
      docTag,
      payload,
      blobIds,
      row,
      sendRow,
      rowKnows,
      drafts: [{ tab: lease().tab, counter: typed }],
    },
    digest: sendRow ? full : replica.sentRow,
  };
};
/** `sentRow` is the digest followed by the counts. */
const rowDigestOf = (sent: string): string => sent.slice(0, sent.lastIndexOf("}") + 1);

interface Taken {
  readonly replica: Replica;
  readonly bytes: number;
  readonly typed: number;
}
const take = (replica: Replica): Taken => {
  replica.cancelIdle();
  replica.cancelMost();
  const { pending, pendingBytes: bytes, typed } = replica;
  replica.flushing = mergeUpdates(pending);
  replica.pending = [];
  replica.pendingBytes = 0;
  return { replica, bytes, typed };
};
const giveBack = ({ replica, bytes }: Taken) => {
  if (replica.flushing === undefined) return;
  replica.pending = [replica.flushing, ...replica.pending];
  replica.flushing = undefined;
  replica.pendingBytes += bytes;
};

/** So often a flush is made again because another tab or the feed was faster; then the row waits for the next one. */
const attempts = 3;

/** One transaction for all of them. `outside`: documents whose payload goes into an attachment whatever its size. */
const flushTaken = async (
  context: LogContext,
  taken: readonly Taken[],
  cause: FlushCause,
  refresh: (replica: Replica) => Promise<void>,
  outside: ReadonlySet<Replica> = new Set(),
): Promise<Result<void, CommitFailure>> => {
  for (let attempt = 1; ; attempt++) {
    const prepared = await Promise.all(
      taken.map(({ replica, typed }) => prepare(context, replica, typed, cause, outside.has(replica))),
    );
    const written = await commitDocuments(
      context,
      prepared.map(({ commit }) => commit),
      attempt < attempts ? "refuse" : "mark",
    );
    if (!written.ok) return written;
    if (written.value === "stale") {
      for (const { replica } of taken) await refresh(replica);
      continue;
    }
    for (const [index, { replica, typed }] of taken.entries()) {
      const done = written.value[index];
      const { commit, digest } = prepared[index] as (typeof prepared)[number];
      if (done !== undefined) replica.heads.set(done.writer, done.wseq);
      if (done?.rowSent !== false) replica.sentRow = digest;
      replica.flushing = undefined;
      replica.kept = Math.max(replica.kept, typed);
      replica.unfolded += 1;
      for (const id of commit.blobIds ?? []) replica.knownBlobs.add(id);
    }
    return ok(undefined);
  }
};

/** Why a document's words are pending still. bug: it rises by itself, and the words are as safe as before. */
export type FlushFailure = CommitFailure | { readonly code: "bug" };

/** A bug in one document rises, and neither takes its words nor stops the others. */
const flushOne = async (...given: Parameters<typeof flushTaken>): Promise<Result<void, FlushFailure>> => {
  try {
    return await flushTaken(...given);
  } catch (bug) {
    queueMicrotask(() => {
      throw bug;
    });
    return err({ code: "bug" });
  }
};
const isOfStore = ({ code }: FlushFailure): boolean => code.startsWith("storage-");

/** What has no room beside everything else the commit names goes into an attachment. */
const flushAlone = async (
  context: LogContext,
  one: Taken,
  cause: FlushCause,
  refresh: (replica: Replica) => Promise<void>,
): Promise<Result<void, FlushFailure>> => {
  const inside = await flushOne(context, [one], cause, refresh);
  return !inside.ok && inside.error.code === "too-big"
    ? flushOne(context, [one], cause, refresh, new Set([one.replica]))
    : inside;
};

/**
 * Takes everything pending into one commit a document, in one transaction; where that fails for one of them, each in its
 * own. Answers which failed: theirs is pending again, in its order. `refresh` brings a replica up to the log: a row is
 * made only of a document that knows everything it will be taken to know.
 */
export const flushReplicas = async (
  context: LogContext,
  replicas: readonly Replica[],
  cause: FlushCause,
  refresh: (replica: Replica) => Promise<void>,
): Promise<ReadonlyMap<Replica, FlushFailure>> => {
  const taken = replicas.filter(({ pending }) => pending.length > 0).map(take);
  const failed = new Map<Replica, FlushFailure>();
  const fail = (one: Taken, failure: FlushFailure) => {
    giveBack(one);
    failed.set(one.replica, failure);
  };
  if (taken.length > 1) {
    const together = await flushOne(context, taken, cause, refresh);
    if (together.ok) return failed;
    if (isOfStore(together.error)) {
      for (const one of taken) fail(one, together.error);
      return failed;
    }
  }
  for (const one of taken) {
    const alone = await flushAlone(context, one, cause, refresh);
    if (!alone.ok) fail(one, alone.error);
  }
  return failed;
};
