/** A Redis for tests: the one REDIS_URL names, else `redis-server` of this machine; without either tests say they skip. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { Redis } from "ioredis";
import { freePort } from "./free-port.ts";

export interface RedisForTests extends AsyncDisposable {
  readonly url: string;
  readonly empty: () => Promise<void>;
  /** Ended with -9; undefined when it is not ours to kill. */
  readonly kill: (() => Promise<void>) | undefined;
  readonly start: () => Promise<void>;
}

export const startRedis = async (): Promise<RedisForTests | undefined> => {
  const given = process.env.REDIS_URL;
  if (given === undefined && spawnSync("redis-server", ["--version"]).status !== 0) {
    process.stderr.write("skipped: Redis (no REDIS_URL and no redis-server on this machine)\n");
    return undefined;
  }
  const port = await freePort();
  const url = given ?? `redis://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const ask = async (command: (client: Redis) => Promise<unknown>): Promise<void> => {
    const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
    client.on("error", () => undefined);
    await command(client);
    client.disconnect();
  };
  const start = async (): Promise<void> => {
    if (given === undefined)
      server = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", ""], {
        stdio: "ignore",
      });
    await ask((client) => client.ping());
  };
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server?.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    url,
    start,
    empty: () => ask((client) => client.flushall()),
    kill: given === undefined ? kill : undefined,
    [Symbol.asyncDispose]: async () => {
      if (server !== undefined && server.exitCode === null && server.signalCode === null) await kill();
    },
  };
};
