/**
 * The relay without a network: fake wires, a clock turned by hand, the store in memory, real keys and records.
 * I2 is shown with a real process in main.test.ts.
 */
import {
  concat,
  createPrincipal,
  envelopeKinds,
  idBytes,
  parseEnvelope,
  randomId,
  ready,
  systemRandom,
  toHex,
  u16,
  u32,
  u64,
  type WriterId,
  zeroHash,
  zeroWriter,
} from "@whisperwell/crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { createMemoryRelayStore } from "../store/index.ts";
import { createTestClient, type TestClient } from "../testing/client.ts";
import { createTestClock } from "../testing/clock.ts";
import {
  createTestVault,
  createTestWriter,
  issuePhone,
  sealedRecord,
  type TestVault,
  whole,
} from "../testing/vault.ts";
import { encodeFrame, type Frame } from "../wire/index.ts";
import { createRelay, defaultLimits, type RelayLimits } from "./index.ts";
import { createVaults } from "./vaults.ts";

const audience = "http://localhost:8787";
beforeAll(() => ready);

const setUp = async (limits: Partial<RelayLimits> = {}) => {
  const clock = createTestClock();
  const store = createMemoryRelayStore({ random: systemRandom });
  const reports: unknown[] = [];
  const relay = createRelay({
    store,
    clock,
    random: systemRandom,
    limits: { ...defaultLimits, ...limits },
    audience: () => audience,
    metrics: { appended: () => undefined, refused: () => undefined, goaway: () => undefined },
    report: (error) => reports.push(error),
  });
  const publish = async (vault: TestVault) => {
    for (const { item } of vault.records)
      await store.append(vault.state.vaultId, [sealedRecord(item)], {
        most: { bytes: 1e9, items: 1e6 },
        create: true,
        at: 0,
      });
  };
  const connect = (backlog = () => 0): TestClient => {
    const client: TestClient = createTestClient((bytes) => session.receive(new Uint8Array(bytes)));
    const session = relay.connect({
      send: (bytes) => client.receive(bytes.slice()),
      close: (code) => client.end(code),
      backlog,
    });
    return client;
  };
  const join = async (vault: TestVault, as = vault.device) => {
    const client = connect();
    await client.signIn(vault.state.vaultId, as, audience);
    const ready = await client.next("ready");
    return { client, ready };
  };
  const vault = createTestVault();
  await publish(vault);
  const writer = createTestWriter(vault, vault.device, vault.writerIds[0]!);
  return { clock, store, relay, reports, connect, join, vault, writer, publish };
};

