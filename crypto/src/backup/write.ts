/** Writes a backup as a stream: nothing but one item is held at a time. */
import { type Bytes, concat, u8, u32, u64 } from "../bytes.ts";
import type { WriterHead } from "../chain.ts";
import { envelopeFormCodes, parseEnvelope } from "../envelope.ts";
import type { EnvelopeForm } from "../envelope-proof.ts";
import { type EpochKey, epochCommitment } from "../epoch.ts";
import { type BlobId, type FeedEpoch, idBytes, idOf, type WriterId } from "../ids.ts";
import { currentEpoch, livePrincipal, type MembershipState } from "../membership/state.ts";
import type { Principal } from "../principal.ts";
import type { Random } from "../random.ts";
import { err, ok, type Result } from "../result.ts";
import type { Slot } from "../slot.ts";
import { equalSecret, sign } from "../sodium.ts";
import {
  type BackupManifest,
  backupSignedBytes,
  type CountedSection,
  encodeBackupHead,
  type SectionName,
  type SectionSummary,
  sealManifest,
  sectionTypes,
} from "./format.ts";
import { createRunningHash } from "./hashing.ts";

/** An envelope as it stands in the log: whole, or the stub that is left of it. */
export interface BackupItem {
  readonly form: EnvelopeForm;
  readonly bytes: Uint8Array;
}
export interface BackupBlob {
  readonly blobId: BlobId;
  readonly chunks: number;
  /** Exactly `chunks` of them, in order. */
  readonly ciphertexts: AsyncIterable<Uint8Array>;
}
/** A section whose length is known before it is read: `logSectionBytes`, `attachmentSectionBytes`. */
export interface Measured<T> {
  readonly bytes: number;
  readonly items: AsyncIterable<T>;
}
export interface BackupSource {
  /** Whole records, genesis first. */
  readonly membership: readonly Uint8Array[];
  readonly slots: readonly Slot[];
  /** By writer, then wseq. */
  readonly log: Measured<BackupItem>;
  readonly attachments: Measured<BackupBlob>;
  readonly feed: { readonly feedEpoch: FeedEpoch; readonly seq: number } | undefined;
}
export interface BackupDeps {
  readonly random: Random;
  readonly clock: { readonly now: () => number };
  /** A live device of the vault. */
  readonly signer: Principal;
  readonly state: MembershipState;
  /** Of the epoch in force. */
  readonly epochKey: EpochKey;
  readonly app: string;
  readonly signal?: AbortSignal;
}
/** source-changed: more or fewer bytes than measured, or out of order. The file so far is to be deleted. */
export type BackupNotWritten = {
  readonly code: "epoch-key" | "signer-not-live" | "source-changed" | "aborted";
  readonly section?: SectionName;
};

/** Bytes of the log section for envelopes of these lengths. */
export const logSectionBytes = (lengths: Iterable<number>): number => {
  let bytes = 0;
  for (const length of lengths) bytes += 4 + 1 + length;
  return bytes;
};
/** Bytes of the attachment section; each attachment as the lengths of its ciphertext chunks. */
export const attachmentSectionBytes = (blobs: Iterable<readonly number[]>): number => {
  let bytes = 0;
  for (const chunks of blobs) bytes += 20 + chunks.reduce((sum, length) => sum + 4 + length, 0);
  return bytes;
};

const withLength = (...parts: readonly Uint8Array[]): Bytes => {
  const item = concat(...parts);
  return concat(u32(item.length), item);
};
const itemOf = ({ form, bytes }: BackupItem): Bytes => withLength(u8(envelopeFormCodes[form]), bytes);

/** Bytes to write, and whether an item begins with them; "disordered" ends the backup. */
type Piece = { readonly bytes: Uint8Array; readonly begins: boolean } | "disordered";
interface Section {
  readonly name: CountedSection;
  readonly bytes: number;
  readonly pieces: AsyncIterable<Piece>;
}

/** Order of the log and the last envelope of each writer. */
const createHeadTracker = () => {
  const heads = new Map<WriterId, WriterHead>();
  let last: WriterHead | undefined;
  return {
    /** False when the item is no envelope or stands before one already taken. */
    take: ({ form, bytes }: BackupItem): boolean => {
      const envelope = parseEnvelope(bytes, form);
      if (!envelope.ok) return false;
      const { writerId, wseq } = envelope.value.header;
      const follows =
        last === undefined || last.writerId < writerId || (last.writerId === writerId && last.wseq <= wseq);
      last = { writerId, wseq, hash: envelope.value.hash };
      heads.set(writerId, last);
      return follows;
    },
    heads: (): readonly WriterHead[] => [...heads.values()], // taken in order of writer
  };
};

