/** The relay as its own process, on a folder of its own: can be killed and started again on the same port. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../../sync-server/src/main.ts", import.meta.url));

export interface RelayProcess extends AsyncDisposable {
  readonly origin: string;
  /** SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
}

export const startRelayProcess = async (): Promise<RelayProcess> => {
  const folder = await mkdtemp(join(tmpdir(), "ww-relay-"));
  let child: ReturnType<typeof spawn> | undefined;
  const start = (port: number) =>
    new Promise<string>((resolve, reject) => {
      const env = {
        ...process.env,
        PORT: String(port),
        DATA_DIR: folder,
        REGISTRATION: "open",
        LOG_LEVEL: "warn",
      };
      const started = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
      child = started;
      let said = "";
      started.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const origin = /^WhisperWell: (\S+)$/m.exec(said)?.[1];
        if (origin !== undefined) resolve(origin);
      });
      started.once("exit", (code) =>
        reject(new Error(`the relay ended (${code}) before it listened: ${said}`)),
      );
    });
  const kill = () =>
    new Promise<void>((resolve) => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill("SIGKILL");
    });
  const origin = await start(0);
  return {
    origin,
    kill,
    start: async () => {
      await start(Number(new URL(origin).port));
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