describe("opening", () => {
  test("a live device is let in and told the heads, with stubs of its own writers only", async () => {
    const { join, vault, writer, store } = await setUp();
    const first = await join(vault);
    expect(first.ready).toMatchObject({
      feedEpoch: store.feedEpoch,
      head: 4,
      mseq: 3,
      epoch: 0,
      writers: [],
    });
    expect(await first.client.append(1, writer.write(3))).toMatchObject({
      type: "ack",
      runs: [{ wseq: 0, seq: 5, n: 3 }],
    });
    const again = await join(vault);
    expect(again.ready.writers).toMatchObject([
      { writerId: vault.writerIds[0], wseq: 2, hash: writer.head()!.hash },
    ]);
    expect(again.ready.writers[0]!.stub).toHaveLength(221);
    const slot = await join(vault, vault.passphrase);
    expect(slot.ready.writers[0]!.stub).toBeUndefined();
  });

  test("unknown vault, unknown principal, wrong key and wrong audience all end as signed-out", async () => {
    const { connect, vault } = await setUp();
    const stranger = createPrincipal("device", systemRandom.bytes(32));
    const attempts: [TestVault["state"]["vaultId"], typeof stranger, string][] = [
      [createTestVault().state.vaultId, vault.device, audience],
      [vault.state.vaultId, stranger, audience],
      [vault.state.vaultId, { ...vault.device, edSecret: stranger.edSecret }, audience],
      [vault.state.vaultId, vault.device, "https://elsewhere.example"],
    ];
    for (const [vaultId, as, dialled] of attempts) {
      const client = connect();
      await client.signIn(vaultId, as, dialled);
      expect(await client.next("goaway")).toMatchObject({ code: "signed-out", proof: undefined });
      expect(await client.closed()).toBe("signed-out");
    }
  });

  test("a lowered version list no longer matches what was signed", async () => {
    const { relay, vault } = await setUp();
    const client: TestClient = createTestClient((bytes) =>
      // A relay in the middle cuts the list of versions; the client signed the one it sent.
      session.receive(
        bytes[0] === 1 ? encodeFrame({ type: "hello", versions: [1, 1] }) : new Uint8Array(bytes),
      ),
    );
    const session = relay.connect({ send: client.receive, close: client.end, backlog: () => 0 });
    await client.signIn(vault.state.vaultId, vault.device, audience);
    expect(await client.next("goaway")).toMatchObject({ code: "signed-out" });
  });

  test("no common version is upgrade; ten silent seconds, 4 KiB and anything else before AUTH end the socket", async () => {
    const { connect, clock } = await setUp();
    const newer = connect();
    newer.send({ type: "hello", versions: [2, 3] });
    expect(await newer.closed()).toBe("upgrade");
    const large = connect();
    large.sendRaw(concat(Uint8Array.of(1, 0), new Uint8Array(5000)));
    expect(await large.closed()).toBe("too-big");
    const early = connect();
    early.send({ type: "credit", bytes: 5 });
    expect(await early.closed()).toBe("malformed");
    const silent = connect();
    clock.advance(9_999);
    expect(silent.heard()).toEqual([]);
    clock.advance(1);
    expect(await silent.closed()).toBe("busy");
  });
});

describe("heartbeat", () => {
  test("a ping every 15 s says head, mseq and epoch; 35 s of silence closes, an answer keeps it open", async () => {
    const { join, vault, clock, relay } = await setUp();
    const { client } = await join(vault);
    const dead = await join(vault);
    for (let second = 0; second < 60; second += 5) {
      clock.advance(5000);
      client.send({ type: "pong" });
    }
    expect(await client.next("ping")).toEqual({ type: "ping", head: 4, mseq: 3, epoch: 0 });
    expect(await dead.client.closed()).toBe("busy");
    expect(relay.sessionCount()).toBe(1);
  });
});

