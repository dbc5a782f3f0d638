/**
 * Drafts: each editor transaction is kept at once, sealed, per document and tab. While one write is in flight the next
 * ones gather. Relaxed durability survives a killed browser; one write in every 2 s is strict, for the power cut.
 */
import { type DocId, decodeAny, encodeAny, parseDocId } from "@whisperwell/crypto";
import { fieldsOf } from "../checked.ts";
import { openRecord, sealRecord } from "../local-seal.ts";
import type { LogContext } from "../log/context.ts";
import type { Session } from "../session.ts";
import type { DraftRecord } from "../store/port.ts";
import { mergeUpdates } from "./merge.ts";
import type { Replica } from "./replica.ts";

const strictEvery = 2000;
const place = ({ tag, tab }: Pick<DraftRecord, "tag" | "tab">) => ({ store: "drafts", key: `${tag}/${tab}` });

export interface OpenedDraft {
  readonly docId: DocId;
  /** Yjs updateV2 of everything typed since the last commit of that tab. */
  readonly update: Uint8Array;
}
/** undefined: it does not open. It is kept where it is. */
export const openDraft = (record: DraftRecord, session: Session): OpenedDraft | undefined => {
  const opened = openRecord(session.local.draft, place(record), record.value);
  const decoded = opened && decodeAny(opened);
  const fields = decoded?.ok ? fieldsOf(decoded.value) : undefined;
  const docId = parseDocId(fields?.docId);
  return docId !== undefined && fields?.update instanceof Uint8Array
    ? { docId, update: fields.update }
    : undefined;
};

/** Says what became of everything typed so far. */
export type OnKept = (replica: Replica, failure: "storage-full" | "storage-refused" | undefined) => void;

const writeDraft = async (context: LogContext, replica: Replica, onKept: OnKept): Promise<void> => {
  const { store, session, random, clock } = context;
  const { tag, docId } = replica;
  const { tab } = context.lease();
  const counter = replica.typed;
  // Folding the buffer keeps the next draft cheap: it starts from one update.
  const folded = mergeUpdates(replica.pending);
  replica.pending = [folded];
  // The draft replaces the one before it, so what a flush has taken and not committed goes in again.
  const update = replica.flushing === undefined ? folded : mergeUpdates([replica.flushing, folded]);
  const now = clock.now();
  const strict = now - replica.lastStrictAt >= strictEvery;
  if (strict) replica.lastStrictAt = now;
  const value = sealRecord(session.local.draft, place({ tag, tab }), encodeAny({ docId, update }), random);
  const written = await store.write(["drafts"], strict ? "strict" : "relaxed", (tx) =>
    tx.drafts.put([{ tag, tab, counter, value }]),
  );
  if (written.ok) replica.kept = Math.max(replica.kept, counter);
  onKept(
    replica,
    written.ok ? undefined : written.error.code === "storage-full" ? "storage-full" : "storage-refused",
  );
};

/** Keeps what was typed; returns at once. One write a document at a time. */
export const keepDraft = (context: LogContext, replica: Replica, onKept: OnKept): void => {
  if (replica.keeping !== undefined) return;
  const loop = async () => {
    let before = -1;
    // Stops when nothing new was typed, or when the store refused: the next keystroke tries again.
    while (replica.pending.length > 0 && replica.kept < replica.typed && replica.kept !== before) {
      before = replica.kept;
      await writeDraft(context, replica, onKept);
    }
    replica.keeping = undefined;
  };
  replica.keeping = loop();
};
