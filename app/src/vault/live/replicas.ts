/**
 * At most 32 live documents, least recently used first to go. A replica with words that are not yet a commit, or with
 * someone looking at it, never goes.
 */
import { type DocId, type DocTag, err, ok, type Result } from "@whisperwell/crypto";
import * as Y from "yjs";
import { hasBegun } from "../../documents/entry.ts";
import { rowOf } from "../../documents/entry-row.ts";
import type { LogContext } from "../log/context.ts";
import { foldDocument, type ReadDocument, readDocument } from "../log/read-document.ts";
import { newDoc, stateOf } from "./documents.ts";
import type { LatePayloads } from "./late-payloads.ts";
import { mergeUpdates } from "./merge.ts";
import { blobsIn, inTurn, type Replica, rowDigest } from "./replica.ts";

export const liveMost = 32;
/** waits: of an entry nothing but what is still to be fetched. */
export type Unloaded = { readonly code: "absent" | "unreadable" | "waits" };
/** So many commits behind the folded state make it worth folding again. */
const foldAfter = 16;
/** Origin of what came from the log: not ours, not pending. */
export const fromLog = Symbol("from the log");

export interface Replicas {
  /** From memory or the log, pinned for the caller, who lets it go. absent: no such document. */
  readonly load: (docId: DocId) => Promise<Result<Replica, Unloaded>>;
  /** An empty one, for a document that is being made; pinned for the caller too. */
  readonly make: (docId: DocId) => Replica;
  readonly live: (tag: DocTag) => Replica | undefined;
  readonly all: () => Iterable<Replica>;
  /** Takes over commits that other tabs or devices added. */
  readonly refresh: (replica: Replica) => Promise<void>;
  /** The same for whoever has the replica's turn already. */
  readonly refreshNow: (replica: Replica) => Promise<void>;
  /** Lets go of what is over the limit; folds what is worth it. */
  readonly trim: () => Promise<void>;
  readonly fold: (replica: Replica) => Promise<void>;
  /** Drops it with what is pending in it; the log has it as it was. */
  readonly forget: (replica: Replica) => void;
}

const isBusy = ({ viewers, pins, pending, flushing }: Replica): boolean =>
  viewers.size > 0 || pins > 0 || pending.length > 0 || flushing !== undefined;

