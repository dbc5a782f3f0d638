/** The frames of a socket over POST: read, write, wait, and a worker's push that reads nothing. */
import {
  cosign,
  fromBase64Url,
  issueRevoke,
  ready,
  revokeIntent,
  systemRandom,
  toHex,
} from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { askToken, dial, exchange, publishVault, startTestRelay } from "../testing/running.ts";
import { createTestVault, createTestWriter, issuePhone, whole } from "../testing/vault.ts";
import { decodeFrame, syncHeaders, type TokenScope } from "../wire/index.ts";

beforeAll(() => ready);

const setUp = async () => {
  const relay = await startTestRelay();
  const vault = createTestVault();
  await publishVault(relay.port, vault);
  const tokenOf = async (scope: TokenScope, as = vault.device) => {
    const answer = await askToken(relay.port, relay.url, vault, as, scope);
    return (await answer.json()) as { token: string; expiresIn: number; ready?: string };
  };
  const writer = createTestWriter(vault, vault.device, vault.writerIds[0]!);
  return { relay, vault, tokenOf, writer, [Symbol.asyncDispose]: relay[Symbol.asyncDispose] };
};

test("a token brings READY, appends are acknowledged, pages are read, and a PING ends each answer", async () => {
  await using world = await setUp();
  const { token, ready: opened } = await world.tokenOf("sync");
  const frame = decodeFrame(fromBase64Url(opened!)!);
  if (!frame.ok || frame.value.type !== "ready") throw new Error("READY");
  const { feedEpoch, head } = frame.value;
  expect(head).toBe(4);
  const items = [world.writer.write(2), world.writer.write(1)];
  const acks = await exchange(
    world.relay.port,
    token,
    items.map((run, i) => ({ type: "append", req: i + 1, items: run }) as const),
  );
  expect(acks).toMatchObject([
    { type: "ack", req: 1, runs: [{ seq: 5, n: 2 }] },
    { type: "ack", req: 2, runs: [{ seq: 7, n: 1 }] },
    { type: "ping", head: 7, mseq: 3, epoch: 0 },
  ]);
  const read = await exchange(world.relay.port, token, [
    { type: "sub", cursor: { feedEpoch, seq: 4 }, bodies: { kind: "all" } },
  ]);
  expect(read).toMatchObject([{ type: "page", from: 5, to: 7, more: false }, { type: "ping" }]);
  const page = read[0]!;
  expect(page.type === "page" && page.items.map((item) => toHex(item.bytes))).toEqual(
    items.flat().map((item) => toHex(item.bytes)),
  );
});

test("more than the credit of a connection comes in as many answers as it takes", async () => {
  await using world = await setUp();
  const { token, ready: opened } = await world.tokenOf("sync");
  const frame = decodeFrame(fromBase64Url(opened!)!);
  if (!frame.ok || frame.value.type !== "ready") throw new Error("READY");
  const { feedEpoch } = frame.value;
  for (let req = 1; req <= 8; req++) {
    const items = world.writer.write(1, { body: systemRandom.bytes(250_000) });
    await exchange(world.relay.port, token, [{ type: "append", req, items }]);
  }
  let [seq, answers] = [0, 0];
  for (let more = true; more; answers++) {
    const read = await exchange(world.relay.port, token, [
      { type: "sub", cursor: { feedEpoch, seq }, bodies: { kind: "all" } },
    ]);
    for (const page of read)
      if (page.type === "page") {
        expect(page.from).toBe(seq + 1);
        seq = page.to;
        more = page.more;
      }
  }
  expect(seq).toBe(12);
  expect(answers).toBeGreaterThan(1);
});