describe("appends", () => {
  test("other sessions are woken, the author is not; a subscription brings exactly what was sent", async () => {
    const { join, vault, writer, store } = await setUp();
    const [a, b] = [await join(vault), await join(vault)];
    const items = writer.write(2);
    await a.client.append(1, items);
    expect(await b.client.next("wake")).toEqual({ type: "wake", head: 6 });
    const cursor = { feedEpoch: store.feedEpoch, seq: 4 };
    b.client.send({ type: "sub", cursor, bodies: { kind: "all" } });
    expect(await b.client.next("page")).toEqual({
      type: "page",
      from: 5,
      to: 6,
      items,
      more: false,
      head: 6,
    });
    b.client.send({ type: "sub", cursor: { ...cursor, seq: 6 }, bodies: { kind: "all" } });
    expect(await b.client.next("page")).toMatchObject({ from: 7, to: 6, items: [], more: false });
    expect(a.client.heard().filter((frame) => frame.type === "wake")).toEqual([]);
  });

  test("each wrong append has its code, and stores nothing", async () => {
    const { join, vault, writer, store } = await setUp();
    const { client } = await join(vault);
    const stranger = createPrincipal("device", systemRandom.bytes(32));
    const other = createTestVault();
    let req = 0;
    const codeOf = async (items: ReturnType<typeof writer.write>) => {
      req += 1;
      const answer = await client.append(req, items);
      client.send({ type: "pong" });
      return answer.type === "nack" ? answer.code : answer.type;
    };
    const writerOf = (index: number) => createTestWriter(vault, vault.device, vault.writerIds[index]!);
    const flipped = writerOf(0).write(1)[0]!;
    flipped.bytes[200]! ^= 1;
    expect(await codeOf([flipped])).toBe("signature");
    expect(await codeOf(createTestWriter(vault, stranger, vault.writerIds[0]!).write(1))).toBe("signature");
    expect(
      await codeOf(createTestWriter(vault, vault.device, randomId<WriterId>(systemRandom)).write(1)),
    ).toBe("record");
    expect(await codeOf(createTestWriter(other, vault.device, vault.writerIds[0]!).write(1))).toBe(
      "malformed",
    );
    expect(await codeOf([])).toBe("malformed");
    expect(await codeOf([{ kind: "stub", bytes: flipped.bytes.slice(0, 200) }])).toBe("malformed");
    expect(await codeOf([whole(systemRandom.bytes(300))])).toBe("malformed");
    const unsigned = writerOf(0).write(2).slice(0, 1);
    expect(await codeOf(unsigned)).toBe("malformed");
    expect(await codeOf(writerOf(0).write(1, { epoch: 1 }))).toBe("epoch");
    expect(await codeOf(writerOf(0).write(1, { kind: envelopeKinds.membership }))).toBe("malformed");
    const big = writerOf(0).write(2, { body: new Uint8Array(200_000) });
    expect(await codeOf(big)).toBe("too-big");
    const covers = concat(u16(1), idBytes(vault.writerIds[1]!), u64(4));
    const snapshot = concat(u32(covers.length), covers, systemRandom.bytes(300));
    expect(await codeOf(writerOf(0).write(1, { kind: envelopeKinds.snapshot, body: snapshot }))).toBe(
      "covers",
    );
    expect((await store.vault(vault.state.vaultId))!.head).toBe(4);
    expect(await codeOf(writer.write(1))).toBe("ack");
  });

  test("a gap and a fork say what is held; the fork is proved by our own signed stub", async () => {
    const { join, vault, writer } = await setUp();
    const { client } = await join(vault);
    const items = writer.write(1);
    const later = writer.write(1);
    expect(await client.append(1, later)).toMatchObject({
      code: "gap",
      expect: [{ writerId: vault.writerIds[0], wseq: 0, hash: zeroHash }],
    });
    client.send({ type: "pong" });
    await client.append(2, items);
    const rival = createTestWriter(vault, vault.device, vault.writerIds[0]!);
    const nack = await client.append(3, rival.write(1));
    expect(nack).toMatchObject({ type: "nack", code: "fork" });
    const proof = parseEnvelope((nack as Extract<Frame, { type: "nack" }>).proof!, "stub");
    const held = parseEnvelope(items[0]!.bytes);
    expect(proof.ok && held.ok && proof.value.hash === held.value.hash && proof.value.signed).toBe(true);
  });

  test("what was in flight behind a refusal is halted, until the ping behind it is answered", async () => {
    const { join, vault, writer } = await setUp();
    const { client } = await join(vault);
    const items = [1, 2, 3].map(() => writer.write(1));
    const second = createTestWriter(vault, vault.device, vault.writerIds[1]!);
    client.send({ type: "append", req: 1, items: items[1]! });
    client.send({ type: "append", req: 2, items: second.write(1) });
    expect(await client.next("nack")).toMatchObject({ req: 1, code: "gap" });
    expect(await client.next("nack")).toMatchObject({ req: 2, code: "halted" });
    expect(await client.append(3, items[0]!)).toMatchObject({ req: 3, code: "halted" });
    await client.next("ping");
    client.send({ type: "pong" });
    expect(await client.append(4, items[0]!)).toMatchObject({ type: "ack" });
  });

  test("a retry of what is held is acknowledged with the seqs it had", async () => {
    const { join, vault, writer } = await setUp();
    const { client } = await join(vault);
    const items = writer.write(3);
    const first = await client.append(1, items);
    expect(await client.append(1, items)).toEqual(first);
  });

  test("at the quota commits are refused, snapshots still go through", async () => {
    const { join, vault, writer, store } = await setUp({ quota: { bytes: 4000, items: 1000 } });
    const { client } = await join(vault);
    const large = writer.write(1, { body: systemRandom.bytes(5000) });
    expect(await client.append(1, large)).toMatchObject({ code: "quota" });
    client.send({ type: "pong" });
    const empty = concat(u32(2), u16(0), systemRandom.bytes(5000));
    const shrinking = createTestWriter(vault, vault.device, vault.writerIds[1]!);
    const snapshot = shrinking.write(1, { kind: envelopeKinds.snapshot, body: empty });
    expect(await client.append(2, snapshot)).toMatchObject({ type: "ack" });
    expect((await store.vault(vault.state.vaultId))!.usage.bytes).toBeGreaterThan(5000);
  });

  test("more appends than the rate allows are told when to come again", async () => {
    const { join, vault, writer } = await setUp({ appends: { perSecond: 1, burst: 2 } });
    const { client } = await join(vault);
    await client.append(1, writer.write(1));
    await client.append(2, writer.write(1));
    expect(await client.append(3, writer.write(1))).toMatchObject({ code: "rate", retryAfter: 1000 });
  });
});

