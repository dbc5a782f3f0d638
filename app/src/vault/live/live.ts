/**
 * The documents of this tab that are live: opened by the page, edited by calls, refreshed by what other tabs and devices
 * commit. One keystroke: update → replica → sealed draft (*saved here*) → at the flush, commit and outbox.
 */
import { type DocId, err, ok, parseDocId, type Result } from "@whisperwell/crypto";
import * as Y from "yjs";
import { isWritable } from "../../documents/entry.ts";
import type { LockError, OpenError, SavedState } from "../api.ts";
import type { DocumentListener, OpenedDocument } from "../engine-api.ts";
import type { LogContext } from "../log/context.ts";
import { stateOf } from "./documents.ts";
import { keepDraft } from "./drafts.ts";
import { type FlushCause, type FlushFailure, flushReplicas } from "./flush.ts";
import type { LatePayloads } from "./late-payloads.ts";
import { inTurn, type Replica } from "./replica.ts";
import { createReplicas, fromLog, type Unloaded } from "./replicas.ts";
import { type Company, flushBytes, rhythmFor } from "./rhythm.ts";
import { type AfterFailure, byCall, type CalledChange, changeByCall } from "./take-back.ts";

/** Milliseconds until a flush that found no room is tried again. */
const retryAfter = 5000;
/** Who never stops typing does not hold a lock back: after so many rounds the rest are drafts. */
const leavingRounds = 3;
/** Documents changed in one transaction: fewer than may be live. */
const changedAtOnce = 24;

export interface LiveDeps {
  readonly company: (replica: Replica) => Company;
  /** Fetches texts that came as attachments. */
  readonly payloads: LatePayloads;
  /** How far what is saved here got: to the relay, to devices. */
  readonly reached: (replica: Replica) => SavedState;
  /** What this tab has open changed: other tabs and devices flush sooner. */
  readonly onViewed: () => void;
  readonly sendAwareness: (docId: DocId, update: Uint8Array | undefined) => void;
}
export interface Live {
  readonly open: (docId: string, listener: DocumentListener) => Promise<Result<OpenedDocument, OpenError>>;
  /** Reads from the replica; it stays while `read` runs. */
  readonly withDoc: <T>(
    docId: DocId,
    read: (replica: Replica) => Promise<T> | T,
  ) => Promise<Result<T, OpenError>>;
  /** The same, once what is still to be fetched of it was tried. */
  readonly readWhole: Live["withDoc"];
  /**
   * Changes a document as one commit, durable when it answers. A change of an entry that finds no room is taken back; one
   * of taxonomy or settings stays in memory, is tried again, and is in the way of a lock until it is kept.
   */
  readonly change: (docId: DocId, change: (doc: Y.Doc) => void) => Promise<Result<void, OpenError>>;
  /** The same change in many entries, few transactions, until one finds no room; answers which have it. */
  readonly changeMany: (
    docIds: readonly DocId[],
    change: (doc: Y.Doc) => void,
  ) => Promise<{ readonly changed: ReadonlySet<DocId>; readonly failure?: OpenError }>;
  /** Words of a tab that died: one commit, or none where the document has them. */
  readonly adopt: (docId: DocId, update: Uint8Array) => Promise<Result<void, OpenError>>;
  /** A document that does not exist yet. */
  readonly create: (docId: DocId, fill: (doc: Y.Doc) => void) => Promise<Result<void, OpenError>>;
  readonly flush: (cause?: FlushCause) => Promise<void>;
  /** Documents with something that is no commit yet. */
  readonly waiting: () => readonly Replica["tag"][];
  /** Commits of these documents came from elsewhere. */
  readonly refresh: (tags: readonly Replica["tag"][]) => Promise<void>;
  /** Receipts moved: the saved words may say more. */
  readonly say: () => void;
  readonly viewed: () => readonly Replica[];
  readonly hearAwareness: (docId: DocId, update: Uint8Array) => void;
  readonly trim: () => Promise<void>;
  /**
   * Commits what is pending; what still comes until `close` is kept as drafts. not-saved: words are held by neither a
   * commit nor a draft; nothing has changed.
   */
  readonly leave: () => Promise<Result<void, LockError>>;
  /** Lets go of every document, pending words or not, when no work on them is left. */
  readonly close: () => Promise<void>;
}

const openErrorOf = (code: Unloaded["code"]): OpenError => ({
  code: code === "unreadable" ? "unreadable" : "not-found",
});
const reasonOf = ({ code }: FlushFailure): "storage-full" | "storage-refused" =>
  code === "storage-full" ? "storage-full" : "storage-refused";
/** Nothing else holds these words: neither a commit nor a draft. */
const isUnkept = ({ kept, typed }: Replica): boolean => kept < typed;

