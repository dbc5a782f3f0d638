/** A relay of its own for one journey: the real program in a child process, so that it can be killed like one. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../sync-server/src/main.ts", import.meta.url));

export interface Relay {
  readonly url: string;
  readonly dataDir: string;
  /** Everything it printed so far, both streams. */
  readonly log: () => string;
  readonly kill: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
  /** Starts again on the same data and port. */
  readonly restart: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

const urlIn = (text: string) => /http:\/\/localhost:\d+/.exec(text)?.[0];

export const startRelay = async (env: Readonly<Record<string, string>> = {}): Promise<Relay> => {
  const dataDir = await mkdtemp(join(tmpdir(), "whisperwell-relay-"));
  let log = "";
  let child: ChildProcess;
  const run = async (port: string): Promise<string> => {
    const from = log.length;
    child = spawn(process.execPath, [main], {
      env: { ...process.env, PORT: port, DATA_DIR: dataDir, LOG_LEVEL: "debug", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer) => {
        log += chunk.toString("utf8");
        const url = urlIn(log.slice(from));
        if (url !== undefined) resolve(url);
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
      child.once("exit", (code) => reject(new Error(`the relay ended with ${code}: ${log}`)));
    });
  };
  const url = await run("0");
  const kill = async (signal: "SIGKILL" | "SIGTERM") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  return {
    url,
    dataDir,
    log: () => log,
    kill,
    restart: async () => {
      await run(new URL(url).port);
    },
    dispose: async () => {
      await kill("SIGTERM");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
