/**
 * What was typed in a tab that died before it could commit. Its lock is free: whoever opens next commits its drafts.
 * A draft is removed only after its words are in a commit, or when the document already had them.
 */

import type { Locks } from "../locks.ts";
import type { LogContext } from "../log/context.ts";
import { lockOfTab } from "../log/writers.ts";
import type { DraftKey, DraftRecord } from "../store/port.ts";
import { openDraft } from "./drafts.ts";
import type { Live } from "./live.ts";

const adopt = async (context: LogContext, live: Live, record: DraftRecord): Promise<void> => {
  const { store, session, alarms } = context;
  const draft = openDraft(record, session);
  // One that does not open is kept where it is: perhaps another version can.
  if (draft === undefined) return alarms.raise("BUG", { code: "draft-unreadable" });
  const adopted = await live.adopt(draft.docId, draft.update);
  if (!adopted.ok) return;
  const key: DraftKey = [record.tag, record.tab];
  await store.write(["drafts"], "relaxed", async (tx) => {
    const present = await tx.drafts.get(key);
    if (present !== undefined && present.counter <= record.counter) await tx.drafts.delete([key]);
  });
};

/** Commits the drafts of every tab whose lock is free, and those an earlier life of this tab's writer left. */
export const adoptDeadDrafts = async (context: LogContext, live: Live, locks: Locks): Promise<void> => {
  const read = await context.store.read(["drafts"], (tx) => tx.drafts.all());
  if (!read.ok) return;
  for (const [tab, drafts] of Map.groupBy(read.value, (draft) => draft.tab)) {
    const present = context.lease().tab;
    if (tab === present) continue; // this life: its words are pending here
    const own = lockOfTab(tab) === lockOfTab(present);
    const held = own ? undefined : await locks.tryHold(lockOfTab(tab));
    if (!own && held === undefined) continue; // alive: its words are its own
    for (const record of drafts) await adopt(context, live, record);
    held?.release();
  }
};
