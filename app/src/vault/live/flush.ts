/** From typing to a commit: takes what is pending, makes the row from the replica, and commits both. */
import { encodeAny, ok, type Result } from "@whisperwell/crypto";
import { rowOf } from "../../documents/entry-row.ts";
import { commitDocuments, type DocumentCommit } from "../log/commits.ts";
import type { LogContext } from "../log/context.ts";
import { preparePayload } from "../log/payloads.ts";
import type { StoreFailure } from "../store/port.ts";
import { mergeUpdates } from "./merge.ts";
import { blobsIn, type Replica, rowDigest } from "./replica.ts";

/** `leaving`: blur, hiding, lock: the row travels if it changed at all. */
export type FlushCause = "rhythm" | "leaving" | "edit";

const prepare = async (
  { random, session, lease }: LogContext,
  replica: Replica,
  taken: readonly Uint8Array[],
  typed: number,
  cause: FlushCause,
): Promise<{ readonly commit: DocumentCommit; readonly digest: string }> => {
  const { docId, tag: docTag, doc, isEntry } = replica;
  const row = isEntry ? rowOf(doc, docId) : undefined;
  const rowKnows = new Map(replica.heads);
  const digest = rowDigest(row);
  const full = row === undefined ? "" : `${digest}${row.words}/${row.attachments}`;
  const sendRow = cause === "rhythm" ? digest !== rowDigestOf(replica.sentRow) : full !== replica.sentRow;
  const rowBytes = sendRow && row !== undefined ? encodeAny(row).length : 0;
  const payload = await preparePayload({ random, vaultId: session.vaultId }, mergeUpdates(taken), rowBytes);
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
  readonly updates: readonly Uint8Array[];
  readonly bytes: number;
  readonly typed: number;
}
const take = (replica: Replica): Taken => {
  replica.cancelIdle();
  replica.cancelMost();
  const { pending: updates, pendingBytes: bytes, typed } = replica;
  replica.pending = [];
  replica.pendingBytes = 0;
  return { replica, updates, bytes, typed };
};
const giveBack = ({ replica, updates, bytes }: Taken) => {
  replica.pending = [...updates, ...replica.pending];
  replica.pendingBytes += bytes;
};

/** So often a flush is made again because another tab or the feed was faster; then the row waits for the next one. */
const attempts = 3;

/**
 * Takes everything pending into one commit a document, in one transaction. On failure it is pending again, in its order.
 * `refresh` brings a replica up to the log: a row is made only of a document that knows everything it will be taken to know.
 */
export const flushReplicas = async (
  context: LogContext,
  replicas: readonly Replica[],
  cause: FlushCause,
  refresh: (replica: Replica) => Promise<void>,
): Promise<Result<void, StoreFailure>> => {
  const taken = replicas.filter(({ pending }) => pending.length > 0).map(take);
  if (taken.length === 0) return ok(undefined);
  for (let attempt = 1; ; attempt++) {
    const prepared = await Promise.all(
      taken.map(({ replica, updates, typed }) => prepare(context, replica, updates, typed, cause)),
    );
    const written = await commitDocuments(
      context,
      prepared.map(({ commit }) => commit),
      attempt < attempts ? "refuse" : "mark",
    );
    if (!written.ok) {
      for (const one of taken) giveBack(one);
      return written;
    }
    if (written.value === "stale") {
      for (const { replica } of taken) await refresh(replica);
      continue;
    }
    for (const [index, { replica, typed }] of taken.entries()) {
      const done = written.value[index];
      const { commit, digest } = prepared[index] as (typeof prepared)[number];
      if (done !== undefined) replica.heads.set(done.writer, done.wseq);
      if (done?.rowSent !== false) replica.sentRow = digest;
      replica.kept = Math.max(replica.kept, typed);
      replica.unfolded += 1;
      for (const id of commit.blobIds ?? []) replica.knownBlobs.add(id);
    }
    return ok(undefined);
  }
};
