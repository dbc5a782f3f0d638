/** Whoever brings no token, or too much at a time, is refused by the headers alone; others are served meanwhile. */
import { connect, type Socket } from "node:net";
import { ready } from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { askToken, publishVault, startTestRelay } from "../testing/running.ts";
import { createTestVault } from "../testing/vault.ts";
import { paths } from "../wire/index.ts";

beforeAll(() => ready);

const MiB = 1 << 20;
/** A request of which the head and one byte were sent, and which sends no more. */
const begin = (port: number, method: string, path: string, length: number, headers = "") => {
  const socket: Socket = connect(port, "127.0.0.1");
  let answer = "";
  const status = new Promise<number>((resolve) => {
    socket.on("data", (bytes) => {
      answer += bytes.toString();
      const code = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
      if (code !== undefined) resolve(Number(code));
    });
  });
  socket.on("error", () => undefined);
  const type = path === paths.vaults ? "application/json" : "application/octet-stream";
  const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n${headers}\r\n{`;
  const sent = new Promise<void>((resolve) => socket.write(head, () => resolve()));
  return { status, sent, end: () => socket.destroy() };
};

test("a chunk without a token is refused before its bytes come", async () => {
  await using relay = await startTestRelay();
  const all = Array.from({ length: 20 }, () => begin(relay.port, "PUT", paths.blobs, MiB));
  expect(new Set(await Promise.all(all.map(({ status }) => status)))).toEqual(new Set([401]));
  for (const { end } of all) end();
});

test("one address has no more than 4 MiB under way, and is served again when those are gone", async () => {
  await using relay = await startTestRelay();
  const vault = createTestVault();
  const held = Array.from({ length: 4 }, () => begin(relay.port, "POST", paths.vaults, MiB));
  await Promise.all(held.map(({ sent }) => sent));
  // The four are known once the relay has answered something that came after them.
  await expect.poll(() => publishVault(relay.port, vault).then(({ status }) => status)).toBe(503);
  for (const { end } of held) end();
  await expect.poll(() => publishVault(relay.port, vault).then(({ status }) => status)).toBe(201);
});

test("one journal has no more than 32 MiB of chunks under way, and others send theirs", async () => {
  await using relay = await startTestRelay();
  const tokenOf = async () => {
    const vault = createTestVault();
    await publishVault(relay.port, vault);
    const answer = await askToken(relay.port, relay.url, vault, vault.device, "blob");
    return ((await answer.json()) as { token: string }).token;
  };
  const [greedy, other] = [await tokenOf(), await tokenOf()];
  const bearer = (token: string) => `Authorization: Bearer ${token}\r\n`;
  const held = Array.from({ length: 33 }, () => begin(relay.port, "PUT", paths.blobs, MiB, bearer(greedy)));
  expect(await Promise.race(held.map(({ status }) => status))).toBe(503);
  const ask = await fetch(`http://127.0.0.1:${relay.port}${paths.blobs}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${other}` },
    body: JSON.stringify({ blobId: "0".repeat(32), chunks: [] }),
  });
  expect(ask.status).toBe(200);
  for (const { end } of held) end();
});