async function* listPieces(items: readonly Uint8Array[]): AsyncGenerator<Piece> {
  for (const item of items) yield { bytes: withLength(item), begins: true };
}
async function* logPieces(
  items: AsyncIterable<BackupItem>,
  take: (item: BackupItem) => boolean,
): AsyncGenerator<Piece> {
  for await (const item of items) yield take(item) ? { bytes: itemOf(item), begins: true } : "disordered";
}
async function* blobPieces(blobs: AsyncIterable<BackupBlob>): AsyncGenerator<Piece> {
  for await (const { blobId, chunks, ciphertexts } of blobs) {
    yield { bytes: concat(idBytes(blobId), u32(chunks)), begins: true };
    let given = 0;
    for await (const ciphertext of ciphertexts) {
      given++;
      yield { bytes: withLength(ciphertext), begins: false };
    }
    if (given !== chunks) yield "disordered";
  }
}

const sectionHead = (name: SectionName, bytes: number): Bytes => concat(u8(sectionTypes[name]), u64(bytes));

const writeSection = async (
  { name, bytes, pieces }: Section,
  put: (bytes: Uint8Array) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Result<SectionSummary, BackupNotWritten>> => {
  await put(sectionHead(name, bytes));
  const hash = createRunningHash();
  let [count, written] = [0, 0];
  for await (const piece of pieces) {
    if (signal?.aborted) return err({ code: "aborted" });
    if (piece === "disordered") return err({ code: "source-changed", section: name });
    written += piece.bytes.length;
    if (written > bytes) return err({ code: "source-changed", section: name });
    if (piece.begins) count++;
    hash.update(piece.bytes);
    await put(piece.bytes);
  }
  if (written !== bytes) return err({ code: "source-changed", section: name });
  return ok({ count, bytes, hash: idOf(hash.digest()) });
};

const checkDeps = ({ state, epochKey, signer }: BackupDeps): BackupNotWritten | undefined => {
  const { vaultId } = state;
  const epoch = state.epochs[epochKey.n];
  const current = epoch !== undefined && epoch.n === currentEpoch(state);
  if (!current || !equalSecret(epochCommitment(epochKey.key, { vaultId, n: epoch.n }), epoch.commitment))
    return { code: "epoch-key" };
  const member = livePrincipal(state, signer.id);
  return member?.kind === "device" ? undefined : { code: "signer-not-live" };
};

/**
 * Head, six sections, signature. `write` is awaited for each piece, in order; the file is a backup only when the answer
 * is ok.
 */
export const writeBackup = async (
  deps: BackupDeps,
  source: BackupSource,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<Result<BackupManifest, BackupNotWritten>> => {
  const wrong = checkDeps(deps);
  if (wrong !== undefined) return err(wrong);
  const { random, clock, signer, state, epochKey, app, signal } = deps;
  const whole = createRunningHash();
  const put = async (bytes: Uint8Array) => {
    whole.update(bytes);
    await write(bytes);
  };
  const head = encodeBackupHead({ vaultId: state.vaultId, genesisHash: state.genesisHash, n: epochKey.n });
  await put(head);
  const tracker = createHeadTracker();
  const records = source.membership.map((bytes) => concat(u8(envelopeFormCodes.whole), bytes));
  const slots = source.slots.map((slot) => slot.bytes);
  const listBytes = (items: readonly Uint8Array[]) => items.reduce((sum, item) => sum + 4 + item.length, 0);
  const counted: readonly Section[] = [
    { name: "membership", bytes: listBytes(records), pieces: listPieces(records) },
    { name: "slots", bytes: listBytes(slots), pieces: listPieces(slots) },
    { name: "log", bytes: source.log.bytes, pieces: logPieces(source.log.items, tracker.take) },
    { name: "attachments", bytes: source.attachments.bytes, pieces: blobPieces(source.attachments.items) },
  ];
  const summaries = new Map<CountedSection, SectionSummary>();
  for (const section of counted) {
    const summary = await writeSection(section, put, signal);
    if (!summary.ok) return summary;
    summaries.set(section.name, summary.value);
  }
  const manifest: BackupManifest = {
    time: clock.now(),
    app,
    feed: source.feed,
    sections: Object.fromEntries(summaries) as BackupManifest["sections"],
    heads: tracker.heads(),
  };
  const sealed = sealManifest(manifest, head, epochKey.key, random);
  await put(concat(sectionHead("manifest", sealed.length), sealed));
  const signature = sign(backupSignedBytes(whole.digest()), signer.edSecret);
  await write(concat(sectionHead("signature", 80), idBytes(signer.id), signature));
  return ok(manifest);
};
