/**
 * A backup of another vault into this one: opened beside it in memory, and its entries written here as new commits, the
 * way an import is. Nothing of its keys or chains comes along.
 */
import { err, ok, type Result, type VerifiedBackup } from "@whisperwell/crypto";
import { contentOf } from "../../documents/entry-content.ts";
import type { Attachment, EntryContent } from "../../documents/model.ts";
import type { BackupError, ImportedDocument, IngestOutcome, Progress } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import { createLockSpace } from "../locks.ts";
import type { Session } from "../session.ts";
import { createMemoryDisk } from "../store/memory.ts";
import type { StoreFailure } from "../store/port.ts";
import { createSyncPart } from "../sync-part.ts";
import { createSignalSpace } from "../tab-signal.ts";
import type { Unlocked } from "../unlocked.ts";
import { restoreIntoEmpty } from "./restore.ts";

const documentsAtOnce = 16;
type ReadBlob = (manifest: Attachment["manifest"]) => Promise<Uint8Array | undefined>;

const mediaOf = async (
  attachment: Attachment,
  read: ReadBlob,
): Promise<ImportedDocument["media"][number][]> => {
  const { id, name, type, width, height, thumbnail } = attachment;
  const bytes = await read(attachment.manifest);
  if (bytes === undefined) return []; // not in the file: the entry keeps its words
  const small = thumbnail === undefined ? undefined : await read(thumbnail);
  return [
    {
      id,
      name,
      type,
      bytes,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(small && { thumbnail: { bytes: small, type: "image/webp" } }),
    },
  ];
};

const toImported = async (
  { row, body, attachments, source }: EntryContent,
  journal: string | undefined,
  read: ReadBlob,
): Promise<ImportedDocument> => ({
  sourceId: row.docId,
  entry: {
    title: row.title,
    body,
    when: row.when,
    ...(journal !== undefined && { journal }),
    tags: row.tags.map(({ name }) => name),
    people: row.people.map(({ name }) => name),
    ...(row.place !== undefined && { place: row.place.name }),
    moods: row.moods.map(({ value, scale, at }) => ({ value, scale, at })),
    favourite: row.favourite,
    pinned: row.pinned,
    ...(source !== undefined && { raw: source }),
  },
  media: (await Promise.all(attachments.map((attachment) => mediaOf(attachment, read)))).flat(),
});

/** `ingest` writes into the open vault; `openScratch` opens the copy beside it. */
export const copyIntoOpen = async (
  deps: EngineDeps,
  file: Blob,
  verified: VerifiedBackup,
  openScratch: (deps: EngineDeps, session: Session) => Promise<Result<Unlocked, StoreFailure>>,
  ingest: (importer: string, documents: readonly ImportedDocument[]) => Promise<readonly IngestOutcome[]>,
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Result<number, BackupError>> => {
  const store = createMemoryDisk().open();
  const scratch: EngineDeps = {
    ...deps,
    store,
    locks: createLockSpace().tab(),
    signal: createSignalSpace().tab(),
  };
  const restored = await restoreIntoEmpty(scratch, file, verified, "", undefined, signal);
  if (!restored.ok) return restored;
  const opened = await openScratch(scratch, restored.value.session);
  if (!opened.ok) return err({ code: "backup-damaged" });
  const unlocked = opened.value;
  await unlocked.settled();
  const part = createSyncPart(scratch, unlocked);
  const read: ReadBlob = async (manifest) => {
    const bytes = await part.readBlob(manifest);
    return bytes.ok ? bytes.value : undefined;
  };
  const { journals } = unlocked.fixed.taxonomy$.value();
  const entries = [...unlocked.context.rows.entries().values()].filter(({ row }) => row !== undefined);
  let failed: IngestOutcome["code"];
  for (let at = 0; at < entries.length && failed === undefined; at += documentsAtOnce) {
    if (signal?.aborted) break;
    const documents: ImportedDocument[] = [];
    for (const { docId } of entries.slice(at, at + documentsAtOnce)) {
      const content = await unlocked.live.withDoc(docId, ({ doc }) => contentOf(doc, docId));
      if (!content.ok) continue;
      const journal = journals.find(({ id }) => id === content.value.row.journal);
      documents.push(await toImported(content.value, journal?.name, read));
    }
    const outcomes = await ingest(`whisperwell/${verified.head.vaultId}`, documents);
    failed = outcomes.find(({ code }) => code === "storage-full" || code === "storage-refused")?.code;
    onProgress?.({ done: Math.min(at + documentsAtOnce, entries.length), total: entries.length });
  }
  await part.close();
  await unlocked.close();
  if (signal?.aborted) return err({ code: "cancelled" });
  if (failed !== undefined) return err({ code: failed === "storage-full" ? "storage-full" : "write-failed" });
  return ok(entries.length);
};
