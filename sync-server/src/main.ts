/** The relay as a program: configuration from the environment, the URL on standard output, an end on SIGTERM. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfig, type RelayConfig, readInstance, startRelay } from "./index.ts";
import { releaseMemory } from "./release-memory.ts";

const end = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const builtApp = fileURLToPath(new URL("../../app/dist", import.meta.url));
const parsed = parseConfig(process.env, {
  appDir: existsSync(join(builtApp, "index.html")) ? builtApp : undefined,
});
const config: RelayConfig = parsed.ok ? parsed.value : end(parsed.error.join("\n"));

/** The origin of a relay that answers on our port with our data; undefined for anything else there, or nothing. */
const runningOrigin = async (): Promise<string | undefined> => {
  const own = readInstance(config.dataDir);
  if (own === undefined || config.port === 0) return undefined;
  const host = config.host === "0.0.0.0" || config.host === "::" ? "localhost" : config.host;
  const url = `${config.tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${config.port}/healthz`;
  try {
    const answer: unknown = await (await fetch(url, { signal: AbortSignal.timeout(3000) })).json();
    if (typeof answer !== "object" || answer === null || !("relay" in answer) || answer.relay !== own)
      return undefined;
    return "origin" in answer && typeof answer.origin === "string" ? answer.origin : undefined;
  } catch {
    return undefined; // nothing there, or nothing of ours: the caller says what the start itself said
  }
};

const started = await startRelay(config);
if (!started.ok) {
  const { code, message } = started.error;
  const origin = code === "data-in-use" || code === "port-in-use" ? await runningOrigin() : undefined;
  if (origin === undefined) end(message);
  console.log(`WhisperWell is already running: ${origin}`);
  process.exit(0);
} else {
  const { url, close } = started.value;
  let isClosing = false;
  const shutDown = (): void => {
    if (isClosing) return;
    isClosing = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    void close().then(() => process.exit(0));
  };
  process.on("SIGTERM", shutDown);
  process.on("SIGINT", shutDown);
  releaseMemory();
  console.log(`WhisperWell: ${url}`); // last: whoever waits for this line may already end us
}
