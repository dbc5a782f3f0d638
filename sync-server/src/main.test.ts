/**
 * The relay as a program, in a process of its own that can be killed.
 * I2  Nothing acknowledged is lost by a crash: killed with -9 while appends are on their way, started again, read.
 * I7  No word of a person and no id reaches its output; its files hold only what is sealed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnvelope, ready, toHex, utf8 } from "@whisperwell/crypto";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { dial, post, publishVault } from "./testing/running.ts";
import { createTestVault, createTestWriter } from "./testing/vault.ts";
import { paths } from "./wire/index.ts";

let dataDir = "";
let children: ChildProcess[] = [];
beforeAll(() => ready);
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "ww-main-"));
});
afterEach(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  children = [];
  rmSync(dataDir, { recursive: true, force: true });
});

const run = (env: Readonly<Record<string, string>>, program = "main.ts") => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(program, import.meta.url))], {
    env: { PATH: process.env.PATH ?? "", DATA_DIR: dataDir, LOG_LEVEL: "trace", APP_DIR: dataDir, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  const started = Promise.withResolvers<number>();
  const read = (data: Buffer) => {
    output += data.toString("utf8");
    const port = /^WhisperWell: http:\/\/localhost:(\d+)/m.exec(output)?.[1];
    if (port !== undefined) started.resolve(Number(port));
  };
  child.stdout?.on("data", read);
  child.stderr?.on("data", read);
  const ended = once(child, "close").then(() => child.exitCode);
  return { child, started: started.promise, ended, output: () => output };
};

test("killed with -9 between append and ack, the relay has everything it acknowledged", async () => {
  const first = run({ PORT: "0" });
  const port = await first.started;
  const audience = `http://localhost:${port}`;
  const vault = createTestVault();
  await publishVault(port, vault);
  const client = dial(port);
  await client.signIn(vault.state.vaultId, vault.device, audience);
  await client.next("ready");
  const writer = createTestWriter(vault, vault.device, vault.writerIds[0]!);
  const sent: string[] = [];
  const send = (req: number) => {
    const items = writer.write(1);
    sent.push(toHex(items[0]!.bytes));
    client.send({ type: "append", req, items });
  };
  for (let req = 0; req < 4; req++) send(req);
  for (let req = 4; req < 60; req++) {
    await client.next("ack");
    send(req);
  }
  // Three or four are on their way now: received or not, stored or not, none of them answered.
  first.child.kill("SIGKILL");
  await client.closed();
  await first.ended;
  const acked = client.heard().flatMap((frame) => (frame.type === "ack" ? frame.runs : []));

  const second = run({ PORT: String(port) });
  await second.started;
  const again = dial(port);
  await again.signIn(vault.state.vaultId, vault.device, audience);
  const opened = await again.next("ready");
  again.send({ type: "sub", cursor: { feedEpoch: opened.feedEpoch, seq: 0 }, bodies: { kind: "all" } });
  const page = await again.next("page");
  const held = page.items.map((item) => toHex(item.bytes));
  expect(acked.length).toBeGreaterThanOrEqual(56);
  for (const { wseq, seq } of acked) expect(held[seq - 1]).toBe(sent[wseq]);
  const links = page.items
    .map((item) => parseEnvelope(item.bytes))
    .filter((link) => link.ok && link.value.header.kind === 1);
  expect(links.map((link) => link.ok && link.value.header.wseq)).toEqual(links.map((_, wseq) => wseq));
});

test("restored from a copy and told so, it answers under another feedEpoch with what the copy had", async () => {
  const first = run({ PORT: "0" });
  const port = await first.started;
  const vault = createTestVault();
  const made = (await (await publishVault(port, vault)).json()) as { feedEpoch: string };
  first.child.kill("SIGKILL");
  await first.ended;
  const restored = run({}, "restore/main.ts");
  expect(await restored.ended).toBe(0);
  const second = run({ PORT: String(port) });
  await second.started;
  const client = dial(port);
  await client.signIn(vault.state.vaultId, vault.device, `http://localhost:${port}`);
  const opened = await client.next("ready");
  expect(opened.head).toBe(4);
  expect(opened.feedEpoch).not.toBe(made.feedEpoch);
  const refused = run({}, "restore/main.ts");
  expect(await refused.ended).toBe(1); // a relay is on the data
  expect(refused.output()).toContain("another process");
});

test("at rest it takes at most 120 MB", async () => {
  const relay = run({ PORT: "0" });
  const port = await relay.started;
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${relay.child.pid}/status`, "utf8"))?.[1];
  expect(Number(resident) / 1024).toBeLessThanOrEqual(120);
});

test("a second start on the same data prints the URL of the first and ends well", async () => {
  const first = run({ PORT: "0" });
  const port = await first.started;
  const second = run({ PORT: String(port) });
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain(`http://localhost:${port}`);
  const elsewhere = run({ PORT: "0" });
  expect(await elsewhere.ended).toBe(1);
  expect(elsewhere.output()).toContain("DATA_DIR");
});

test("a port taken by anything else is an error that names PORT", async () => {
  const other = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const relay = run({ PORT: String(typeof address === "object" ? address?.port : 0) });
  expect(await relay.ended).toBe(1);
  expect(relay.output()).toContain("PORT");
  other.close();
});

test("a wrong value ends it with one sentence; SIGTERM ends it well", async () => {
  const wrong = run({ PORT: "harbour" });
  expect(await wrong.ended).toBe(1);
  expect(wrong.output().trim()).toBe('PORT must be a whole number from 0 to 65535, but is "harbour".');
  const relay = run({ PORT: "0" });
  await relay.started;
  relay.child.kill("SIGTERM");
  expect(await relay.ended).toBe(0);
});

test("its output holds no id and nothing of what was sent, wrong or right", async () => {
  const canary = "marzipan-canary-4711";
  const relay = run({ PORT: "0" });
  const port = await relay.started;
  const vault = createTestVault();
  await publishVault(port, vault);
  await post(port, paths.pair, `{"op":"${canary}"`);
  await post(port, `/v1/${canary}`, { [canary]: canary });
  await fetch(`http://127.0.0.1:${port}/${canary}?${canary}`, {
    headers: { cookie: canary },
    redirect: "manual",
  });
  const client = dial(port);
  client.sendRaw(utf8(canary));
  await client.closed();
  const member = dial(port);
  await member.signIn(vault.state.vaultId, vault.device, `http://localhost:${port}`);
  await member.next("ready");
  const writer = createTestWriter(vault, vault.device, vault.writerIds[0]!);
  await member.append(1, writer.write(1));
  relay.child.kill("SIGTERM");
  await relay.ended;
  expect(relay.output()).toContain("listening"); // the control: it does log
  for (const secret of [canary, vault.state.vaultId, vault.device.id, vault.writerIds[0]!])
    expect(relay.output()).not.toContain(secret);
  for (const file of readdirSync(dataDir))
    expect(readFileSync(join(dataDir, file)).includes(canary)).toBe(false);
});
