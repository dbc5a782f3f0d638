/** Starts a relay in this process: for main.ts, tests, journeys and benches. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { assert, err, ok, type Random, type Result, ready, systemRandom, toHex } from "@whisperwell/crypto";
import { type Logger, pino } from "pino";
import type { RelayConfig } from "./config.ts";
import {
  createHttpServer,
  createRates,
  createTelemetry,
  createTokens,
  type HttpContext,
} from "./http/index.ts";
import { openStore, openWake } from "./open.ts";
import { type Clock, createRelay, systemClock } from "./relay/index.ts";
import type { RelayStore } from "./store/index.ts";

export { parseConfig, type RelayConfig } from "./config.ts";
export { defaultLimits } from "./relay/index.ts";

export interface StartDeps {
  readonly clock?: Clock;
  readonly random?: Random;
  /** Instead of the embedded store in `dataDir`; closed with the relay. */
  readonly store?: RelayStore;
  readonly log?: Logger;
}
export interface RunningRelay {
  /** The public origin: what a browser opens and what clients sign. */
  readonly url: string;
  readonly port: number;
  /** Says goodbye to everyone, answers what was sent, then lets go of port and store. */
  readonly close: () => Promise<void>;
}
/** data: the store does not open. port: it is taken. tls: certificate or key cannot be used. Each has its sentence. */
export interface StartError {
  readonly code: "data" | "data-in-use" | "port" | "port-in-use" | "tls";
  readonly message: string;
}

/** Which data this is: 16 random bytes beside the store, told by /healthz, read by a second start on the folder. */
export const readInstance = (dataDir: string): string | undefined => {
  const path = join(dataDir, "relay.id");
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
};
const makeInstance = (dataDir: string, random: Random): string => {
  const known = readInstance(dataDir);
  if (known !== undefined && /^[0-9a-f]{32}$/.test(known)) return known;
  const made = toHex(random.bytes(16));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, "relay.id"), `${made}\n`, { mode: 0o600 });
  return made;
};

/** Name, code and place of an error; not its message, which may quote what was sent. */
const reporter =
  (log: Logger) =>
  (error: unknown): void => {
    if (!(error instanceof Error)) {
      log.error("failed: not an error");
      return;
    }
    const code = "code" in error ? String(error.code) : undefined;
    const at = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
    log.error({ name: error.name, code, at: at.slice(0, 6) }, "failed");
  };

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** Milliseconds that requests under way have to end when the relay closes. */
const closesWithin = 2000;

export const startRelay = async (
  config: RelayConfig,
  deps: StartDeps = {},
): Promise<Result<RunningRelay, StartError>> => {
  await ready;
  const { clock = systemClock, random = systemRandom } = deps;
  const log = deps.log ?? pino({ level: config.logLevel, base: null });
  const opened = deps.store ? ok(deps.store) : await openStore(config, { random, clock });
  if (!opened.ok) return opened;
  const store = opened.value;
  const wake = await openWake(config, { random, clock }, (state) => log.info({ redis: state }, "redis"));
  let origin = config.publicOrigin ?? "";
  let isDraining = false;
  const telemetry = createTelemetry();
  const report = reporter(log);
  const { limits } = config;
  const { metrics } = telemetry;
  const relay = createRelay({ store, wake, clock, random, limits, audience: () => origin, metrics, report });
  telemetry.watchSessions(relay.sessionCount);
  const context: HttpContext = {
    config,
    relay,
    tokens: await createTokens({
      secret: store.secret,
      clock,
      random,
      origin: () => origin,
      spend: wake.spend,
    }),
    origin: () => origin,
    instance: makeInstance(config.dataDir, random),
    rates: createRates(clock, config.vaultsPerHour, limits.connects),
    isDraining: () => isDraining,
  };

  const abandon = async (code: StartError["code"], message: string) => {
    await relay.drain();
    await wake[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    return err<StartError>({ code, message });
  };
  const built = await createHttpServer(context, telemetry, report).then(ok, (error: unknown) => err(error));
  if (!built.ok)
    return abandon("tls", `TLS_CERT or TLS_KEY cannot be used (${codeOf(built.error) || "unreadable"}).`);
  const { fastify, sockets } = built.value;
  const listened = await fastify
    .listen({ host: config.host, port: config.port })
    .then(ok, (error: unknown) => err(error));
  if (!listened.ok) {
    const code = codeOf(listened.error);
    return code === "EADDRINUSE"
      ? abandon("port-in-use", `PORT ${config.port} is taken by another program: set PORT to a free one.`)
      : abandon("port", `HOST ${config.host} with PORT ${config.port} cannot be listened on (${code}).`);
  }
  const address = fastify.server.address() as AddressInfo | null;
  assert(address !== null, "a listening server has an address");
  if (config.publicOrigin === undefined)
    origin = `${config.tls ? "https" : "http"}://localhost:${address.port}`;
  log.info({ port: address.port, registration: config.registration }, "listening");

  return ok({
    url: origin,
    port: address.port,
    close: async () => {
      isDraining = true;
      await relay.drain();
      // Closing frames get a moment on the wire before their sockets end.
      await new Promise<void>((resolve) => setImmediate(resolve));
      sockets.close();
      // A connection on which nothing was ever asked is not idle to Node, and a browser opens such ones ahead of need.
      const cancelCut = clock.after(closesWithin, () => fastify.server.closeAllConnections());
      await fastify.close();
      cancelCut();
      await wake[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      log.info("closed");
    },
  });
};
