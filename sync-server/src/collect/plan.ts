/**
 * What may go, judged from outlines alone: a pure function of feed, membership and time, so every relay over one store
 * comes to the same answer. Headers always stay. When in doubt a body stays.
 * I4  Nothing is pruned that a confirmed snapshot does not cover.  I6  A quarantine blocks it.
 */
import {
  type BlobId,
  type Cover,
  type DocTag,
  envelopeKinds,
  type PrincipalId,
  parseBlobsetExt,
  parseCheckpointExt,
  parseSnapshotExt,
  parseTombstoneExt,
  type WriterId,
} from "@whisperwell/crypto";
import type { HeldBlob, Outline } from "../store/index.ts";

const day = 24 * 3_600_000;
/** Bodies this young, and this many newest commits of a document, stay under any snapshot. */
const overlap = { ms: 30 * day, commits: 100 };
/** A snapshot nobody else witnessed counts this long after its author confirmed it again. */
const confirmedAlone = 30 * day;
/** How long an erasure waits that no slot co-signed. */
const erasureWaits = 7 * day;
const blobsWait = 30 * day;

export interface PlanInput {
  readonly now: number;
  /** Every snapshot, checkpoint, blobset and tombstone of the vault, in feed order. */
  readonly special: readonly Outline[];
  readonly deviceOf: (writerId: WriterId) => PrincipalId | undefined;
  readonly isLive: (device: PrincipalId) => boolean;
}

const { commit, snapshot, checkpoint, blobset, tombstone } = envelopeKinds;
const bodiesOf = (document: readonly Outline[], covers: readonly Cover[]): readonly Outline[] => {
  const upTo = new Map(covers.map(({ writerId, wseq }) => [writerId, wseq]));
  return document.filter(
    ({ kind, writerId, wseq, bodyLength }) =>
      (kind === commit || kind === snapshot) &&
      bodyLength !== undefined &&
      wseq <= (upTo.get(writerId) ?? -1),
  );
};
const read = <T>(
  outline: Outline,
  parse: (ext: Uint8Array) => { readonly ok: true; readonly value: T } | { readonly ok: false },
): T | undefined => {
  const parsed = outline.ext && parse(outline.ext);
  return parsed?.ok ? parsed.value : undefined;
};

const isHeld = ({ special, deviceOf, isLive }: PlanInput, docTag: DocTag): boolean => {
  const newest = new Map<PrincipalId, readonly DocTag[]>();
  for (const one of special) {
    const device = one.kind === checkpoint ? deviceOf(one.writerId) : undefined;
    const held = read(one, parseCheckpointExt)?.held;
    if (device !== undefined && isLive(device) && held !== undefined) newest.set(device, held);
  }
  return [...newest.values()].some((held) => held.includes(docTag));
};

const isConfirmed = ({ special, deviceOf, now }: PlanInput, made: Outline): boolean => {
  const author = deviceOf(made.writerId);
  return special.some((one) => {
    if (one.kind !== checkpoint || one.seq <= made.seq) return false;
    if (!read(one, parseCheckpointExt)?.witnessed.includes(made.hash)) return false;
    const device = deviceOf(one.writerId);
    if (device === undefined || author === undefined) return false;
    return device !== author || now - one.at >= confirmedAlone;
  });
};

/** Seqs of bodies that a confirmed snapshot of this document has made superfluous. */
const prunable = (input: PlanInput, docTag: DocTag, document: readonly Outline[]): readonly number[] => {
  if (isHeld(input, docTag)) return [];
  const snapshots = document.filter(({ kind, bodyLength }) => kind === snapshot && bodyLength !== undefined);
  const newest = snapshots.findLast((made) => isConfirmed(input, made));
  const covers = newest && read(newest, parseSnapshotExt)?.covers;
  if (newest === undefined || covers === undefined) return [];
  const previous = snapshots.findLast(({ seq }) => seq < newest.seq);
  const commits = document.filter(({ kind }) => kind === commit).map(({ seq }) => seq);
  const young = commits.at(-overlap.commits) ?? 0;
  return bodiesOf(document, covers)
    .filter(({ seq }) => seq < newest.seq && seq !== previous?.seq)
    .filter(({ kind, seq, at }) => input.now - at >= overlap.ms && (kind !== commit || seq < young))
    .map(({ seq }) => seq);
};

/** Seqs of bodies a tombstone of this document erases by now. */
const erased = (
  { special, now }: PlanInput,
  docTag: DocTag,
  document: readonly Outline[],
): readonly number[] =>
  special
    .filter((one) => one.kind === tombstone && one.docTag === docTag)
    .flatMap((one) => {
      const ext = read(one, parseTombstoneExt);
      if (ext === undefined || now - one.at < (ext.cosign === undefined ? erasureWaits : 0)) return [];
      const successor = document.find(({ hash, kind }) => kind === snapshot && hash === ext.successor);
      // What replaces it has to be here first.
      if (ext.successor !== undefined && successor?.bodyLength === undefined) return [];
      return bodiesOf(document, ext.covers)
        .filter(({ seq, hash }) => seq < one.seq && hash !== ext.successor)
        .map(({ seq }) => seq);
    });

/** Documents where anything could go. */
export const touchedTags = ({ special }: PlanInput): readonly DocTag[] => [
  ...new Set(
    special.filter(({ kind }) => kind === snapshot || kind === tombstone).map(({ docTag }) => docTag),
  ),
];
export const bodiesToDrop = (
  input: PlanInput,
  docTag: DocTag,
  document: readonly Outline[],
): readonly number[] => [
  ...new Set([...prunable(input, docTag, document), ...erased(input, docTag, document)]),
];

/** Blobs that no list has named for 30 days, put before the list that first left them out. */
export const blobsToDrop = (
  { special, now }: PlanInput,
  held: readonly HeldBlob[],
): { readonly blobIds: readonly BlobId[]; readonly upTo: number } => {
  const lists = special.flatMap((one) => {
    const ext = one.kind === blobset ? read(one, parseBlobsetExt) : undefined;
    return ext ? [{ ...ext, at: one.at }] : [];
  });
  const old = lists.filter(({ at }) => now - at >= blobsWait);
  const upTo = Math.max(0, ...old.map(({ feedSeq }) => feedSeq));
  if (upTo === 0) return { blobIds: [], upTo };
  // Every list of that place and later, whenever it came: several of one seq add up.
  const named = new Set(lists.filter(({ feedSeq }) => feedSeq >= upTo).flatMap(({ live }) => live));
  return {
    blobIds: held.filter(({ blobId, seq }) => seq <= upTo && !named.has(blobId)).map(({ blobId }) => blobId),
    upTo,
  };
};
