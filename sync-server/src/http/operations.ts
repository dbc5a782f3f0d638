/** For whoever runs the relay: is it up, is it ready, how much does it do. Counts only, nothing about anyone. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { RelayMetrics } from "../relay/index.ts";
import { type AboutAnswer, paths, protocolVersion } from "../wire/index.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";

export interface Telemetry {
  readonly metrics: RelayMetrics;
  readonly text: () => Promise<string>;
  readonly watchSessions: (count: () => number) => void;
}

export const createTelemetry = (): Telemetry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const registers = [registry];
  const envelopes = new Counter({ name: "relay_envelopes_total", help: "Envelopes stored", registers });
  const labelNames = ["code"] as const;
  const nacks = new Counter({ name: "relay_nacks_total", help: "Appends refused", labelNames, registers });
  const goodbyes = new Counter({
    name: "relay_goaways_total",
    help: "Sockets sent away",
    labelNames,
    registers,
  });
  return {
    metrics: {
      appended: (count) => envelopes.inc(count),
      refused: (code) => nacks.inc({ code }),
      goaway: (code) => goodbyes.inc({ code }),
    },
    text: () => registry.metrics(),
    watchSessions: (count) => {
      const name = "relay_sessions";
      new Gauge({
        name,
        help: "Open sockets",
        registers,
        collect() {
          this.set(count());
        },
      });
    },
  };
};

const isFromLoopback = (request: FastifyRequest): boolean =>
  /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? "") &&
  request.headers["x-forwarded-for"] === undefined &&
  request.headers.forwarded === undefined;

export const operationRoutes = (
  server: FastifyInstance,
  context: HttpContext,
  telemetry: Telemetry,
): void => {
  const { config } = context;
  server.get("/healthz", async () => ({ status: "ok", relay: context.instance, origin: context.origin() }));
  server.get("/readyz", async (_request, reply) =>
    context.isDraining() ? sendProblem(reply, "busy") : { status: "ready" },
  );
  server.get("/metrics", async (request, reply) => {
    const isAllowed = config.metrics === "open" || (config.metrics === "loopback" && isFromLoopback(request));
    if (!isAllowed) return sendProblem(reply, "not-found");
    return reply.type("text/plain; version=0.0.4").send(await telemetry.text());
  });
  server.get(
    paths.about,
    async () =>
      ({
        name: "whisperwell-relay",
        registration: config.registration,
        versions: [protocolVersion],
      }) satisfies AboutAnswer,
  );
};
