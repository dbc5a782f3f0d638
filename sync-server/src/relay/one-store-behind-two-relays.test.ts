/**
 * Two relays over one store are one relay to devices: what one stored the other serves, judges by and announces; with
 * Redis at once, and without it (or with one that was emptied or killed) by looking.
 */
import {
  assert,
  cosign,
  issueRevoke,
  randomId,
  ready,
  revokeIntent,
  systemRandom,
  toHex,
} from "@whisperwell/crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createMemoryRelayStore, type RelayStore } from "../store/index.ts";
import { openMongoRelayStore } from "../store/mongo/index.ts";
import { createTestClient, type TestClient } from "../testing/client.ts";
import { createTestClock } from "../testing/clock.ts";
import { startMongo } from "../testing/mongo-server.ts";
import { startRedis } from "../testing/redis-server.ts";
import { createTestVault, createTestWriter, issuePhone, sealedRecord, whole } from "../testing/vault.ts";
import { createWakeAlone, type Wake } from "../wake/index.ts";
import { createRedisWake } from "../wake/redis.ts";
import { createRelay, defaultLimits } from "./index.ts";

const audience = "http://localhost:8787";
const mongo = await startMongo();
const redis = await startRedis();
beforeAll(() => ready);
afterAll(async () => {
  await mongo?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

type World = AsyncDisposable & { readonly stores: readonly [RelayStore, RelayStore] };
const inMemory = async (): Promise<World> => {
  const store = createMemoryRelayStore({ random: systemRandom, isShared: true });
  return { stores: [store, store], [Symbol.asyncDispose]: async () => undefined };
};
const inMongo = async (): Promise<World> => {
  const url = `${mongo?.url}_${randomId(systemRandom).slice(0, 8)}`;
  const [one, two] = [
    await openMongoRelayStore({ url, random: systemRandom }),
    await openMongoRelayStore({ url, random: systemRandom }),
  ];
  assert(one.ok && two.ok, "the server answers");
  return {
    stores: [one.value, two.value],
    [Symbol.asyncDispose]: async () => {
      await one.value[Symbol.asyncDispose]();
      await two.value[Symbol.asyncDispose]();
    },
  };
};

const setUp = async (openWorld: () => Promise<World>, url: string | undefined) => {
  const world = await openWorld();
  const clock = createTestClock();
  const reports: unknown[] = [];
  const there = Promise.withResolvers<void>();
  let connected = 0;
  const watch = (state: "there" | "gone"): void => {
    if (state === "there") connected += 1;
    if (connected === 2) there.resolve();
  };
  const wakes: Wake[] = [];
  const relays = world.stores.map((store) => {
    const wake =
      url === undefined
        ? createWakeAlone(clock)
        : createRedisWake({ url, clock, random: systemRandom, watch });
    wakes.push(wake);
    return createRelay({
      store,
      wake,
      clock,
      random: systemRandom,
      limits: defaultLimits,
      audience: () => audience,
      metrics: { appended: () => undefined, refused: () => undefined, goaway: () => undefined },
      report: (error) => reports.push(error),
    });
  });
  if (url !== undefined) await there.promise;
  const vault = createTestVault();
  for (const { item } of vault.records)
    await world.stores[0].append(vault.state.vaultId, [sealedRecord(item)], {
      most: { bytes: 1e9, items: 1e6 },
      create: true,
      at: 0,
    });
  const join = async (which: 0 | 1, as = vault.device): Promise<TestClient> => {
    const client: TestClient = createTestClient((bytes) => session.receive(new Uint8Array(bytes)));
    const session = relays[which]!.connect({
      send: (bytes) => client.receive(bytes.slice()),
      close: (code) => client.end(code),
      backlog: () => 0,
    });
    await client.signIn(vault.state.vaultId, as, audience);
    await client.next("ready");
    return client;
  };
  return {
    clock,
    reports,
    vault,
    join,
    feedEpoch: world.stores[0].feedEpoch,
    [Symbol.asyncDispose]: async () => {
      for (const relay of relays) await relay.drain();
      for (const wake of wakes) await wake[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
};

const worlds = [
  ["memory, without Redis", inMemory, undefined, true],
  ["memory, Redis", inMemory, redis?.url, redis !== undefined],
  ["MongoDB, without Redis", inMongo, undefined, mongo !== undefined],
  ["MongoDB, Redis", inMongo, redis?.url, mongo !== undefined && redis !== undefined],
] as const;

for (const [title, openWorld, url, isHere] of worlds)
  describe.skipIf(!isHere)(title, () => {
    test("what a device stored at one is announced and served at the other", async () => {
      await using world = await setUp(openWorld, url);
      const [a, b] = [await world.join(0), await world.join(1)];
      const writer = createTestWriter(world.vault, world.vault.device, world.vault.writerIds[0]!);
      const items = writer.write(2);
      expect(await a.append(1, items)).toMatchObject({ type: "ack", runs: [{ wseq: 0, seq: 5, n: 2 }] });
      if (url === undefined) world.clock.advance(15_000);
      expect(await b.next("wake")).toEqual({ type: "wake", head: 6 });
      const cursor = { feedEpoch: world.feedEpoch, seq: 4 };
      b.send({ type: "sub", cursor, bodies: { kind: "all" } });
      const page = await b.next("page");
      expect(page.items.map((item) => toHex(item.bytes))).toEqual(items.map((item) => toHex(item.bytes)));
      expect(world.reports).toEqual([]);
    });

    test("devices that write through both at once get every number once", async () => {
      await using world = await setUp(openWorld, url);
      const [a, b] = [await world.join(0), await world.join(1)];
      const seqs: number[] = [];
      const write = async (client: TestClient, which: number) => {
        const writer = createTestWriter(world.vault, world.vault.device, world.vault.writerIds[which]!);
        for (let req = 1; req <= 12; req++) {
          const answer = await client.append(req, writer.write(1));
          if (answer.type === "ack") seqs.push(...answer.runs.map((run) => run.seq));
        }
      };
      await Promise.all([write(a, 0), write(b, 1)]);
      expect(seqs.sort((x, y) => x - y)).toEqual(Array.from({ length: 24 }, (_, i) => i + 5));
    });

    test("a device let in at one writes at the other at once; a lost race for a record is a conflict", async () => {
      await using world = await setUp(openWorld, url);
      const { vault } = world;
      const [a, b] = [await world.join(0), await world.join(1)];
      const [first, second] = [issuePhone(vault), issuePhone(vault)];
      expect(await a.append(1, [whole(first.added.item)])).toMatchObject({ type: "ack" });
      const item = second.added.item;
      const lost = await b.append(1, [whole(item)]);
      expect(lost).toMatchObject({ type: "nack", code: "conflict", expect: [{ wseq: 4 }] });
      const phone = await world.join(1, first.phone);
      const writer = createTestWriter(vault, first.phone, first.writerIds[0]!);
      expect(await phone.append(1, writer.write(1))).toMatchObject({ type: "ack" });
    });

    test("a device revoked at one is sent away from the other, with the record", async () => {
      await using world = await setUp(openWorld, url);
      const { vault } = world;
      const [a, b] = [await world.join(0), await world.join(1)];
      const { phone, added } = issuePhone(vault);
      await a.append(1, [whole(added.item)]);
      const phoneAtB = await world.join(1, phone);
      const revoked = issueRevoke({ random: systemRandom, clock: { now: () => 0 } }, added.state, {
        signer: vault.device,
        epochKey: vault.epochKey,
        principalIds: [phone.id],
        heads: new Map(),
        cut: false,
        coSignature: cosign(vault.passphrase, vault.state.vaultId, 5, revokeIntent([phone.id])),
      });
      if (!revoked.ok) throw new Error(revoked.error.code);
      expect(await a.append(2, [whole(revoked.value.item)])).toMatchObject({ type: "ack" });
      if (url === undefined) world.clock.advance(15_000);
      expect(await phoneAtB.next("goaway")).toMatchObject({ code: "revoked", proof: revoked.value.item });
      expect(b.heard().some(({ type }) => type === "goaway")).toBe(false);
    });

    test("presence crosses relays where there is Redis, and only there", async () => {
      await using world = await setUp(openWorld, url);
      const [a, b] = [await world.join(0), await world.join(1)];
      const near = await world.join(0);
      const eph = { type: "eph", epoch: 0, sealed: new Uint8Array(64).fill(7) } as const;
      a.send(eph);
      expect(await near.next("eph")).toEqual(eph);
      if (url === undefined) expect(b.heard().some(({ type }) => type === "eph")).toBe(false);
      else expect(await b.next("eph")).toEqual(eph);
    });
  });

describe.skipIf(redis?.kill === undefined)("a Redis that goes", () => {
  test("emptied, killed with -9 among appends and started again, it loses nothing and delays little", async () => {
    await using world = await setUp(inMemory, redis!.url);
    const [a, b] = [await world.join(0), await world.join(1)];
    const writer = createTestWriter(world.vault, world.vault.device, world.vault.writerIds[0]!);
    expect(await a.append(1, writer.write(1))).toMatchObject({ type: "ack" });
    expect(await b.next("wake")).toMatchObject({ head: 5 }); // the control: it does carry words
    await redis!.empty();
    expect(await a.append(2, writer.write(1))).toMatchObject({ type: "ack" });
    expect(await b.next("wake")).toMatchObject({ head: 6 });
    const killed = redis!.kill!();
    for (let req = 3; req < 10; req++)
      expect(await a.append(req, writer.write(1))).toMatchObject({ type: "ack", runs: [{ seq: req + 4 }] });
    await killed;
    expect(await a.append(10, writer.write(1))).toMatchObject({ type: "ack" });
    world.clock.advance(15_000);
    for (let head = 0; head < 14; ) head = (await b.next("wake")).head;
    await redis!.start();
    expect(world.reports).toEqual([]);
  });
});