export const createLive = (context: LogContext, deps: LiveDeps): Live => {
  const { clock } = context;
  /** Words that still come are drafts: what commits is about to end. */
  let leaving = false;
  let closed = false;
  /** Work on documents: closing waits for it, because afterwards there is no key. */
  const running = new Set<Promise<unknown>>();
  const tracked = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    const done = () => void running.delete(work);
    work.then(done, done);
    return work;
  };

  const say = (replica: Replica, state: SavedState) => {
    if (JSON.stringify(replica.lastSaid) === JSON.stringify(state)) return;
    replica.lastSaid = state;
    for (const viewer of replica.viewers) viewer.onSaved(state);
  };
  const sayKept = (replica: Replica) => {
    if (isUnkept(replica)) return;
    const waits = replica.pending.length > 0 || replica.flushing !== undefined;
    say(replica, waits ? { code: "saved-here" } : deps.reached(replica));
  };
  const keep = (replica: Replica) =>
    keepDraft(context, replica, (_, failure) => {
      if (failure === undefined) sayKept(replica);
      else say(replica, { code: "not-saved", reason: failure });
    });

  const waits = (): AfterFailure => "waits";
  const flushAll = (
    several: readonly Replica[],
    cause: FlushCause,
    afterFailure: (replica: Replica) => AfterFailure = waits,
  ) =>
    inTurn(several, async () => {
      const failed = await flushReplicas(context, several, cause, replicas.refreshNow);
      for (const replica of several) {
        const failure = failed.get(replica);
        if (failure === undefined) {
          sayKept(replica);
          continue;
        }
        if (afterFailure(replica) === "gone") {
          replicas.forget(replica);
          continue;
        }
        // With a draft kept the words are safe here; only without one is anything not saved.
        if (isUnkept(replica)) {
          say(replica, { code: "not-saved", reason: reasonOf(failure) });
          keep(replica);
        }
        if (leaving) continue;
        replica.cancelMost();
        replica.cancelMost = clock.after(retryAfter, () => flushOnTime(replica));
      }
      return failed;
    });
  const flush = (replica: Replica, cause: FlushCause) => tracked(flushAll([replica], cause));
  const flushOnTime = (replica: Replica): void => void flush(replica, "rhythm");
  const schedule = (replica: Replica, first: boolean) => {
    const { idle, most } = rhythmFor(deps.company(replica));
    if (replica.pendingBytes >= flushBytes) return flushOnTime(replica);
    replica.cancelIdle();
    replica.cancelIdle = clock.after(idle, () => flushOnTime(replica));
    if (!first) return;
    replica.cancelMost();
    replica.cancelMost = clock.after(most, () => flushOnTime(replica));
  };
  const typed = (replica: Replica, update: Uint8Array, origin: unknown) => {
    const first = replica.pending.length === 0;
    replica.pending.push(update);
    replica.pendingBytes += update.length;
    replica.typed += 1;
    if (origin === byCall) return; // its caller commits at once
    say(replica, { code: "writing" });
    keep(replica);
    if (!leaving) schedule(replica, first);
  };

  const replicas = createReplicas(context, deps.payloads, (replica) => {
    replica.doc.on("updateV2", (update: Uint8Array, origin: unknown) => {
      for (const viewer of replica.viewers) if (viewer !== origin) viewer.onUpdate(update);
      if (origin !== fromLog) typed(replica, update, origin);
    });
  });

  /** Works with a replica that was pinned when it was loaded or made, then lets it go. */
  const pinned = async <T>(replica: Replica, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } finally {
      replica.pins -= 1;
      void tracked(replicas.trim());
    }
  };
  /** Someone waits for it, and so for what of it is still to be fetched. */
  const loadWhole = async (docId: DocId): ReturnType<typeof replicas.load> => {
    const loaded = await replicas.load(docId);
    if (loaded.ok || loaded.error.code !== "waits") return loaded;
    await deps.payloads.tried(context.session.identity.docTagOf(docId));
    return replicas.load(docId);
  };
  const withReplica = async <T>(
    docId: DocId,
    work: (replica: Replica) => Promise<T> | T,
    load = replicas.load,
  ): Promise<Result<T, OpenError>> => {
    const loaded = await load(docId);
    if (!loaded.ok) return err(openErrorOf(loaded.error.code));
    const replica = loaded.value;
    return pinned(replica, async () => ok(await work(replica)));
  };

  /** Commits now. What finds no room is answered, and pending unless it was taken back. */
  const settle = async (
    several: readonly Replica[],
    afterFailure?: (replica: Replica) => AfterFailure,
  ): Promise<Result<void, OpenError>> => {
    const [failure] = (await flushAll(several, "edit", afterFailure)).values();
    return failure === undefined ? ok(undefined) : err({ code: reasonOf(failure) });
  };
  const settleChanges = async (changes: readonly CalledChange[]): Promise<Result<void, OpenError>> => {
    const by = new Map(changes.map((change) => [change.replica, change]));
    const settled = await settle([...by.keys()], (replica) => by.get(replica)?.takeBack() ?? "waits");
    for (const change of changes) change.end();
    return settled;
  };

  const putAway = async (replica: Replica) => {
    await flush(replica, "leaving");
    await inTurn([replica], () => replicas.fold(replica));
    await replicas.trim();
  };
  const view = (replica: Replica, listener: DocumentListener): OpenedDocument => {
    replica.viewers.add(listener);
    deps.onViewed();
    listener.onSaved(replica.lastSaid ?? deps.reached(replica));
    return {
      state: stateOf(replica.doc),
      writable: isWritable(replica.doc),
      handle: {
        update: (update) => {
          if (closed) listener.onSaved({ code: "not-saved", reason: "storage-refused" });
          else Y.applyUpdateV2(replica.doc, update, listener);
        },
        awareness: (update) => {
          for (const viewer of replica.viewers) if (viewer !== listener) viewer.onAwareness(update);
          deps.sendAwareness(replica.docId, update);
        },
        close: async () => {
          replica.viewers.delete(listener);
          if (replica.viewers.size === 0) deps.sendAwareness(replica.docId, undefined);
          deps.onViewed();
          if (!closed) await tracked(putAway(replica));
        },
      },
    };
  };

  return {
    open: async (id, listener) => {
      const docId = parseDocId(id);
      if (docId === undefined) return err({ code: "not-found" });
      return withReplica(docId, (replica) => view(replica, listener), loadWhole);
    },
    withDoc: (docId, read) => withReplica(docId, read),
    readWhole: (docId, read) => withReplica(docId, read, loadWhole),
    change: async (docId, change) => {
      const settled = await withReplica(docId, (replica) => settleChanges([changeByCall(replica, change)]));
      return settled.ok ? settled.value : settled;
    },
    changeMany: async (docIds, change) => {
      const changed = new Set<DocId>();
      for (let at = 0; at < docIds.length; at += changedAtOnce) {
        const loaded = await Promise.all(docIds.slice(at, at + changedAtOnce).map(replicas.load));
        const several = loaded.flatMap((one) => (one.ok ? [one.value] : []));
        const settled = await settleChanges(several.map((replica) => changeByCall(replica, change)));
        for (const replica of several) replica.pins -= 1;
        await replicas.trim();
        if (!settled.ok) return { changed, failure: settled.error };
        for (const { docId } of several) changed.add(docId);
      }
      return { changed };
    },
    adopt: async (docId, update) => {
      const loaded = await replicas.load(docId);
      if (!loaded.ok && loaded.error.code !== "absent") return err(openErrorOf(loaded.error.code));
      const replica = loaded.ok ? loaded.value : replicas.make(docId);
      return pinned(replica, () => {
        Y.applyUpdateV2(replica.doc, update, byCall);
        return settle([replica]);
      });
    },
    create: (docId, fill) => {
      const replica = replicas.make(docId);
      return pinned(replica, () => settleChanges([changeByCall(replica, fill)]));
    },
    flush: async (cause = "leaving") => {
      await flushAll([...replicas.all()], cause);
    },
    waiting: () =>
      [...replicas.all()].flatMap(({ tag, pending, flushing }) =>
        pending.length > 0 || flushing !== undefined ? [tag] : [],
      ),
    refresh: async (tags) => {
      for (const tag of tags) {
        const replica = replicas.live(tag);
        if (replica !== undefined) await replicas.refresh(replica);
      }
    },
    say: () => {
      for (const replica of replicas.all()) if (replica.viewers.size > 0) sayKept(replica);
    },
    viewed: () => [...replicas.all()].filter(({ viewers }) => viewers.size > 0),
    hearAwareness: (docId, update) => {
      const replica = [...replicas.all()].find((candidate) => candidate.docId === docId);
      for (const viewer of replica?.viewers ?? []) viewer.onAwareness(update);
    },
    trim: replicas.trim,
    leave: async () => {
      let unkept = [...replicas.all()];
      for (let round = 0; round < leavingRounds && unkept.length > 0; round++) {
        const failed = await flushAll([...replicas.all()], "leaving");
        await Promise.all([...replicas.all()].map(({ keeping }) => keeping));
        unkept = [...replicas.all()].filter(isUnkept); // or more was typed meanwhile
        if (unkept.some((replica) => failed.has(replica))) return err({ code: "not-saved" });
      }
      leaving = true;
      return ok(undefined);
    },
    close: async () => {
      leaving = true;
      while (running.size > 0) await Promise.allSettled(running);
      for (const replica of replicas.all()) {
        replica.cancelIdle();
        replica.cancelMost();
        await replica.turn;
      }
      // Nothing is awaited between the last draft that is kept and the end.
      while ([...replicas.all()].some(({ keeping }) => keeping !== undefined))
        await Promise.all([...replicas.all()].map(({ keeping }) => keeping));
      closed = true;
      for (const replica of replicas.all()) replica.doc.destroy();
    },
  };
};
