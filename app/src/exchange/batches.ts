/** Documents in batches that a message can carry: at most 50, or 16 MB of media. */
import type { ImportedDocument } from "../vault/api.ts";

const maxDocuments = 50;
const maxBytes = 16 * 1024 * 1024;

const bytesOf = (document: ImportedDocument): number =>
  document.media.reduce(
    (sum, { bytes, thumbnail }) => sum + bytes.length + (thumbnail?.bytes.length ?? 0),
    0,
  );

/** Buffers a message hands over instead of copying. Each is whole: none is a view into another's. */
export const buffersOf = (documents: readonly ImportedDocument[]): ArrayBuffer[] => {
  const buffers = new Set<ArrayBuffer>();
  for (const { media } of documents) {
    for (const { bytes, thumbnail } of media) {
      if (bytes.buffer instanceof ArrayBuffer) buffers.add(bytes.buffer);
      if (thumbnail?.bytes.buffer instanceof ArrayBuffer) buffers.add(thumbnail.bytes.buffer);
    }
  }
  return [...buffers];
};

/** While one batch is being stored the next is read; more than that would only pile up in memory. */
export const createBatcher = (send: (documents: readonly ImportedDocument[]) => Promise<void>) => {
  let waiting: ImportedDocument[] = [];
  let bytes = 0;
  let sending: Promise<void> = Promise.resolve();
  const next = async (): Promise<void> => {
    await sending;
    const batch = waiting;
    waiting = [];
    bytes = 0;
    if (batch.length > 0) sending = send(batch);
  };
  const add = async (document: ImportedDocument): Promise<void> => {
    const size = bytesOf(document);
    if (waiting.length > 0 && bytes + size > maxBytes) await next();
    waiting.push(document);
    bytes += size;
    if (waiting.length >= maxDocuments || bytes >= maxBytes) await next();
  };
  /** Resolves when everything that was added is stored. */
  const flush = async (): Promise<void> => {
    await next();
    await sending;
  };
  return { add, flush };
};
