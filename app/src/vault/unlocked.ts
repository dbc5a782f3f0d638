/**
 * The vault while it is unlocked: log, live documents, rows, and what follows from them, wired to each other and to other
 * tabs. Closing it flushes, lets the writer go and drops every key.
 */
import {
  type AttachmentManifest,
  type DocTag,
  ok,
  type Result,
  type WriterId,
  writersOf,
} from "@whisperwell/crypto";
import type { EngineDeps } from "./deps.ts";
import { attempt } from "./failure.ts";
import { fixedTagsOf } from "./fixed-tags.ts";
import { adoptSlots } from "./keys/adopt-slots.ts";
import { type CompanyWatch, createCompanyWatch } from "./live/company.ts";
import { adoptDeadDrafts } from "./live/dead-drafts.ts";
import { createFixedDocuments, type FixedDocuments } from "./live/fixed-documents.ts";
import { createLatePayloads } from "./live/late-payloads.ts";
import { createLive, type Live } from "./live/live.ts";
import { createPastImports, type PastImports } from "./live/past-imports.ts";
import { loadRows } from "./live/row-entries.ts";
import { createRowIndex } from "./live/row-index.ts";
import { createRowMaker, type RowMaker, rebuildRows } from "./live/row-maker.ts";
import { type Alarms, createAlarms } from "./log/alarms.ts";
import { createLocalBlobs, type LocalBlobs } from "./log/blobs.ts";
import { sendBranches } from "./log/branches.ts";
import type { LogContext, LogEvent } from "./log/context.ts";
import { freezeWriter } from "./log/freeze.ts";
import { mendMeta } from "./log/mend-meta.ts";
import { createProgress, type Progress } from "./log/progress.ts";
import { reEmitUnder } from "./log/re-emit.ts";
import { catchUpMembership, leaseWriter, type WriterLease } from "./log/writers.ts";
import { createEvents } from "./observable.ts";
import { receiptOf, savedStateOf } from "./receipts.ts";
import type { Session } from "./session.ts";
import type { StoreFailure } from "./store/port.ts";

export interface Unlocked {
  readonly session: Session;
  readonly context: LogContext;
  readonly live: Live;
  readonly fixed: FixedDocuments;
  readonly rowMaker: RowMaker;
  readonly progress: Progress;
  readonly alarms: Alarms;
  readonly blobs: LocalBlobs;
  readonly imports: PastImports;
  readonly company: CompanyWatch;
  /** Presence this tab has to pass on: to other tabs, and to the relay where it talks for all. */
  readonly onAwareness: (send: (docId: string, update: Uint8Array | undefined) => void) => void;
  /** Who can fetch attachments and keep them here, once there is one. Without one nothing comes. */
  readonly fetchPayloadsBy: (fetch: (manifest: AttachmentManifest) => Promise<boolean>) => void;
  /** Another tab says that something changed. */
  readonly look: (docTags: readonly DocTag[]) => Promise<void>;
  /** Writes the content of a writer's unacknowledged commits again under a spare one (§5.5). */
  readonly reEmit: (writer: WriterId, holder: number) => Promise<Result<void, StoreFailure>>;
  /** Resolves when rows are made and drafts of dead tabs are commits. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const openUnlocked = async (
  deps: EngineDeps,
  session: Session,
): Promise<Result<Unlocked, StoreFailure>> => {
  const { store, clock, random, signal, locks } = deps;
  const mended = await mendMeta(store, session, clock.now());
  if (!mended.ok) return mended;
  const leased = await leaseWriter(deps, session);
  if (!leased.ok) return leased;
  let lease: WriterLease = leased.value;
  const loaded = await attempt(() => store.read(["rows", "meta"], (tx) => loadRows(tx, session.local)));
  if (!loaded.ok) {
    lease.held.release();
    return loaded;
  }

  const events = createEvents<LogEvent>();
  const alarms = createAlarms(store, clock.now);
  const context: LogContext = {
    store,
    clock,
    random,
    session,
    rows: createRowIndex(loaded.value, session.local, random),
    alarms,
    events,
    lease: () => lease,
    look: (docTags) => signal.post({ type: "look", docTags }),
    onFrozen: async (writer: WriterId) => {
      if (writer !== lease.writerId) return;
      const next = await leaseWriter(deps, session);
      if (!next.ok) return; // no room to register one: the next commit says so
      lease.held.release();
      lease = next.value;
    },
  };
  if (loaded.value.damaged) {
    const rebuilt = await rebuildRows(context);
    if (!rebuilt.ok) {
      lease.held.release();
      return rebuilt;
    }
  }

  const company = createCompanyWatch({ clock, signal }, lease.tab);
  const progress = createProgress(context);
  let sendAwareness: (docId: string, update: Uint8Array | undefined) => void = () => {};
  let fetchPayload = async (_: AttachmentManifest) => false;
  const payloads = createLatePayloads({
    clock,
    fetchOne: (manifest) => fetchPayload(manifest),
    onCame: (tag) => {
      events.emit({ type: "commits", origin: "feed", docTags: [tag] });
      context.look([tag]);
    },
  });
  const live = createLive(context, {
    payloads,
    company: ({ tag }) => company.of(tag),
    reached: ({ tag }) => savedStateOf(receiptOf(progress, context.rows.entries().get(tag)?.heads)),
    onViewed: () => company.announce(live.viewed().map(({ tag }) => tag)),
    sendAwareness: (docId, update) => sendAwareness(docId, update),
  });
  const fixed = createFixedDocuments(session, random, live);
  const rowMaker = createRowMaker(context, live);
  const blobs = createLocalBlobs(store);
  const imports = createPastImports(context);
  const fixedTags = fixedTagsOf(session);

  let work: Promise<unknown> = Promise.resolve();
  let closed = false;
  /** Background work, one after the other; what throws in it is a bug and rises, and the next one still runs. */
  const later = (task: () => Promise<unknown>) => {
    work = work
      .then(() => (closed ? undefined : task()))
      .catch((bug: unknown) => {
        queueMicrotask(() => {
          throw bug;
        });
      });
  };
  const fromElsewhere = async (docTags: readonly DocTag[]) => {
    await live.refresh(docTags);
    if (docTags.some((tag) => fixedTags.has(tag))) await fixed.load();
    await rowMaker.run();
    await rowMaker.packIfDue();
    await live.trim();
  };
  events.on((event) => {
    if (event.type === "commits" && event.origin !== "here") later(() => fromElsewhere(event.docTags));
    if (event.type === "commits" && event.origin === "here") {
      blobs.changed();
      later(rowMaker.run);
      later(rowMaker.packIfDue);
    }
    if (event.type === "membership") later(() => adoptSlots(deps, session, fixed.settings$.value(), alarms));
    later(progress.refresh);
  });
  progress.picture$.subscribe(() => live.say());
  context.rows.changes.on(() => imports.count());