export const createReplicas = (
  context: LogContext,
  payloads: LatePayloads,
  onMade: (replica: Replica) => void,
): Replicas => {
  const { session, random, store } = context;
  const live = new Map<DocTag, Replica>();
  const loading = new Map<DocTag, Promise<Result<Replica, Unloaded>>>();
  const fixed = new Set<DocId>((["taxonomy", "settings", "index"] as const).map(session.identity.fixedDocId));

  const blank = (docId: DocId, doc: Y.Doc): Replica => ({
    docId,
    tag: session.identity.docTagOf(docId),
    doc,
    isEntry: !fixed.has(docId),
    heads: new Map(),
    unfolded: 0,
    incomplete: false,
    lacking: [],
    pending: [],
    flushing: undefined,
    pendingBytes: 0,
    typed: 0,
    kept: 0,
    sentRow: "",
    knownBlobs: new Set(),
    viewers: new Set(),
    pins: 0,
    lastSaid: undefined,
    turn: Promise.resolve(),
    keeping: undefined,
    lastStrictAt: 0,
    cancelIdle: () => {},
    cancelMost: () => {},
  });
  const touch = (replica: Replica) => {
    live.delete(replica.tag);
    live.set(replica.tag, replica);
  };
  const applyAll = (doc: Y.Doc, updates: readonly Uint8Array[]) =>
    Y.transact(
      doc,
      () => {
        for (const update of updates) Y.applyUpdateV2(doc, update, fromLog);
      },
      fromLog,
    );
  const checkWhole = (replica: Replica) => {
    const { pendingStructs, pendingDs } = replica.doc.store;
    if (pendingStructs !== null || pendingDs !== null) replica.incomplete = true;
  };

  const noteLacking = (replica: Replica, { lacking }: ReadDocument) => {
    replica.lacking = lacking;
    if (lacking.length > 0) void payloads.fetch(replica.tag, lacking);
  };

  const fromDisk = async (docId: DocId): Promise<Result<Replica, Unloaded>> => {
    const tag = session.identity.docTagOf(docId);
    const read = await readDocument(store, session, tag);
    if (!read.ok) return read;
    const replica = blank(docId, newDoc(random));
    applyAll(replica.doc, read.value.updates);
    replica.heads = new Map(read.value.heads);
    replica.unfolded = read.value.unfolded;
    replica.incomplete = read.value.incomplete;
    noteLacking(replica, read.value);
    if (replica.isEntry && replica.lacking.length > 0 && !hasBegun(replica.doc))
      return err({ code: "waits" });
    replica.knownBlobs = blobsIn(replica.doc);
    if (replica.isEntry) {
      const row = rowOf(replica.doc, docId);
      replica.sentRow = `${rowDigest(row)}${row.words}/${row.attachments}`;
    }
    checkWhole(replica);
    onMade(replica);
    touch(replica);
    return ok(replica);
  };

  const start = (tag: DocTag, docId: DocId): ReturnType<typeof fromDisk> => {
    const load = fromDisk(docId).finally(() => loading.delete(tag));
    loading.set(tag, load);
    return load;
  };

  const refreshNow = async (replica: Replica): Promise<void> => {
    const read = await readDocument(store, session, replica.tag, replica.heads);
    if (!read.ok) return;
    noteLacking(replica, read.value);
    if (read.value.updates.length === 0) return;
    Y.applyUpdateV2(replica.doc, mergeUpdates(read.value.updates), fromLog);
    for (const [writer, wseq] of read.value.heads) replica.heads.set(writer, wseq);
    replica.unfolded += read.value.unfolded;
    replica.incomplete ||= read.value.incomplete;
    checkWhole(replica);
  };
  const fold = async (replica: Replica): Promise<void> => {
    if (replica.unfolded < foldAfter || replica.incomplete || replica.pending.length > 0) return;
    const state = { docId: replica.docId, state: stateOf(replica.doc), heads: new Map(replica.heads) };
    const record = foldDocument(replica.tag, state, session, random);
    const written = await store.write(["docs"], "relaxed", (tx) => tx.docs.put([record]));
    if (written.ok) replica.unfolded = 0; // without room nothing is lost: it is a cache
  };
  const forget = (replica: Replica) => {
    live.delete(replica.tag);
    // A flush that was asked for meanwhile still holds it: it finds nothing to commit.
    replica.pending = [];
    replica.pendingBytes = 0;
    replica.kept = replica.typed;
    replica.doc.destroy();
  };

  return {
    load: async (docId) => {
      const tag = session.identity.docTagOf(docId);
      for (;;) {
        const known = live.get(tag);
        if (known !== undefined) {
          touch(known);
          known.pins += 1;
          return ok(known);
        }
        const loaded = await (loading.get(tag) ?? start(tag, docId));
        if (!loaded.ok) return loaded;
      }
    },
    make: (docId) => {
      const replica = blank(docId, newDoc(random));
      replica.pins += 1;
      onMade(replica);
      touch(replica);
      return replica;
    },
    live: (tag) => live.get(tag),
    all: () => live.values(),
    refreshNow,
    refresh: (replica) => inTurn([replica], () => refreshNow(replica)),
    fold,
    forget,
    trim: async () => {
      for (const replica of [...live.values()]) {
        if (live.size <= liveMost) return;
        if (isBusy(replica) || !replica.isEntry) continue;
        await inTurn([replica], () => fold(replica));
        if (isBusy(replica)) continue;
        forget(replica);
      }
    },
  };
};
