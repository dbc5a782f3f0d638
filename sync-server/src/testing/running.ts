/** A relay on a real port, and clients that dial it as a program would. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  assert,
  fromBase64Url,
  type Principal,
  sign,
  systemRandom,
  toBase64Url,
  toHex,
} from "@whisperwell/crypto";
import { pino } from "pino";
import { WebSocket } from "ws";
import { parseConfig, startRelay } from "../index.ts";
import type { RelayLimits } from "../relay/index.ts";
import {
  authMessage,
  decodeFrame,
  decodeFrames,
  encodeFrame,
  encodeFrames,
  type Frame,
  paths,
  protocolName,
  type TokenScope,
} from "../wire/index.ts";
import { createTestClient, type TestClient } from "./client.ts";
import type { TestVault } from "./vault.ts";

export const startTestRelay = async (
  env: Readonly<Record<string, string>> = {},
  limits: Partial<RelayLimits> = {},
) => {
  const dataDir = await mkdtemp(join(tmpdir(), "ww-relay-"));
  const parsed = parseConfig({ PORT: "0", DATA_DIR: dataDir, ...env }, { appDir: undefined });
  assert(parsed.ok, "the configuration of a test is right");
  const config = { ...parsed.value, limits: { ...parsed.value.limits, ...limits } };
  const started = await startRelay(config, { log: pino({ level: "silent" }) });
  assert(started.ok, "a relay on a free port starts");
  const { url, port, close } = started.value;
  return {
    url,
    port,
    dataDir,
    [Symbol.asyncDispose]: async () => {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** `host`: sockets go to 127.0.0.1, whatever the public name is. */
export const dial = (port: number, headers: Readonly<Record<string, string>> = {}): TestClient => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${paths.sync}`, protocolName, { headers });
  const waiting: Uint8Array[] = [];
  const client = createTestClient((bytes) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    else waiting.push(bytes);
  });
  socket.on("open", () => {
    for (const bytes of waiting) socket.send(bytes);
  });
  socket.on("message", (data: Buffer) => client.receive(new Uint8Array(data)));
  socket.on("close", (code, reason) => client.end(`${code} ${reason.toString()}`.trim()));
  socket.on("error", (error) => client.end(error.message));
  return client;
};

export const post = (
  port: number,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

export const publishVault = (port: number, vault: TestVault, invite?: string) =>
  post(port, paths.vaults, {
    records: vault.records.map(({ item }) => toBase64Url(item)),
    ...(invite === undefined ? {} : { invite }),
  });

export const askToken = async (
  port: number,
  audience: string,
  vault: Pick<TestVault, "state">,
  as: Principal,
  scope: TokenScope,
): Promise<Response> => {
  const hello = encodeFrame({ type: "hello", versions: [1] });
  const first = (await (await post(port, paths.auth, { hello: toBase64Url(hello) })).json()) as {
    challenge: string;
  };
  const challenge = fromBase64Url(first.challenge);
  assert(challenge !== undefined && decodeFrame(challenge).ok, "the relay answers a CHALLENGE frame");
  const { vaultId } = vault.state;
  const message = authMessage({ hello, challenge, audience, vaultId, principalId: as.id });
  const auth = encodeFrame({
    type: "auth",
    vaultId,
    principalId: as.id,
    signature: sign(message, as.edSecret),
  });
  return post(port, paths.auth, {
    hello: toBase64Url(hello),
    challenge: first.challenge,
    auth: toBase64Url(auth),
    scope,
  });
};
export const blobToken = (port: number, audience: string, vault: TestVault, as: Principal) =>
  askToken(port, audience, vault, as, "blob");

/** Frames by POST, answered by frames. */
export const exchange = async (
  port: number,
  token: string,
  frames: readonly Frame[],
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Frame[]> => {
  const answer = await fetch(`http://127.0.0.1:${port}${paths.sync}`, {
    method: "POST",
    headers: {
      "content-type": "application/octet-stream",
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: encodeFrames(frames.map(encodeFrame)),
  });
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  const said = decodeFrames(new Uint8Array(await answer.arrayBuffer())) ?? [];
  return said.map((bytes) => {
    const frame = decodeFrame(bytes);
    assert(frame.ok, "the relay's frames decode");
    return frame.value;
  });
};

export const randomHex = (): string => toHex(systemRandom.bytes(16));
