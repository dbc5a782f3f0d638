/**
 * Makes rows again, locally, where a commit exists that the row's author had not seen. Never sent for that reason alone,
 * or two devices would answer each other for ever. Also rebuilds the whole index from the log when it was damaged.
 */

import type { Result } from "@whisperwell/crypto";
import { type DocTag, envelopeKinds, type Hlc, type WriterId, zeroHlc } from "@whisperwell/crypto";
import { rowOf } from "../../documents/entry-row.ts";
import { attempt } from "../failure.ts";
import type { LogContext } from "../log/context.ts";
import { readHeads } from "../log/meta.ts";
import { openStored } from "../log/read-document.ts";
import type { StoreFailure, Transaction } from "../store/port.ts";
import type { Live } from "./live.ts";
import { packAfter, parseSentRow, type RowEntry } from "./row-entries.ts";

/** Heads of the replica reach every commit the entry knows of. */
const covers = (heads: ReadonlyMap<WriterId, number>, entry: RowEntry): boolean =>
  [...entry.heads].every(([writer, wseq]) => (heads.get(writer) ?? -1) >= wseq);

const makeRow = async (context: LogContext, live: Live, entry: RowEntry): Promise<void> => {
  const { store, rows } = context;
  await live.refresh([entry.tag]);
  const made = await live.withDoc(entry.docId, ({ doc, isEntry, heads, incomplete }) =>
    incomplete && !covers(heads, entry)
      ? undefined
      : { row: isEntry ? rowOf(doc, entry.docId) : undefined, heads: new Map(heads) },
  );
  const { tag } = entry;
  if (!made.ok || made.value === undefined) return; // not readable now: the row it has stays, and stays stale
  const { row, heads } = made.value;
  const written = await attempt(() =>
    store.write(["rows", "meta"], "relaxed", async (tx) => {
      const edit = await rows.edit(tx, [tag]);
      const present = edit.get(tag);
      if (present === undefined || !covers(heads, present)) return undefined; // more came meanwhile: its turn follows
      edit.set({ ...present, row, stale: false });
      await edit.finish();
      return edit;
    }),
  );
  if (written.ok) written.value?.apply();
};

export interface RowMaker {
  /** Makes every stale row, oldest request first; returns when none is left that can be made. */
  readonly run: () => Promise<void>;
  readonly packIfDue: () => Promise<void>;
}
export const createRowMaker = (context: LogContext, live: Live): RowMaker => {
  let running: Promise<void> | undefined;
  let again = false;
  const pass = async () => {
    const stale = [...context.rows.entries().values()].filter((entry) => entry.stale);
    for (const entry of stale) await makeRow(context, live, entry);
  };
  const run = async (): Promise<void> => {
    if (running !== undefined) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await pass();
      } while (again);
    })();
    await running;
    running = undefined;
  };
  return {
    run,
    packIfDue: async () => {
      if (context.rows.single() < packAfter) return;
      const packed = await attempt(() =>
        context.store.write(["rows", "meta"], "relaxed", (tx) => context.rows.pack(tx)),
      );
      if (packed.ok) packed.value();
    },
  };
};

/** The index out of the log alone. Rows whose author may not have known everything are marked to be made again. */
const entriesFromLog = async (
  tx: Pick<Transaction, "log" | "meta">,
  { session }: Pick<LogContext, "session">,
): Promise<readonly RowEntry[]> => {
  const entries = new Map<DocTag, RowEntry>();
  for (const writer of (await readHeads(tx)).keys()) {
    for (const record of await tx.log.byWriter(writer, 0)) {
      if (record.kind !== envelopeKinds.commit || record.standing !== "accepted") continue;
      const content = openStored(record, session);
      const docId = content.ok ? content.value.docId : undefined;
      if (!content.ok || docId === undefined) continue; // opening the document says that it is unreadable
      const before = entries.get(record.docTag);
      const sent = content.value.row === undefined ? undefined : parseSentRow(content.value.row);
      const newest = sent !== undefined && content.value.hlc >= (before?.hlc ?? zeroHlc);
      const hlc: Hlc = newest ? content.value.hlc : (before?.hlc ?? zeroHlc);
      entries.set(record.docTag, {
        docId,
        tag: record.docTag,
        row: newest ? sent : before?.row,
        hlc,
        writer: newest ? writer : (before?.writer ?? writer),
        heads: new Map(before?.heads).set(writer, record.wseq),
        stale: true,
      });
    }
  }
  return [...entries.values()];
};

export const rebuildRows = async (context: LogContext): Promise<Result<void, StoreFailure>> => {
  const built = await attempt(() =>
    context.store.write(["rows", "meta", "log"], "relaxed", async (tx) =>
      context.rows.replace(tx, await entriesFromLog(tx, context)),
    ),
  );
  if (!built.ok) return built;
  built.value();
  return { ok: true, value: undefined };
};