test("a waiting answer comes with the news, and not before; a head that is behind is not made to wait", async () => {
  await using world = await setUp();
  const { token } = await world.tokenOf("sync");
  const client = dial(world.relay.port);
  await client.signIn(world.vault.state.vaultId, world.vault.device, world.relay.url);
  await client.next("ready");
  const behind = await exchange(world.relay.port, token, [], {
    [syncHeaders.wait]: "25000",
    [syncHeaders.head]: "3",
  });
  expect(behind).toMatchObject([{ type: "ping", head: 4 }]);
  const poll = exchange(world.relay.port, token, [], {
    [syncHeaders.wait]: "25000",
    [syncHeaders.head]: "4",
  });
  // Presence of the waiting session shows that it waits: it is heard by nobody else.
  const waits = exchange(world.relay.port, token, [], { [syncHeaders.wait]: "1", [syncHeaders.head]: "4" });
  expect(await waits).toMatchObject([{ type: "ping", head: 4 }]);
  await client.append(1, world.writer.write(1));
  expect(await poll).toMatchObject(
    [
      expect.objectContaining({ type: expect.stringMatching(/wake|ping/) }),
      ...[{ type: "ping", head: 5 }],
    ].slice(-2),
  );
});

test("a push token appends its own device's writers for a month, and reads nothing", async () => {
  await using world = await setUp();
  const { vault, relay } = world;
  const { token, expiresIn, ready: opened } = await world.tokenOf("push");
  expect([opened, expiresIn]).toEqual([undefined, 30 * 24 * 3_600_000]);
  expect((await askToken(relay.port, relay.url, vault, vault.passphrase, "push")).status).toBe(401);
  const items = world.writer.write(1);
  expect(await exchange(relay.port, token, [{ type: "append", req: 1, items }])).toMatchObject([
    { type: "ack", req: 1 },
    { type: "ping", epoch: 0 },
  ]);
  const wanted = { kind: "document", docTag: "7".repeat(32) as never } as const;
  expect(await exchange(relay.port, token, [{ type: "fetch", wanted }])).toMatchObject([
    { type: "goaway", code: "signed-out" },
  ]);
  const { phone, writerIds, added } = issuePhone(vault);
  const { token: full } = await world.tokenOf("sync");
  expect(
    await exchange(relay.port, token, [{ type: "append", req: 1, items: [whole(added.item)] }]),
  ).toMatchObject([{ type: "nack", code: "record" }, { type: "ping" }, { type: "ping" }]);
  await exchange(relay.port, full, [{ type: "append", req: 1, items: [whole(added.item)] }]);
  const others = createTestWriter(vault, phone, writerIds[0]!).write(1);
  expect((await exchange(relay.port, token, [{ type: "append", req: 2, items: others }]))[0]).toMatchObject({
    type: "nack",
    code: "record",
  });
  expect((await exchange(relay.port, full, [{ type: "append", req: 2, items: others }]))[0]).toMatchObject({
    type: "ack",
  });
});

test("a token of a device that was revoked since says so with the record; other scopes open nothing", async () => {
  await using world = await setUp();
  const { vault, relay } = world;
  const { phone, added } = issuePhone(vault);
  const { token } = await world.tokenOf("sync");
  await exchange(relay.port, token, [{ type: "append", req: 1, items: [whole(added.item)] }]);
  const push = (await (await askToken(relay.port, relay.url, vault, phone, "push")).json()) as {
    token: string;
  };
  expect(await exchange(relay.port, push.token, [])).toMatchObject([{ type: "ping", mseq: 4 }]);
  const revoked = issueRevoke({ random: systemRandom, clock: { now: () => 0 } }, added.state, {
    signer: vault.device,
    epochKey: vault.epochKey,
    principalIds: [phone.id],
    heads: new Map(),
    cut: false,
    coSignature: cosign(vault.passphrase, vault.state.vaultId, 5, revokeIntent([phone.id])),
  });
  if (!revoked.ok) throw new Error(revoked.error.code);
  await exchange(relay.port, token, [{ type: "append", req: 2, items: [whole(revoked.value.item)] }]);
  expect(await exchange(relay.port, push.token, [])).toMatchObject([
    { type: "goaway", code: "revoked", proof: revoked.value.item },
  ]);
  const { token: blob } = await world.tokenOf("blob");
  await expect(exchange(relay.port, blob, [])).rejects.toThrow("401");
});