  await fixed.load();
  await alarms.refresh();
  await imports.load();
  await progress.refresh();
  fixed.settings$.subscribe((settings) => later(() => adoptSlots(deps, session, settings, alarms)));
  later(async () => {
    await adoptDeadDrafts(context, live, locks);
    await sendBranches(context);
    await rowMaker.run();
    await rowMaker.packIfDue();
  });

  const settled = async () => {
    let before: Promise<unknown>;
    do {
      before = work;
      await before;
    } while (before !== work);
  };
  const own = () => new Set(writersOf(session.membership(), session.device.id));
  return ok({
    session,
    context,
    live,
    fixed,
    rowMaker,
    progress,
    alarms,
    blobs,
    imports,
    company,
    onAwareness: (send) => {
      sendAwareness = send;
    },
    fetchPayloadsBy: (fetch) => {
      fetchPayload = fetch;
    },
    look: async (docTags) => {
      const caughtUp = await catchUpMembership(store, session);
      const frozen = await freezeWriter.isFrozen(store, lease.writerId);
      if (frozen && own().has(lease.writerId)) await context.onFrozen(lease.writerId);
      const refreshed = await attempt(() => store.read(["rows", "meta"], context.rows.refresh));
      if (refreshed.ok) refreshed.value.apply();
      if (caughtUp.ok) events.emit({ type: "commits", origin: "tab", docTags });
      await alarms.refresh();
      await settled();
    },
    settled,
    reEmit: async (writer, holder) => {
      const spare = await leaseWriter(deps, session, writer);
      if (!spare.ok) return spare; // no room: what waits stays as it is and is tried again
      let unused = spare.value;
      try {
        const written = await reEmitUnder(context, writer, spare.value, holder);
        if (!written.ok) return written;
        if (writer === lease.writerId) {
          unused = lease;
          lease = spare.value;
        }
        return ok(undefined);
      } finally {
        unused.held.release();
      }
    },
    close: async () => {
      payloads.close();
      await live.leave();
      await settled();
      await live.close();
      await settled();
      closed = true;
      company.close();
      lease.held.release();
      session.drop();
    },
  });
};
