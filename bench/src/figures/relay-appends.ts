/**
 * `relay.appends`, `relay.appends-8`: durable envelopes a second. The relay is a program of its own with its embedded
 * store; this process is the load, on the same cores: 64 journals, 4 appends in flight each, one or eight envelopes an
 * append, the last signed. Everything is sealed before the clock starts.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { assert, ready } from "@whisperwell/crypto";
import { dial, publishVault } from "../../../sync-server/src/testing/running.ts";
import { createTestVault, createTestWriter } from "../../../sync-server/src/testing/vault.ts";
import type { Figure, FigureContext, Measured } from "../figure.ts";

const vaults = 64;
const inFlight = 4;
const main = fileURLToPath(new URL("../../../sync-server/src/main.ts", import.meta.url));

const startRelay = async (
  dataDir: string,
): Promise<{ readonly child: ChildProcess; readonly port: number }> => {
  const env = {
    PATH: process.env.PATH ?? "",
    PORT: "0",
    DATA_DIR: dataDir,
    LOG_LEVEL: "silent",
    APP_DIR: dataDir,
  };
  const child = spawn(process.execPath, [main], {
    env: { ...env, RATE_APPENDS: "1000000" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  assert(child.stdout !== null, "its output is a pipe");
  for await (const line of createInterface(child.stdout)) {
    const port = /^WhisperWell: http:\/\/localhost:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return { child, port: Number(port) };
  }
  throw new Error("the relay ended before it listened");
};

const measure = async (port: number, perAppend: number, appends: number): Promise<number> => {
  const audience = `http://localhost:${port}`;
  const writers = [];
  for (let i = 0; i < vaults; i++) {
    const vault = createTestVault();
    await publishVault(port, vault);
    const client = dial(port);
    await client.signIn(vault.state.vaultId, vault.device, audience);
    await client.next("ready");
    const [writerId] = vault.writerIds;
    assert(writerId !== undefined, "a vault begins with writers");
    const writer = createTestWriter(vault, vault.device, writerId);
    writers.push({ client, batches: Array.from({ length: appends }, () => writer.write(perAppend)) });
  }
  const from = performance.now();
  await Promise.all(
    writers.map(async ({ client, batches }) => {
      let sent = 0;
      const send = (): void => {
        const items = batches[sent];
        if (items !== undefined) client.send({ type: "append", req: sent++, items });
      };
      for (let i = 0; i < inFlight; i++) send();
      for (let answered = 0; answered < batches.length; answered++) {
        const { type } = await client.next("ack", "nack");
        assert(type === "ack", "nothing of the load is refused");
        send();
      }
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  return (vaults * appends * perAppend) / seconds;
};

const figure = (name: string, perAppend: number, appends: number, budget: number): Figure => ({
  name,
  what: `durable envelopes a second, ${perAppend} an append, 64 journals`,
  run: async ({ say }: FigureContext): Promise<readonly Measured[]> => {
    await ready;
    const dataDir = mkdtempSync(join(tmpdir(), "ww-bench-"));
    const { child, port } = await startRelay(dataDir);
    try {
      await measure(port, perAppend, 20); // warms both programs up
      const value = await measure(port, perAppend, appends);
      say(`${name}: ${vaults * appends * perAppend} envelopes`);
      return [{ name, value, unit: "/s", better: "higher", budget, n: vaults * appends }];
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
});

export const relayAppends = figure("relay.appends", 1, 200, 3000);
export const relayAppends8 = figure("relay.appends-8", 8, 100, 10_000);
