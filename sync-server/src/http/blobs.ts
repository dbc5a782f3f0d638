/** Attachment chunks under /v1/blobs: ids in headers and bodies, never in a URL. */
import { type Hash, hash256, idOf, parseBlobId, parseHash } from "@whisperwell/crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  blobHeaders,
  type ChunksAnswer,
  type ChunksRequest,
  chunkCiphertextMost,
  chunksAskedMost,
  paths,
} from "../wire/index.ts";
import { bearerOf } from "./bearer.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";
import type { TokenClaims } from "./tokens.ts";

const askSchema = {
  body: {
    type: "object",
    required: ["blobId", "chunks"],
    properties: {
      blobId: { type: "string", pattern: "^[0-9a-f]{32}$" },
      chunks: {
        type: "array",
        maxItems: chunksAskedMost,
        items: { type: "string", pattern: "^[0-9a-f]{64}$" },
      },
    },
  },
};

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
};
const countOf = (request: FastifyRequest, name: string): number | undefined => {
  const text = headerOf(request, name);
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
};

export const blobRoutes = (server: FastifyInstance, context: HttpContext): void => {
  const { relay, rates, config } = context;
  const { store } = relay.context;

  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<TokenClaims | undefined> => {
    const bearer = await bearerOf(context, request, ["blob"]);
    if (bearer.code !== "live") {
      sendProblem(reply, bearer.code);
      return undefined;
    }
    const { claims } = bearer;
    const wait = rates.blobs.take(claims.vaultId);
    if (wait === 0) return claims;
    sendProblem(reply, "rate", wait);
    return undefined;
  };

  server.put(
    paths.blobs,
    { bodyLimit: chunkCiphertextMost },
    async (request: FastifyRequest<{ Body: Buffer }>, reply) => {
      const claims = await admit(request, reply);
      if (claims === undefined) return reply;
      const chunk = parseHash(headerOf(request, blobHeaders.chunk));
      const blobId = parseBlobId(headerOf(request, blobHeaders.blob));
      const index = countOf(request, blobHeaders.index);
      const total = countOf(request, blobHeaders.total);
      if (chunk === undefined || blobId === undefined || index === undefined || total === undefined)
        return sendProblem(reply, "malformed");
      if (index >= total || !Buffer.isBuffer(request.body)) return sendProblem(reply, "malformed");
      const bytes = new Uint8Array(request.body);
      if (idOf<Hash>(hash256(bytes)) !== chunk) return sendProblem(reply, "malformed");
      const put = { chunk, blobId, index, total, bytes };
      const outcome = await store.putChunk(claims.vaultId, put, config.limits.quota);
      if (outcome === "quota") return sendProblem(reply, "quota");
      if (outcome === "no-vault") return sendProblem(reply, "signed-out");
      return reply.code(outcome === "stored" ? 201 : 200).send();
    },
  );

  server.get(paths.blobs, async (request, reply) => {
    const claims = await admit(request, reply);
    if (claims === undefined) return reply;
    const chunk = parseHash(headerOf(request, blobHeaders.chunk));
    if (chunk === undefined) return sendProblem(reply, "malformed");
    const bytes = await store.chunk(claims.vaultId, chunk);
    if (bytes === undefined) return sendProblem(reply, "not-found");
    return reply
      .header("cache-control", "no-store")
      .type("application/octet-stream")
      .send(Buffer.from(bytes));
  });

  server.post<{ Body: ChunksRequest }>(
    paths.blobs,
    { schema: askSchema, bodyLimit: 128 * 1024 },
    async (request, reply) => {
      const claims = await admit(request, reply);
      if (claims === undefined) return reply;
      return { have: await store.chunksHeld(claims.vaultId, request.body.chunks) } satisfies ChunksAnswer;
    },
  );
};
