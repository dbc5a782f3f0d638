/** A document out of the log: its folded state, and every accepted commit behind it. */
import {
  type AttachmentManifest,
  type DocId,
  type DocTag,
  decodeAny,
  decodeContent,
  encodeAny,
  envelopeKinds,
  err,
  ok,
  openEnvelope,
  parseBlobRef,
  parseEnvelope,
  parseWriterId,
  type Random,
  type Result,
  verifiedBefore,
  type WriterId,
} from "@whisperwell/crypto";
import { fieldsOf, isCount } from "../checked.ts";
import { openRecord, sealRecord } from "../local-seal.ts";
import type { Session } from "../session.ts";
import type { DocRecord, LogRecord, VaultStore } from "../store/port.ts";
import { isBesideHeads } from "./page-intake.ts";
import { readUpdate } from "./payloads.ts";

export type DocumentHeads = ReadonlyMap<WriterId, number>;
/** A document's state up to `heads`, as one Yjs updateV2: a cache beside the log. */
export interface FoldedDocument {
  readonly docId: DocId;
  readonly state: Uint8Array;
  readonly heads: DocumentHeads;
}
export interface ReadDocument {
  readonly docId: DocId;
  /** Yjs updateV2, oldest first as far as one writer goes. */
  readonly updates: readonly Uint8Array[];
  readonly heads: DocumentHeads;
  /** Commits behind the folded state. */
  readonly unfolded: number;
  /** Something belongs to it that this version or this moment cannot read: never snapshot, never call it whole. */
  readonly incomplete: boolean;
  /** Payloads that are attachments and not here (yet). */
  readonly lacking: readonly AttachmentManifest[];
}
export type DocumentUnread = { readonly code: "absent" | "unreadable" };

const foldedPlace = (tag: DocTag) => ({ store: "docs", key: tag });
export const foldDocument = (
  tag: DocTag,
  { docId, state, heads }: FoldedDocument,
  session: Session,
  random: Random,
): DocRecord => ({
  tag,
  value: sealRecord(
    session.local.cache,
    foldedPlace(tag),
    encodeAny({ docId, state, heads: [...heads] }),
    random,
  ),
});
const unfold = (record: DocRecord | undefined, session: Session): FoldedDocument | undefined => {
  const opened = record && openRecord(session.local.cache, foldedPlace(record.tag), record.value);
  const decoded = opened && decodeAny(opened);
  const fields = decoded?.ok ? fieldsOf(decoded.value) : undefined;
  if (fields === undefined || !(fields.state instanceof Uint8Array) || !Array.isArray(fields.heads))
    return undefined; // a cache: what does not open is made again from the log
  const heads = new Map<WriterId, number>();
  for (const [id, wseq] of fields.heads as [unknown, unknown][]) {
    const writer = parseWriterId(id);
    if (writer === undefined || !isCount(wseq)) return undefined;
    heads.set(writer, wseq);
  }
  return { docId: fields.docId as DocId, state: fields.state, heads };
};

/** The content of one stored envelope of a document; unreadable when its bytes are not those the chain has. */
export const openStored = (record: LogRecord, session: Session) => {
  const parsed = parseEnvelope(record.bytes, record.form);
  if (!parsed.ok || parsed.value.hash !== record.hash) return err({ code: "unreadable" } as const);
  const signer = session.membership().writers.get(record.writer)?.device ?? session.device.id;
  const opened = openEnvelope(verifiedBefore(parsed.value, signer), session.keyring);
  if (!opened.ok)
    return err({ code: opened.error.code === "epoch-key-missing" ? "locked" : "unreadable" } as const);
  const content = decodeContent(opened.value.content, {
    docTag: record.docTag,
    docTagOf: session.identity.docTagOf,
  });
  return content.ok ? ok(content.value) : err({ code: "unreadable" } as const);
};

/** `newerThan`: only commits beyond these heads, for a replica that is live; the folded state is then not read. */
export const readDocument = async (
  store: VaultStore,
  session: Session,
  tag: DocTag,
  newerThan?: DocumentHeads,
): Promise<Result<ReadDocument, DocumentUnread>> => {
  const read = await store.read(["log", "docs"], async (tx) => ({
    records: await tx.log.byDocTag(tag),
    folded: newerThan === undefined ? await tx.docs.get(tag) : undefined,
  }));
  if (!read.ok) return err({ code: "unreadable" });
  const { records } = read.value;
  if (records.length === 0) return err({ code: "absent" });
  const folded = unfold(read.value.folded, session);
  const from = newerThan ?? folded?.heads ?? new Map<WriterId, number>();
  const updates: Uint8Array[] = folded === undefined ? [] : [folded.state];
  const heads = new Map(from);
  let docId = folded?.docId;
  let unfolded = 0;
  let incomplete = records.some(({ standing }) => standing !== "accepted");
  const lacking: AttachmentManifest[] = [];
  const waiting = new Set<WriterId>(); // a payload of theirs is not here yet: read again from there next time
  for (const record of records) {
    if (record.standing !== "accepted" || record.kind !== envelopeKinds.commit) continue;
    const isBranch = isBesideHeads(record);
    if (!isBranch && record.wseq <= (from.get(record.writer) ?? -1)) continue;
    const content = openStored(record, session);
    if (!content.ok) return err({ code: "unreadable" });
    const update = await readUpdate(session.vaultId, content.value, async (chunkId) => {
      const chunk = await store.read(["blobs"], (tx) => tx.blobs.get(chunkId as never));
      return chunk.ok ? chunk.value?.value : undefined;
    });
    docId ??= content.value.docId;
    if (update.ok) updates.push(update.value);
    else incomplete = true;
    if (!update.ok && update.error.code === "missing") {
      waiting.add(record.writer);
      const ref = parseBlobRef(content.value.payload);
      if (ref.ok) lacking.push({ ...ref.value, key: Uint8Array.from(ref.value.key) });
    }
    if (!waiting.has(record.writer))
      heads.set(record.writer, Math.max(record.wseq, heads.get(record.writer) ?? -1));
    if (!isBranch) unfolded += 1;
  }
  if (docId === undefined && newerThan === undefined)
    return err({ code: incomplete ? "unreadable" : "absent" });
  return ok({ docId: docId ?? ("" as DocId), updates, heads, unfolded, incomplete, lacking });
};
