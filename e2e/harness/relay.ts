/** A relay of its own for one journey: the real program in a child process, so that it can be killed like one. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Gate, openGate } from "./gate.ts";

const main = fileURLToPath(new URL("../../sync-server/src/main.ts", import.meta.url));

export interface Relay {
  readonly url: string;
  readonly dataDir: string;
  /** Between browsers and relay, when asked for: can hold back what the relay says. */
  readonly gate: Gate | undefined;
  /** Everything it printed so far, both streams. */
  readonly log: () => string;
  readonly kill: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
  /** Starts again on the same data and port. */
  readonly restart: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}
export interface RelayOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly gated?: boolean;
}

const startedIn = (text: string) => /WhisperWell: (http:\/\/localhost:\d+)/.exec(text)?.[1];

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
};

export const startRelay = async ({ env = {}, gated = false }: RelayOptions = {}): Promise<Relay> => {
  const dataDir = await mkdtemp(join(tmpdir(), "whisperwell-relay-"));
  const behind = gated ? await freePort() : 0;
  const gate = gated ? await openGate(behind) : undefined;
  let log = "";
  let child: ChildProcess;
  const run = async (port: number): Promise<string> => {
    const from = log.length;
    const origin = gate === undefined ? {} : { PUBLIC_ORIGIN: gate.url };
    child = spawn(process.execPath, [main], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: "debug",
        NODE_NO_WARNINGS: "1",
        ...origin,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer) => {
        log += chunk.toString("utf8");
        const url = startedIn(log.slice(from));
        if (url !== undefined) resolve(url);
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
      child.once("exit", (code) => reject(new Error(`the relay ended with ${code}: ${log}`)));
    });
  };
  const url = await run(behind);
  const port = gate === undefined ? Number(new URL(url).port) : behind;
  const kill = async (signal: "SIGKILL" | "SIGTERM") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  return {
    url,
    dataDir,
    gate,
    log: () => log,
    kill,
    restart: async () => {
      await run(port);
    },
    dispose: async () => {
      await kill("SIGTERM");
      await gate?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
