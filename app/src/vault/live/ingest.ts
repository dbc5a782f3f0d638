/**
 * Documents from importers become commits of ours: sealed media, entry and row of many in few transactions. A docId
 * comes from source and source id, so importing again adds nothing; one bad record never stops the others.
 */
import {
  assert,
  type BlobId,
  type DocId,
  type DocTag,
  encodeAny,
  err,
  ok,
  type Random,
  type Result,
  type SealedChunk,
  sealAttachment,
  type VaultId,
} from "@whisperwell/crypto";
import { applyEntryChange } from "../../documents/entry.ts";
import { buildEntryDoc } from "../../documents/entry-build.ts";
import { rowOf } from "../../documents/entry-row.ts";
import {
  type Attachment,
  type BlobManifest,
  journalInks,
  type NameIds,
  type NewEntry,
  type Taxonomy,
  type TaxonomyChange,
} from "../../documents/model.ts";
import { journalIdFor } from "../../documents/names.ts";
import type { ImportedDocument, ImportRun, IngestOutcome } from "../api.ts";
import { putWholeBlobs } from "../log/blobs.ts";
import { type CommitFailure, commitDocuments, type DocumentCommit } from "../log/commits.ts";
import type { LogContext } from "../log/context.ts";
import { preparePayload } from "../log/payloads.ts";
import { completeEntry, lackingMedia } from "./complete.ts";
import { stateOf } from "./documents.ts";
import { importedAs, isNameable } from "./import-ids.ts";
import type { Live } from "./live.ts";
import { blobsIn } from "./replica.ts";

/** A transaction holds at most so many documents and so many bytes: few syncs to disk, and never a huge one. */
const documentsAtOnce = 64;
const bytesAtOnce = 6 * 1024 * 1024;
/** With more attachments than this their ids (16 bytes each) may leave a large text no room in the envelope. */
const blobsBesideText = 1000;

export interface IngestDeps {
  readonly context: LogContext;
  readonly live: Live;
  readonly ids: NameIds;
  readonly taxonomy: () => Taxonomy;
  readonly editTaxonomy: (change: TaxonomyChange) => Promise<void>;
  /** A lock waits for the end: documents that are not written by then are for the next time. */
  readonly isStopped?: () => boolean;
}
interface Sealed {
  readonly manifest: BlobManifest;
  readonly chunks: readonly SealedChunk[];
}

const sealBytes = async (random: Random, vaultId: VaultId, bytes: Uint8Array): Promise<Sealed> => {
  const chunks: SealedChunk[] = [];
  const source = (async function* () {
    yield bytes;
  })();
  const keep = async (chunk: SealedChunk) => void chunks.push(chunk);
  const sealed = await sealAttachment({ random }, { vaultId, size: bytes.length, source, keep });
  assert(sealed.ok, "bytes in memory do not change while they are sealed");
  return { manifest: sealed.value, chunks };
};

type Media = ImportedDocument["media"][number];
const sealMedia = async (
  { random, session }: LogContext,
  { id, name, type, bytes, width, height, thumbnail }: Media,
): Promise<{ readonly attachment: Attachment; readonly chunks: readonly SealedChunk[] }> => {
  const whole = await sealBytes(random, session.vaultId, bytes);
  const small = thumbnail && (await sealBytes(random, session.vaultId, thumbnail.bytes));
  return {
    attachment: {
      id,
      name,
      type,
      manifest: whole.manifest,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(small && { thumbnail: { ...small.manifest, type: thumbnail.type } }),
    },
    chunks: [...whole.chunks, ...(small?.chunks ?? [])],
  };
};

/** Journals that the documents name and the taxonomy does not have yet. */
const makeJournals = async (
  { ids, taxonomy, editTaxonomy }: IngestDeps,
  documents: readonly ImportedDocument[],
): Promise<void> => {
  for (const name of new Set(documents.map(({ entry }) => entry.journal))) {
    if (name === undefined || name.trim() === "" || !isNameable(name)) continue;
    const { journals } = taxonomy();
    const id = journalIdFor(name, taxonomy(), ids);
    if (journals.some((journal) => journal.id === id)) continue;
    const ink = journalInks[journals.length % journalInks.length] ?? journalInks[0];
    await editTaxonomy({ type: "journal-add", name, ink });
  }
};

interface Prepared {
  readonly sourceId: string;
  readonly commit: DocumentCommit;
  readonly bytes: number;
}
/** undefined: the record cannot be written as an entry (its body is none our schema knows). */
const prepare = async (
  { context, ids, taxonomy }: IngestDeps,
  run: ImportRun,
  { sourceId, entry, media }: ImportedDocument,
  docId: DocId,
): Promise<Prepared | undefined> => {
  const { random, session } = context;
  const sealed = await Promise.all(media.map((one) => sealMedia(context, one)));
  const { raw, ...fields } = entry;
  const whole: NewEntry = {
    ...fields,
    attachments: sealed.map(({ attachment }) => attachment),
    source: { importer: run.importer, id: sourceId, run: run.id, ...(raw !== undefined && { raw }) },
  };
  const written = writtenOrNothing(docId, whole, run.id, ids, taxonomy());
  if (written === undefined) return undefined;
  const { row, state, blobIds } = written;
  const payload = await preparePayload(
    { random, vaultId: session.vaultId },
    state,
    encodeAny(row).length,
    blobIds.length > blobsBesideText ? 0 : undefined,
  );
  const chunks = sealed.flatMap((one) => one.chunks);
  return {
    sourceId,
    commit: {
      docId,
      docTag: session.identity.docTagOf(docId),
      payload,
      blobIds,
      chunks,
      row,
      sendRow: true,
      rowKnows: new Map(),
      drafts: [],
    },
    bytes: payload.coded.payload.length + chunks.reduce((sum, chunk) => sum + chunk.ciphertext.length, 0),
  };
};
/** A record from a foreign format may be nothing a document can hold: that one is reported, the others go on. */
const writtenOrNothing = (docId: DocId, ...given: Parameters<typeof buildEntryDoc>) => {
  try {
    const doc = buildEntryDoc(...given);
    const blobIds: readonly BlobId[] = [...blobsIn(doc)];
    return { row: rowOf(doc, docId), state: stateOf(doc), blobIds };
  } catch {
    return undefined;
  }
};