describe("membership", () => {
  test("an added device is let in at once and writes; the loser of a race for one mseq gets conflict", async () => {
    const { join, vault } = await setUp();
    const { client } = await join(vault);
    const winner = issuePhone(vault);
    const loser = issuePhone(vault);
    expect(await client.append(1, [whole(winner.added.item)])).toMatchObject({ type: "ack" });
    expect(await client.append(2, [whole(loser.added.item)])).toMatchObject({
      code: "conflict",
      expect: [{ writerId: zeroWriter, wseq: 4 }],
    });
    client.send({ type: "pong" });
    expect(await client.append(3, [whole(winner.added.item)])).toMatchObject({ type: "ack" });
    const phone = await join(vault, winner.phone);
    expect(phone.ready).toMatchObject({ mseq: 4, head: 5 });
    const writer = createTestWriter(vault, winner.phone, winner.writerIds[0]!);
    expect(await phone.client.append(1, writer.write(1))).toMatchObject({ type: "ack" });
  });

  test("a slot reads, and writes nothing but an add it signs", async () => {
    const { join, vault, writer } = await setUp();
    const { client } = await join(vault, vault.phrase);
    expect(await client.append(1, writer.write(1))).toMatchObject({ code: "record" });
  });
});

describe("reading", () => {
  test("pages wait for credit, so a slow reader holds no more than it granted", async () => {
    const { join, vault, writer, store } = await setUp();
    const { client } = await join(vault);
    for (let i = 0; i < 12; i++)
      await client.append(i, writer.write(1, { body: systemRandom.bytes(200_000) }));
    client.send({ type: "sub", cursor: { feedEpoch: store.feedEpoch, seq: 0 }, bodies: { kind: "all" } });
    let at = 0;
    let received = 0;
    for (;;) {
      const page = await client.next("page");
      expect(page.from).toBe(at + 1);
      at = page.to;
      received += page.items.reduce((sum, item) => sum + item.bytes.length, 0);
      if (!page.more) break;
      if (received > 1 << 20) client.send({ type: "credit", bytes: 400_000 });
    }
    expect(at).toBe(16);
  });

  test("bodies come by document and end with an empty frame", async () => {
    const { join, vault, writer } = await setUp();
    const { client } = await join(vault);
    const items = writer.write(3);
    await client.append(1, items);
    client.send({ type: "fetch", wanted: { kind: "writer", writerId: vault.writerIds[0]!, from: 1, to: 2 } });
    expect(await client.next("bodies")).toEqual({ type: "bodies", items: items.slice(1) });
    expect(await client.next("bodies")).toEqual({ type: "bodies", items: [] });
  });

  test("reconcile asks for what the feed lacks, membership first, and takes it", async () => {
    const { join, vault, writer } = await setUp();
    const { client } = await join(vault);
    const items = writer.write(2);
    client.send({
      type: "reconcile",
      heads: [
        { writerId: vault.writerIds[0]!, ...writer.head()! },
        { writerId: vault.writerIds[1]!, wseq: 0, hash: zeroHash },
        { writerId: zeroWriter, wseq: 9, hash: writer.head()!.hash },
      ],
    });
    expect(await client.next("want")).toEqual({
      type: "want",
      writers: [
        { writerId: zeroWriter, from: 4 },
        { writerId: vault.writerIds[0], from: 0 },
      ],
    });
    expect(await client.append(1, items)).toMatchObject({ type: "ack" });
  });

  test("presence reaches the other sessions of this vault and nobody else, and is kept nowhere", async () => {
    const { join, vault, store, publish } = await setUp();
    const stranger = createTestVault();
    await publish(stranger);
    const [a, b, far] = [await join(vault), await join(vault), await join(stranger)];
    const sealed = systemRandom.bytes(80);
    a.client.send({ type: "eph", epoch: 0, sealed });
    expect(toHex((await b.client.next("eph")).sealed)).toBe(toHex(sealed));
    const ephs = (client: TestClient) => client.heard().filter((frame) => frame.type === "eph");
    expect([ephs(a.client), ephs(far.client)]).toEqual([[], []]);
    expect((await store.vault(vault.state.vaultId))!.head).toBe(4);
  });
});

