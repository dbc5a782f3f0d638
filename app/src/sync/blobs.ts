/**
 * Attachments on their way: uploads wait until text is through, go on where they broke off, and leave the copy here;
 * what is missing here is fetched when somebody looks at it. A blob counts as uploaded only when every chunk is there.
 */
import {
  type BlobId,
  type Bytes,
  type Hash,
  parseBlobId,
  parseHash,
  type Random,
  type Result,
} from "@whisperwell/crypto";
import { createBackoff } from "./backoff.ts";
import type { BlobHttp, ChunkFailure } from "./blob-http.ts";
import { createGuard } from "./guard.ts";
import type { BlobPort, Clock } from "./ports.ts";

export interface BlobDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly blobs: BlobPort;
  readonly transport: BlobHttp;
  /** True while commits wait or are on their way: text goes first. */
  readonly textWaits: () => boolean;
  /** A refusal that needs a person (quota, signed-out, revoked, closed, upgrade). */
  readonly onRefused: (code: string) => void;
  readonly raise: (code: string, details: Readonly<Record<string, string | number>>) => Promise<void>;
}
export interface BlobTransfer {
  /** Looks for work now: on connecting, when text is through, when something new waits. */
  readonly nudge: () => void;
  readonly download: (chunkId: Hash, signal?: AbortSignal) => Promise<Result<Bytes, ChunkFailure>>;
  readonly stop: () => void;
}

type Outcome =
  | { readonly outcome: "done" | "later" | "chunk-missing" }
  | { readonly outcome: "failed"; readonly code: string; readonly retryAfter?: number };
const needsUser = new Set(["quota", "signed-out", "revoked", "closed", "upgrade"]);

export const createBlobTransfer = (deps: BlobDeps): BlobTransfer => {
  const { clock, blobs, transport } = deps;
  const backoff = createBackoff(deps.random);
  const guard = createGuard(() => retryLater("storage"));
  let stopped = false;
  let busy = false;
  let again = false;
  let cancelRetry: (() => void) | undefined;
  /** Blobs with a chunk that is not here: said once. */
  const incomplete = new Set<string>();

  const uploadBlob = async (blobId: BlobId, chunkIds: readonly Hash[]): Promise<Outcome> => {
    const held = await transport.held(blobId, chunkIds);
    if (!held.ok) return { outcome: "failed", ...held.error };
    for (const [index, chunkId] of chunkIds.entries()) {
      if (held.value.has(chunkId)) continue;
      if (stopped || deps.textWaits()) return { outcome: "later" };
      const chunk = await blobs.readChunk(chunkId);
      if (chunk === undefined) return { outcome: "chunk-missing" };
      const put = await transport.put({ blobId, index, total: chunkIds.length }, chunkId, chunk);
      if (!put.ok) return { outcome: "failed", ...put.error };
      backoff.reset();
    }
    await blobs.markUploaded(blobId);
    return { outcome: "done" };
  };

  const retryLater = (code: string, retryAfter = 0) => {
    if (stopped) return;
    if (needsUser.has(code)) return deps.onRefused(code);
    cancelRetry?.();
    cancelRetry = clock.after(Math.max(retryAfter, backoff.next()), nudge);
  };

  const uploadAll = async () => {
    for (const { blobId, chunkIds } of await blobs.pendingUploads()) {
      if (stopped || deps.textWaits()) return;
      const id = parseBlobId(blobId);
      const ids = chunkIds.map(parseHash).filter((chunkId) => chunkId !== undefined);
      if (id === undefined || ids.length !== chunkIds.length) {
        await deps.raise("BUG", { code: "blob-id" });
        continue;
      }
      const upload = await uploadBlob(id, ids);
      if (upload.outcome === "failed") return retryLater(upload.code, upload.retryAfter);
      if (upload.outcome === "chunk-missing" && !incomplete.has(blobId)) {
        incomplete.add(blobId);
        await deps.raise("BLOB_INVALID", { code: "chunk-missing" });
      }
      if (upload.outcome === "later") return;
    }
  };

  const nudge = () => {
    if (stopped) return;
    again = true;
    if (busy) return;
    busy = true;
    cancelRetry?.();
    const run = async () => {
      try {
        while (again && !stopped) {
          again = false;
          await uploadAll();
        }
      } finally {
        busy = false;
      }
    };
    guard(run());
  };
  const forget = blobs.onChange(nudge);
  return {
    nudge,
    download: async (chunkId, signal) => {
      const got = await transport.get(chunkId, signal);
      if (!got.ok && got.error.code === "blob-invalid") await deps.raise("BLOB_INVALID", { code: "hash" });
      return got;
    },
    stop: () => {
      stopped = true;
      forget();
      cancelRetry?.();
    },
  };
};
