/** The relay's HTTP server: the app, the routes under /v1, and the sockets. */
import { readFileSync } from "node:fs";
import fastify, { type FastifyInstance } from "fastify";
import type { Clock } from "../relay/index.ts";
import { createBuckets } from "../relay/index.ts";
import { accountRoutes } from "./account.ts";
import { authRoutes } from "./auth.ts";
import { blobRoutes } from "./blobs.ts";
import { boundBodies } from "./bodies.ts";
import type { HttpContext } from "./context.ts";
import { securityHeaders } from "./headers.ts";
import { operationRoutes, type Telemetry } from "./operations.ts";
import { pageRoutes } from "./pages.ts";
import { pairRoutes } from "./pair.ts";
import { answerFailures, sendProblem } from "./problem.ts";
import { signInRoutes } from "./sign-in.ts";
import { isForeignOrigin, openSockets, type Sockets } from "./sockets.ts";
import { syncRoutes } from "./sync.ts";
import { vaultRoutes } from "./vaults.ts";

export type { HttpContext } from "./context.ts";
export { createTelemetry, type Telemetry } from "./operations.ts";
export { createTokens } from "./tokens.ts";

export const createRates = (
  clock: Clock,
  vaultsPerHour: number,
  connects: { perSecond: number; burst: number },
) => ({
  connect: createBuckets(clock, connects),
  vaults: createBuckets(clock, { perSecond: vaultsPerHour / 3600, burst: vaultsPerHour }),
  pair: createBuckets(clock, { perSecond: 4, burst: 120 }),
  auth: createBuckets(clock, { perSecond: 4, burst: 120 }),
  blobs: createBuckets(clock, { perSecond: 100, burst: 2000 }),
  sync: createBuckets(clock, { perSecond: 20, burst: 400 }),
  account: createBuckets(clock, { perSecond: 1, burst: 60 }),
});

export interface HttpServer {
  readonly fastify: FastifyInstance;
  readonly sockets: Sockets;
}

export const createHttpServer = async (
  context: HttpContext,
  telemetry: Telemetry,
  report: (error: unknown) => void,
): Promise<HttpServer> => {
  const { tls } = context.config;
  const https = tls ? { cert: readFileSync(tls.certPath), key: readFileSync(tls.keyPath) } : null;
  // Fastify's own log would hold URLs and addresses: ours says only what concerns the machine.
  const server = fastify({
    https,
    logger: false,
    requestTimeout: 60_000,
    connectionTimeout: 70_000,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: "idle",
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  }) as unknown as FastifyInstance;

  server.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
  server.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders(context.origin(), context.config.connectOrigins));
    if (request.url.startsWith("/v1/")) reply.header("cache-control", "no-store");
    if (request.method !== "GET" && isForeignOrigin(request.headers.origin, context.origin()))
      return sendProblem(reply, "not-found");
  });
  boundBodies(server, context);
  answerFailures(server, report);
  operationRoutes(server, context, telemetry);
  authRoutes(server, context);
  vaultRoutes(server, context);
  pairRoutes(server, context);
  blobRoutes(server, context);
  syncRoutes(server, context);
  signInRoutes(server, context);
  accountRoutes(server, context);
  await pageRoutes(server, context);
  await server.ready();
  return { fastify: server, sockets: openSockets(server.server, context) };
};
