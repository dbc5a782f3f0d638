/**
 * What was typed in a tab that died before it could commit. Its lock is free: whoever opens next commits its drafts.
 * A draft is removed only by the transaction that holds its words as a commit, or when the document already has them.
 */

import * as Y from "yjs";
import type { Locks } from "../locks.ts";
import { commitDocuments } from "../log/commits.ts";
import type { LogContext } from "../log/context.ts";
import { preparePayload } from "../log/payloads.ts";
import { readDocument } from "../log/read-document.ts";
import type { DraftKey, DraftRecord } from "../store/port.ts";
import { newDoc } from "./documents.ts";
import { openDraft } from "./drafts.ts";

/** True when the log's document already holds everything the draft would add. */
const isContained = async (
  context: LogContext,
  record: DraftRecord,
  update: Uint8Array,
): Promise<boolean> => {
  const read = await readDocument(context.store, context.session, record.tag);
  if (!read.ok) return false;
  const doc = newDoc(context.random);
  for (const known of read.value.updates) Y.applyUpdateV2(doc, known);
  let changed = false;
  doc.on("updateV2", () => {
    changed = true;
  });
  Y.applyUpdateV2(doc, update);
  doc.destroy();
  return !changed;
};

const adopt = async (context: LogContext, record: DraftRecord): Promise<boolean> => {
  const { store, session, random, alarms, rows } = context;
  const draft = openDraft(record, session);
  if (draft === undefined) {
    await alarms.raise("BUG", { code: "draft-unreadable" });
    return false;
  }
  const key: DraftKey = [record.tag, record.tab];
  if (await isContained(context, record, draft.update)) {
    await store.write(["drafts"], "relaxed", (tx) => tx.drafts.delete([key]));
    return false;
  }
  const payload = await preparePayload({ random, vaultId: session.vaultId }, draft.update, 0);
  const { tab, counter } = record;
  const committed = await commitDocuments(context, [
    {
      docId: draft.docId,
      docTag: record.tag,
      payload,
      row: rows.entries().get(record.tag)?.row,
      sendRow: false,
      drafts: [{ tab, counter }],
      rowKnows: undefined,
    },
  ]);
  return committed.ok;
};

/** Commits the drafts of every tab whose lock is free, and those an earlier life of this tab's writer left. */
export const adoptDeadDrafts = async (context: LogContext, locks: Locks): Promise<number> => {
  const read = await context.store.read(["drafts"], (tx) => tx.drafts.all());
  if (!read.ok) return 0;
  let adopted = 0;
  for (const [tab, drafts] of Map.groupBy(read.value, ({ tab }) => tab)) {
    const own = tab === context.lease().tab;
    const held = own ? undefined : await locks.tryHold(tab);
    if (!own && held === undefined) continue; // alive: its words are its own
    for (const record of drafts) if (await adopt(context, record)) adopted += 1;
    held?.release();
  }
  return adopted;
};
