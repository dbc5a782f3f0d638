/** Sealed chunks over HTTP, each named by the hash of its ciphertext and checked by it; a token of ten minutes. */
import {
  type BlobId,
  type Bytes,
  err,
  type Hash,
  hash256,
  idOf,
  ok,
  parseHash,
  type Result,
} from "@whisperwell/crypto";
import { blobHeaders, chunkCiphertextMost, chunksAskedMost, paths } from "@whisperwell/sync-server/wire";
import { type HttpFailure, type HttpRequest, request, requestJson } from "./http-request.ts";
import type { Clock, Network } from "./ports.ts";
import { readBounded } from "./read-body.ts";
import type { Identity, RelayHttp, Token } from "./relay-http.ts";

/** blob-invalid: the relay answered with other bytes than the chunk is named for. */
export type ChunkFailure = HttpFailure | { readonly code: "blob-invalid" };
export interface ChunkPlace {
  readonly blobId: BlobId;
  readonly index: number;
  readonly total: number;
}
export interface BlobHttp {
  /** Which of these the relay holds. */
  readonly held: (
    blobId: BlobId,
    chunkIds: readonly Hash[],
  ) => Promise<Result<ReadonlySet<Hash>, HttpFailure>>;
  readonly put: (place: ChunkPlace, chunkId: Hash, ciphertext: Bytes) => Promise<Result<void, HttpFailure>>;
  readonly get: (chunkId: Hash, signal?: AbortSignal) => Promise<Result<Bytes, ChunkFailure>>;
}
export interface BlobHttpDeps {
  readonly network: Pick<Network, "fetch">;
  readonly clock: Clock;
  readonly http: RelayHttp;
  readonly identity: Identity;
}

/** A token is renewed a minute before it ends. */
const renewBefore = 60_000;

export const createBlobHttp = ({ network, clock, http, identity }: BlobHttpDeps): BlobHttp => {
  let held: (Token & { readonly until: number }) | undefined;
  const token = async (signal?: AbortSignal): Promise<Result<string, HttpFailure>> => {
    if (held !== undefined && clock.now() < held.until) return ok(held.token);
    const given = await http.token(identity, "blob", signal);
    if (!given.ok) return given;
    held = { ...given.value, until: clock.now() + given.value.expiresIn - renewBefore };
    return ok(held.token);
  };
  /** Once more with a fresh token when the relay no longer takes this one. */
  const authorised = async <T>(
    send: (headers: Readonly<Record<string, string>>) => Promise<Result<T, HttpFailure>>,
    signal?: AbortSignal,
  ): Promise<Result<T, HttpFailure>> => {
    for (let attempt = 0; ; attempt++) {
      const given = await token(signal);
      if (!given.ok) return given;
      const answered = await send({ authorization: `Bearer ${given.value}` });
      if (answered.ok || answered.error.code !== "signed-out" || attempt > 0) return answered;
      held = undefined;
    }
  };
  const url = http.origin + paths.blobs;

  const askHeld = (blobId: BlobId, chunks: readonly Hash[]) =>
    authorised((headers) =>
      requestJson(network, { method: "POST", url, headers, json: { blobId, chunks } }, ({ have }) =>
        Array.isArray(have) ? have.map(parseHash).filter((id) => id !== undefined) : undefined,
      ),
    );
  return {
    held: async (blobId, chunkIds) => {
      const found = new Set<Hash>();
      for (let at = 0; at < chunkIds.length; at += chunksAskedMost) {
        const have = await askHeld(blobId, chunkIds.slice(at, at + chunksAskedMost));
        if (!have.ok) return have;
        for (const id of have.value) found.add(id);
      }
      return ok(found);
    },
    put: async ({ blobId, index, total }, chunkId, ciphertext) => {
      const stored = await authorised((headers) =>
        request(network, {
          method: "PUT",
          url,
          bytes: ciphertext,
          headers: {
            ...headers,
            [blobHeaders.chunk]: chunkId,
            [blobHeaders.blob]: blobId,
            [blobHeaders.index]: String(index),
            [blobHeaders.total]: String(total),
          },
        }),
      );
      return stored.ok ? ok(undefined) : stored;
    },
    get: async (chunkId, signal) => {
      const asked: Omit<HttpRequest, "headers"> = {
        method: "GET",
        url,
        ...(signal === undefined ? {} : { signal }),
      };
      const answered = await authorised(
        (headers) => request(network, { ...asked, headers: { ...headers, [blobHeaders.chunk]: chunkId } }),
        signal,
      );
      if (!answered.ok) return answered;
      try {
        const bytes = await readBounded(answered.value, chunkCiphertextMost);
        return bytes !== undefined && idOf<Hash>(hash256(bytes)) === chunkId
          ? ok(bytes)
          : err({ code: "blob-invalid" });
      } catch {
        return err({ code: signal?.aborted === true ? "cancelled" : "unreachable" }); // the body broke off
      }
    },
  };
};