test("noise from a member ends its own socket and nobody else's", async () => {
  const { join, vault, reports, writer } = await setUp();
  const [good, bad] = [await join(vault), await join(vault)];
  bad.client.sendRaw(systemRandom.bytes(500).fill(9, 0, 1));
  expect(await bad.client.closed()).toBe("malformed");
  expect(await good.client.append(1, writer.write(1))).toMatchObject({ type: "ack" });
  expect(reports).toEqual([]);
});

test("a member who asks and does not read is cut off", async () => {
  const { connect, vault, relay, writer } = await setUp();
  const held = { bytes: 0 };
  const client = connect(() => held.bytes);
  await client.signIn(vault.state.vaultId, vault.device, audience);
  await client.next("ready");
  writer.write(1);
  const heads = [{ writerId: vault.writerIds[0]!, ...writer.head()! }];
  client.send({ type: "reconcile", heads });
  await client.next("want");
  held.bytes = 9 << 20;
  client.send({ type: "reconcile", heads });
  expect(await client.closed()).toBe("slow");
  expect(relay.sessionCount()).toBe(0);
});

test("draining says busy with a time to come back, after what was sent was answered", async () => {
  const { join, vault, writer, relay } = await setUp();
  const { client } = await join(vault);
  client.send({ type: "append", req: 1, items: writer.write(1) });
  await relay.drain();
  expect(
    client
      .heard()
      .map((frame) => frame.type)
      .slice(-2),
  ).toEqual(["ack", "goaway"]);
  expect(relay.sessionCount()).toBe(0);
});

test("a device revoked between its AUTH and its READY is told so and never let in", async () => {
  const { store, relay, connect, vault } = await setUp();
  const vaultId = vault.state.vaultId;
  const live = await relay.vaults.get(vaultId);
  const { vault: summaryOf } = store;
  Object.assign(store, {
    vault: async (asked: typeof vaultId) => {
      const device = live?.membership.principals.get(vault.device.id);
      if (live !== undefined && device !== undefined)
        live.membership = {
          ...live.membership,
          principals: new Map(live.membership.principals).set(device.id, {
            ...device,
            revokedAt: { mseq: 3, hash: zeroHash } as never,
          }),
        };
      return summaryOf(asked);
    },
  });
  const client = connect();
  await client.signIn(vaultId, vault.device, audience);
  expect(await client.next("goaway", "ready")).toMatchObject({ type: "goaway", code: "revoked" });
  expect(live?.sessions.size).toBe(0);
});

test("a vault whose loading failed once is loaded the next time", async () => {
  const { store, vault } = await setUp();
  const vaults = createVaults(store);
  const { vault: summaryOf } = store;
  Object.assign(store, { vault: () => Promise.reject(new Error("the disk does not answer")) });
  await expect(vaults.get(vault.state.vaultId)).rejects.toThrow("does not answer");
  Object.assign(store, { vault: summaryOf });
  expect((await vaults.get(vault.state.vaultId))?.membership.mseq).toBe(3);
});