const codeOf = ({ code }: CommitFailure): NonNullable<IngestOutcome["code"]> =>
  code === "storage-full" ? "storage-full" : code === "too-big" ? "unwritable" : "storage-refused";

type FailureCode = NonNullable<IngestOutcome["code"]>;
/** How many attachments an entry that is here already lacked and has now. Their chunks are durable before it names them. */
const complete = async (
  { context, live }: IngestDeps,
  { entry, media }: ImportedDocument,
  docId: DocId,
): Promise<Result<number, FailureCode>> => {
  if (media.length === 0) return ok(0);
  const lacking = await live.withDoc(docId, ({ doc }) => lackingMedia(doc, media));
  if (!lacking.ok) return err("storage-refused");
  if (lacking.value.length === 0) return ok(0);
  const sealed = await Promise.all(lacking.value.map((one) => sealMedia(context, one)));
  const chunks = sealed.flatMap((one) => one.chunks);
  const stored = await context.store.write(["blobs", "meta"], "strict", (tx) => putWholeBlobs(tx, chunks));
  if (!stored.ok) return err(stored.error.code === "storage-full" ? "storage-full" : "storage-refused");
  const changed = await live.change(docId, (doc) =>
    completeEntry(
      doc,
      entry.body,
      sealed.map(({ attachment }) => attachment),
    ),
  );
  if (!changed.ok) return err(changed.error.code === "storage-full" ? "storage-full" : "storage-refused");
  return ok(sealed.length);
};

export const ingest = async (
  deps: IngestDeps,
  run: ImportRun,
  documents: readonly ImportedDocument[],
): Promise<readonly IngestOutcome[]> => {
  const { context, live, ids } = deps;
  const { identity } = context.session;
  const has = (tag: DocTag) => context.rows.entries().has(tag);
  const outcomes: IngestOutcome[] = [];
  const restore: { readonly document: ImportedDocument; readonly docId: DocId }[] = [];
  let batch: Prepared[] = [];
  let bytes = 0;
  const commitSome = async (some: readonly Prepared[]): Promise<void> => {
    const written = await commitDocuments(
      context,
      some.map((prepared) => prepared.commit),
      "mark",
    );
    // One that has no room in an envelope is not the fault of its neighbours.
    if (!written.ok && written.error.code === "too-big" && some.length > 1) {
      for (const one of some) await commitSome([one]);
      return;
    }
    for (const { sourceId } of some)
      outcomes.push(
        written.ok
          ? { sourceId, outcome: "added" }
          : { sourceId, outcome: "failed", code: codeOf(written.error) },
      );
  };
  const commit = async () => {
    await commitSome(batch);
    batch = [];
    bytes = 0;
  };

  await makeJournals(deps, documents);
  const taken = new Set<DocId>();
  for (const document of documents) {
    const { sourceId } = document;
    if (deps.isStopped?.() === true) {
      outcomes.push({ sourceId, outcome: "failed", code: "storage-refused" });
      continue;
    }
    const docId = importedAs({ identity, has }, run.importer, sourceId, document.entry.raw);
    if (docId === undefined || !isNameable(document.entry.journal ?? "")) {
      outcomes.push({ sourceId, outcome: "failed", code: "unwritable" });
      continue;
    }
    const known = context.rows.entries().get(identity.docTagOf(docId));
    const comesBack = known?.row?.trashedAt !== undefined && document.entry.trashedAt === undefined;
    if (comesBack && !taken.has(docId)) restore.push({ document, docId });
    else if (taken.has(docId)) outcomes.push({ sourceId, outcome: "unchanged" });
    else if (known !== undefined) {
      const completed = await complete(deps, document, docId);
      if (!completed.ok) outcomes.push({ sourceId, outcome: "failed", code: completed.error });
      else if (completed.value === 0) outcomes.push({ sourceId, outcome: "unchanged" });
      else outcomes.push({ sourceId, outcome: "completed", media: completed.value });
    } else {
      const prepared = await prepare(deps, run, document, docId);
      if (prepared === undefined) outcomes.push({ sourceId, outcome: "failed", code: "unwritable" });
      else {
        batch.push(prepared);
        bytes += prepared.bytes;
        if (batch.length >= documentsAtOnce || bytes >= bytesAtOnce) await commit();
      }
    }
    taken.add(docId);
  }
  if (batch.length > 0) await commit();
  const restored = await live.changeMany(
    restore.map(({ docId }) => docId),
    (doc) => applyEntryChange(doc, { type: "restore" }, ids),
  );
  for (const { document, docId } of restore) {
    const { sourceId } = document;
    if (!restored.changed.has(docId)) {
      const code = restored.failure?.code === "storage-full" ? "storage-full" : "storage-refused";
      outcomes.push({ sourceId, outcome: "failed", code });
      continue;
    }
    const completed = await complete(deps, document, docId);
    if (!completed.ok) outcomes.push({ sourceId, outcome: "failed", code: completed.error });
    else outcomes.push({ sourceId, outcome: "restored", media: completed.value });
  }
  return outcomes;
};
