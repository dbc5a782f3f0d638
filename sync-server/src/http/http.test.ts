/** The relay on a real port: headers, registration, pairing, tokens, chunks, sockets, and requests meant to hurt. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPrincipal, hash256, ready, systemRandom, toHex } from "@whisperwell/crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { blobToken, dial, post, publishVault, randomHex, startTestRelay } from "../testing/running.ts";
import { createTestVault, createTestWriter } from "../testing/vault.ts";
import { paths, protocolName } from "../wire/index.ts";

beforeAll(() => ready);
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
const get = (port: number, path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: "manual" });

describe("making a vault", () => {
  test("its records are taken, taken again without change, and its device can sign in", async () => {
    await using relay = await startTestRelay();
    const vault = createTestVault();
    const made = await publishVault(relay.port, vault);
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({ vaultId: vault.state.vaultId, head: 4 });
    const again = await publishVault(relay.port, vault);
    expect(again.status).toBe(200);
    const client = dial(relay.port);
    await client.signIn(vault.state.vaultId, vault.device, relay.url);
    expect(await client.next("ready")).toMatchObject({ head: 4, mseq: 3 });
    const writer = createTestWriter(vault, vault.device, vault.writerIds[0]!);
    expect(await client.append(1, writer.write(2))).toMatchObject({ type: "ack", runs: [{ seq: 5, n: 2 }] });
  });

  test("genesis alone is enough, and the rest may follow", async () => {
    await using relay = await startTestRelay();
    const vault = createTestVault();
    const first = { ...vault, records: vault.records.slice(0, 1) };
    expect((await publishVault(relay.port, first)).status).toBe(201);
    expect(await (await publishVault(relay.port, vault)).json()).toMatchObject({ head: 4 });
  });

  test("records that do not hold together, or are not records, make nothing", async () => {
    await using relay = await startTestRelay();
    const [a, b] = [createTestVault(), createTestVault()];
    const mixed = { ...a, records: [a.records[0]!, b.records[1]!] };
    expect(await codeOf(await publishVault(relay.port, mixed))).toBe("record");
    expect(await codeOf(await post(relay.port, paths.vaults, { records: ["AAAA"] }))).toBe("record");
    expect(await codeOf(await post(relay.port, paths.vaults, { records: ["=="] }))).toBe("malformed");
    expect(await codeOf(await post(relay.port, paths.vaults, { records: [] }))).toBe("malformed");
    expect(await codeOf(await post(relay.port, paths.vaults, "{not json"))).toBe("malformed");
    expect(await codeOf(await post(relay.port, paths.vaults, { records: ["A".repeat(2 << 20)] }))).toBe(
      "too-big",
    );
  });

  test("closed takes none, invite takes those with a code, and a known vault is never asked", async () => {
    await using closed = await startTestRelay({ REGISTRATION: "closed" });
    expect(await codeOf(await publishVault(closed.port, createTestVault()))).toBe("closed");
    await using byInvite = await startTestRelay({ REGISTRATION: "invite", INVITE_CODES: "maple birch" });
    const vault = createTestVault();
    expect(await codeOf(await publishVault(byInvite.port, vault))).toBe("invite");
    expect(await codeOf(await publishVault(byInvite.port, vault, "oak"))).toBe("invite");
    expect((await publishVault(byInvite.port, vault, "birch")).status).toBe(201);
    expect((await publishVault(byInvite.port, vault)).status).toBe(200);
  });

  test("one address makes only so many in an hour", async () => {
    await using relay = await startTestRelay({ RATE_VAULTS: "1" });
    expect((await publishVault(relay.port, createTestVault())).status).toBe(201);
    const refused = await publishVault(relay.port, createTestVault());
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await codeOf(refused)).toBe("rate");
  });
});

test("two sides meet at a mailbox: a waiting read is answered by the other's message, a third party by nothing", async () => {
  await using relay = await startTestRelay();
  const [ch, o, a] = [randomHex(), randomHex(), randomHex()];
  const pair = async (body: object) => {
    const response = await post(relay.port, paths.pair, { ch, ...body });
    return (await response.json()) as Record<string, unknown>;
  };
  expect(await pair({ op: "open", token: o })).toMatchObject({ joined: false });
  const waiting = pair({ op: "get", token: o, after: 0, wait: 25_000 });
  expect(await pair({ op: "join", token: a })).toMatchObject({ joined: true });
  expect(await pair({ op: "put", token: a, n: 0, message: "aGVsbG8" })).toMatchObject({ joined: true });
  expect(await waiting).toMatchObject({ messages: [{ n: 0, from: "A", message: "aGVsbG8" }] });
  expect(await pair({ op: "get", token: randomHex(), after: 0 })).toMatchObject({ code: "not-found" });
  expect(await pair({ op: "join", token: randomHex() })).toMatchObject({ code: "taken" });
  expect(await pair({ op: "put", token: a, n: 1, message: "A".repeat(11_000) })).toMatchObject({
    code: "malformed",
  });
  expect(await pair({ op: "put", token: a })).toMatchObject({ code: "malformed" });
  expect(await pair({ op: "close", token: o })).toEqual({ expiresIn: 0, joined: false });
  expect(await pair({ op: "get", token: a, after: 0 })).toMatchObject({ code: "not-found" });
});

describe("chunks", () => {
  test("a live device stores a chunk once, asks what is there, reads it back; others do not", async () => {
    await using relay = await startTestRelay();
    const [vault, other] = [createTestVault(), createTestVault()];
    await publishVault(relay.port, vault);
    await publishVault(relay.port, other);
    const tokenOf = async (owner: typeof vault) => {
      const answer = await blobToken(relay.port, relay.url, owner, owner.device);
      return ((await answer.json()) as { token: string }).token;
    };
    const [mine, theirs] = [await tokenOf(vault), await tokenOf(other)];
    const bytes = systemRandom.bytes(100_000);
    const chunk = toHex(hash256(bytes));
    const [url, blobId] = [`http://127.0.0.1:${relay.port}${paths.blobs}`, randomHex()];
    const put = (token: string, id = chunk) =>
      fetch(url, {
        method: "PUT",
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/octet-stream",
          "ww-chunk": id,
          "ww-blob": blobId,
          "ww-index": "0",
          "ww-total": "1",
        },
        body: bytes,
      });
    expect((await put(mine)).status).toBe(201);
    expect((await put(mine)).status).toBe(200);
    expect(await codeOf(await put(mine, "0".repeat(64)))).toBe("malformed");
    expect(await codeOf(await put("made.up.token"))).toBe("signed-out");
    const read = (token: string) =>
      fetch(url, { headers: { authorization: `Bearer ${token}`, "ww-chunk": chunk } });
    expect(new Uint8Array(await (await read(mine)).arrayBuffer())).toEqual(bytes);
    expect(await codeOf(await read(theirs))).toBe("not-found");
    const ask = { blobId, chunks: [chunk, "f".repeat(64)] };
    const have = await post(relay.port, paths.blobs, ask, { authorization: `Bearer ${mine}` });
    expect(await have.json()).toEqual({ have: [chunk] });
  });

  test("a challenge serves once, only for the origin dialled, only for a key of the vault", async () => {
    await using relay = await startTestRelay();
    const vault = createTestVault();
    await publishVault(relay.port, vault);
    const stranger = createPrincipal("device", systemRandom.bytes(32));
    expect((await blobToken(relay.port, relay.url, vault, vault.device)).status).toBe(200);
    expect(await codeOf(await blobToken(relay.port, "http://else.example", vault, vault.device))).toBe(
      "signed-out",
    );
    expect(await codeOf(await blobToken(relay.port, relay.url, vault, stranger))).toBe("signed-out");
    expect(await codeOf(await blobToken(relay.port, relay.url, createTestVault(), stranger))).toBe(
      "signed-out",
    );
  });

  test("a chunk over the quota is refused, one over 1 MiB and its tag is too big", async () => {
    await using relay = await startTestRelay({ QUOTA_MB: "1" });
    const vault = createTestVault();
    await publishVault(relay.port, vault);
    const answer = await blobToken(relay.port, relay.url, vault, vault.device);
    const { token } = (await answer.json()) as { token: string };
    const put = (bytes: Uint8Array<ArrayBuffer>) =>
      fetch(`http://127.0.0.1:${relay.port}${paths.blobs}`, {
        method: "PUT",
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/octet-stream",
          "ww-chunk": toHex(hash256(bytes)),
          "ww-blob": randomHex(),
          "ww-index": "0",
          "ww-total": "9",
        },
        body: bytes,
      });
    expect(await codeOf(await put(systemRandom.bytes((1 << 20) + 16)))).toBe("quota");
    expect(await codeOf(await put(systemRandom.bytes((1 << 20) + 17)))).toBe("too-big");
  });
});

describe("the app", () => {
  const buildFake = async () => {
    const directory = await mkdtemp(join(tmpdir(), "ww-app-"));
    await mkdir(join(directory, "assets"));
    await writeFile(join(directory, "index.html"), "<!doctype html><title>app</title>");
    await writeFile(join(directory, "sw.js"), "// worker");
    await writeFile(join(directory, "assets", "main-a1b2c3d4.js"), "export {};");
    await writeFile(join(directory, "assets", "main-a1b2c3d4.js.br"), "brotli bytes");
    return directory;
  };

  test("pages come with strict headers, hashed files for ever, index and worker asked again", async () => {
    await using relay = await startTestRelay({ APP_DIR: await buildFake() });
    const host = new URL(relay.url).host;
    const page = async (path: string, headers: Record<string, string> = {}) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, "Connection: close"];
      const socket = connectTcp(relay.port, "127.0.0.1", () =>
        socket.write([...lines, ...Object.entries(headers).map((h) => h.join(": ")), "", ""].join("\r\n")),
      );
      let text = "";
      socket.on("data", (data) => {
        text += data.toString();
      });
      socket.on("close", () => resolve(text));
      return promise;
    };
    const root = await page("/");
    expect(root).toMatch(/^HTTP\/1.1 200/);
    expect(root).toContain("cache-control: no-cache");
    for (const rule of [
      "default-src 'none'",
      "frame-ancestors 'none'",
      "script-src 'self' 'wasm-unsafe-eval';",
    ])
      expect(root).toContain(rule);
    expect(root).toContain("cross-origin-opener-policy: same-origin");
    expect(root).toContain("cross-origin-embedder-policy: require-corp");
    expect(await page("/sw.js")).toContain("cache-control: no-cache");
    const script = await page("/assets/main-a1b2c3d4.js", { "Accept-Encoding": "br" });
    expect(script).toContain("cache-control: public, max-age=31536000, immutable");
    expect(script).toContain("content-encoding: br");
    expect(await page("/join", { Accept: "text/html" })).toContain("<title>app</title>");
    expect(await page("/missing.js", { Accept: "text/html" })).toMatch(/^HTTP\/1.1 404/);
    expect(await page("/../../etc/passwd")).not.toContain("root:");
    expect(await page("/%2e%2e/%2e%2e/etc/passwd")).not.toContain("root:");
  });

  test("another name is sent to the public origin; routes and probes answer under any", async () => {
    await using relay = await startTestRelay({ APP_DIR: await buildFake() });
    const page = await get(relay.port, "/?from=tests");
    expect(page.status).toBe(307);
    expect(page.headers.get("location")).toBe(`${relay.url}/?from=tests`);
    expect((await get(relay.port, "//evil.example/x")).headers.get("location")).toBe(`${relay.url}/`);
    expect((await get(relay.port, "/healthz")).status).toBe(200);
    expect((await get(relay.port, "/readyz")).status).toBe(200);
    expect(await (await get(relay.port, "/v1/about")).json()).toMatchObject({
      registration: "open",
      versions: [1],
    });
  });
});

test("metrics count, name nobody, and are for loopback only", async () => {
  await using relay = await startTestRelay();
  const vault = createTestVault();
  await publishVault(relay.port, vault);
  const text = await (await get(relay.port, "/metrics")).text();
  expect(text).toContain("relay_sessions 0");
  expect(text).not.toContain(vault.state.vaultId);
  expect((await get(relay.port, "/metrics", { "x-forwarded-for": "203.0.113.9" })).status).toBe(404);
});

describe("sockets meant to hurt", () => {
  test("too long, text, noise and foreign origins end with a code; the relay goes on", async () => {
    await using relay = await startTestRelay();
    const member = createTestVault();
    await publishVault(relay.port, member);
    const huge = dial(relay.port);
    await huge.signIn(member.state.vaultId, member.device, relay.url);
    await huge.next("ready");
    huge.sendRaw(new Uint8Array((1 << 20) + 1));
    expect(await huge.closed()).toMatch(/^1009/);
    const early = dial(relay.port);
    early.sendRaw(new Uint8Array(4097).fill(1));
    expect(await early.closed()).toBe("1009 too-big");
    const noise = dial(relay.port);
    noise.sendRaw(systemRandom.bytes(300).fill(0, 0, 1));
    expect(await noise.closed()).toBe("1002 malformed");
    const foreign = dial(relay.port, { origin: "https://evil.example" });
    expect(await foreign.closed()).toContain("403");
    expect(await codeOf(await post(relay.port, paths.pair, {}, { origin: "https://evil.example" }))).toBe(
      "not-found",
    );
    const vault = createTestVault();
    expect((await publishVault(relay.port, vault)).status).toBe(201);
  });

  /** An upgrade, then the start of a frame of 1 MiB; answers what came back once the relay hung up. */
  const startLongFrame = (port: number, sent: number, inOneWrite: boolean) =>
    new Promise<string>((resolve) => {
      const upgrade = [
        `GET ${paths.sync} HTTP/1.1`,
        "Host: 127.0.0.1",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}`,
        `Sec-WebSocket-Protocol: ${protocolName}`,
        "\r\n",
      ].join("\r\n");
      const frame = Buffer.alloc(sent);
      frame.set([0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0]);
      let heard = "";
      const socket = connectTcp(port, "127.0.0.1", () =>
        socket.write(inOneWrite ? Buffer.concat([Buffer.from(upgrade), frame]) : upgrade),
      );
      socket.on("data", (data) => {
        if (heard === "" && !inOneWrite) socket.write(frame);
        heard += data.toString("latin1");
      });
      socket.on("error", () => socket.destroy());
      socket.on("close", () => resolve(heard));
    });

  test.each([true, false])(
    "who has not signed in is cut off at 16 KiB of a frame not yet whole (sent with the upgrade: %s)",
    async (inOneWrite) => {
      await using relay = await startTestRelay();
      const heard = await startLongFrame(relay.port, 16 * 1024 + 1, inOneWrite);
      // Cut off for its bytes, without a frame: not for the ten seconds that an AUTH may take.
      if (!inOneWrite) expect(heard).toMatch(/^HTTP\/1\.1 101 .*\r\n\r\n$/s);
      expect((await get(relay.port, "/healthz")).status).toBe(200);
    },
  );

  test("only so many wait unauthenticated; who signed in or left makes room", async () => {
    await using relay = await startTestRelay({}, { strangersMost: 2 });
    const vault = createTestVault();
    await publishVault(relay.port, vault);
    const [device, stranger] = [dial(relay.port), dial(relay.port)];
    stranger.send({ type: "hello", versions: [1] });
    await stranger.next("challenge");
    await device.signIn(vault.state.vaultId, vault.device, relay.url);
    const { feedEpoch } = await device.next("ready");
    device.send({ type: "sub", cursor: { feedEpoch, seq: 0 }, bodies: { kind: "none" } });
    await device.next("page");
    const second = dial(relay.port);
    second.send({ type: "hello", versions: [1] });
    await second.next("challenge");
    expect(await dial(relay.port).closed()).toContain("503");
    second.sendRaw(new Uint8Array(8));
    expect(await second.closed()).toBe("1002 malformed");
    const late = dial(relay.port);
    late.send({ type: "hello", versions: [1] });
    await late.next("challenge");
  });

  test("half a request, headers without end and bytes that are no HTTP leave the relay answering", async () => {
    await using relay = await startTestRelay();
    const throwIn = (text: string) =>
      new Promise<void>((resolve) => {
        const socket = connectTcp(relay.port, "127.0.0.1", () => socket.write(text));
        socket.on("data", () => socket.destroy());
        socket.on("close", () => resolve());
        socket.on("error", () => resolve());
      });
    await throwIn("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n");
    await throwIn(`GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(100_000)}\r\n\r\n`);
    await throwIn(
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    expect((await get(relay.port, "/healthz")).status).toBe(200);
  });

  test("closing the relay says goodbye with a time to come back", async () => {
    const relay = await startTestRelay();
    const vault = createTestVault();
    await publishVault(relay.port, vault);
    const client = dial(relay.port);
    await client.signIn(vault.state.vaultId, vault.device, relay.url);
    await client.next("ready");
    const goodbye = client.next("goaway");
    await relay[Symbol.asyncDispose]();
    expect(await goodbye).toMatchObject({ code: "busy" });
  });
});
