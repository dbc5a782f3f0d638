/** This vault's log and attachments as a backup takes them: measured first, then read again piece by piece. */
import {
  attachmentSectionBytes,
  type BackupBlob,
  type BackupItem,
  type BackupSource,
  type BlobId,
  logSectionBytes,
  type WriterId,
  zeroWriter,
} from "@whisperwell/crypto";
import { attempt, Unreadable } from "../failure.ts";
import { readKeys } from "../keys/key-store.ts";
import { type HeldBlob, readHeldBlobs } from "../log/blobs.ts";
import { storedMembership } from "../log/membership-log.ts";
import { metaFields, readHeads } from "../log/meta.ts";
import type { LogRecord, VaultStore } from "../store/port.ts";
import type { Cuts } from "./damage.ts";

const readAtOnce = 200;

/** What was there when the backup began; what is written meanwhile waits for the next one. */
interface Extent {
  readonly writers: readonly { readonly writer: WriterId; readonly last: number }[];
}

async function* records(store: VaultStore, { writers }: Extent): AsyncGenerator<LogRecord> {
  for (const { writer, last } of writers)
    for (let from = 0; from <= last; from += readAtOnce) {
      const to = Math.min(last, from + readAtOnce - 1);
      const read = await store.read(["log"], (tx) => tx.log.byWriter(writer, from, to));
      if (!read.ok) throw new Unreadable("log", { cause: read.error.cause });
      yield* read.value;
    }
}
async function* items(store: VaultStore, extent: Extent): AsyncGenerator<BackupItem> {
  for await (const { form, bytes } of records(store, extent)) yield { form, bytes };
}
async function* chunksOf(store: VaultStore, { chunkIds }: HeldBlob): AsyncGenerator<Uint8Array> {
  for (const chunkId of chunkIds) {
    const read = await store.read(["blobs"], (tx) => tx.blobs.get(chunkId));
    if (read.ok && read.value !== undefined) yield read.value.value;
  }
}
async function* blobs(
  store: VaultStore,
  held: readonly (readonly [BlobId, HeldBlob])[],
): AsyncGenerator<BackupBlob> {
  for (const [blobId, blob] of held)
    yield { blobId, chunks: blob.chunkIds.length, ciphertexts: chunksOf(store, blob) };
}

/** Those of which every chunk is here as it was noted: one that is not must not stop a backup of everything else. */
const wholeBlobs = async (
  store: VaultStore,
  noted: readonly (readonly [BlobId, HeldBlob])[],
): Promise<readonly (readonly [BlobId, HeldBlob])[] | undefined> => {
  const whole: (readonly [BlobId, HeldBlob])[] = [];
  for (const [blobId, blob] of noted) {
    let isWhole = true;
    for (const [index, chunkId] of blob.chunkIds.entries()) {
      const read = await store.read(["blobs"], (tx) => tx.blobs.get(chunkId));
      if (!read.ok) return undefined;
      isWhole &&= read.value?.value.length === blob.lengths[index];
    }
    if (isWhole) whole.push([blobId, blob]);
  }
  return whole;
};

/** `cuts`: writers whose chain a file can carry only so far. undefined when the store cannot be read. */
export const backupSource = async (store: VaultStore, cuts: Cuts): Promise<BackupSource | undefined> => {
  const read = await attempt(() =>
    store.read(["meta", "keys", "log"], async (tx) => ({
      heads: await readHeads(tx),
      cursor: await metaFields.cursor.get(tx),
      keys: await readKeys(tx),
      membership: (await storedMembership(tx)).map(({ bytes }) => bytes),
      held: [...(await readHeldBlobs(tx))],
    })),
  );
  if (!read.ok) return undefined;
  const { heads, cursor, keys, membership, held: noted } = read.value;
  const held = await wholeBlobs(store, noted);
  if (held === undefined) return undefined;
  const writers = [...heads]
    .filter(([writer]) => writer !== zeroWriter)
    .map(([writer, { wseq }]) => ({ writer, last: Math.min(wseq, cuts.get(writer) ?? wseq) }))
    .sort((a, b) => (a.writer < b.writer ? -1 : 1));
  const lengths: number[] = [];
  for await (const { bytes } of records(store, { writers })) lengths.push(bytes.length);
  return {
    membership,
    slots: keys.slots.flatMap((slot) => (slot.state === "present" ? [slot.value] : [])),
    log: { bytes: logSectionBytes(lengths), items: items(store, { writers }) },
    attachments: {
      bytes: attachmentSectionBytes(held.map(([, blob]) => blob.lengths)),
      items: blobs(store, held),
    },
    feed: cursor,
  };
};
