/** What the relay asks of snapshots, checkpoints, lists of blobs and tombstones, and what an erasure leaves. */
import {
  type Bytes,
  type Cover,
  concat,
  cosign,
  cosignedTypes,
  type DocTag,
  encodeBlobsetExt,
  encodeCheckpointExt,
  encodeCovers,
  encodeSnapshotExt,
  encodeTombstoneExt,
  envelopeKinds,
  type Hash,
  hash256,
  idBytes,
  ready,
  systemRandom,
  u32,
  vaultTag,
  type WriterId,
  zeroHash,
} from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { createMemoryRelayStore } from "../store/index.ts";
import { createTestClient, type TestClient } from "../testing/client.ts";
import { createTestClock } from "../testing/clock.ts";
import { createTestVault, createTestWriter, sealedRecord } from "../testing/vault.ts";
import { createRelay, defaultLimits } from "./index.ts";

const audience = "http://localhost:8787";
const docTag = "7".repeat(32) as DocTag;
beforeAll(() => ready);

const setUp = async () => {
  const clock = createTestClock();
  const store = createMemoryRelayStore({ random: systemRandom });
  const relay = createRelay({
    store,
    clock,
    random: systemRandom,
    limits: defaultLimits,
    audience: () => audience,
    metrics: { appended: () => undefined, refused: () => undefined, goaway: () => undefined },
    report: (error) => {
      throw error;
    },
  });
  const vault = createTestVault();
  const options = { most: defaultLimits.quota, create: true, at: clock.now() };
  for (const { item } of vault.records)
    await store.append(vault.state.vaultId, [sealedRecord(item)], options);
  const client: TestClient = createTestClient((bytes) => session.receive(new Uint8Array(bytes)));
  const session = relay.connect({
    send: (bytes) => client.receive(bytes.slice()),
    close: client.end,
    backlog: () => 0,
  });
  await client.signIn(vault.state.vaultId, vault.device, audience);
  await client.next("ready");
  const [written, unused] = vault.writerIds as [WriterId, WriterId];
  const writer = createTestWriter(vault, vault.device, written);
  let req = 0;
  /** A writer of its own for each try, so that a refused one leaves no gap behind it. */
  const tryKind = async (kind: number, ext: Bytes, tag = docTag, n = 1) => {
    const trial = createTestWriter(vault, vault.device, unused);
    req += 1;
    const items = trial.write(n, {
      kind,
      docTag: tag,
      body: concat(u32(ext.length), ext, new Uint8Array(40)),
    });
    const answer = await client.append(req, items);
    if (answer.type === "nack") client.send({ type: "pong" });
    return answer;
  };
  await client.append(1000, writer.write(3, { docTag }));
  return { clock, store, vault, client, writer, written, tryKind };
};
const bodiesIn = async ({ store, vault }: Awaited<ReturnType<typeof setUp>>) =>
  (await store.outline(vault.state.vaultId, { by: "document", docTag })).map(
    ({ bodyLength }) => bodyLength !== undefined,
  );

test("a snapshot covers what is held and no more, of a document and never of the vault", async () => {
  const { written, tryKind } = await setUp();
  const ext = (wseq: number) => encodeSnapshotExt({ covers: [{ writerId: written, wseq }] });
  expect(await tryKind(envelopeKinds.snapshot, ext(3))).toMatchObject({ code: "covers" });
  expect(await tryKind(envelopeKinds.snapshot, ext(2), vaultTag)).toMatchObject({ code: "malformed" });
  expect(await tryKind(envelopeKinds.snapshot, ext(2).subarray(0, 9))).toMatchObject({ code: "malformed" });
  expect(await tryKind(envelopeKinds.snapshot, ext(2))).toMatchObject({ type: "ack" });
});

test("a checkpoint is signed itself; a list of blobs speaks of no place the feed has not reached", async () => {
  const { tryKind } = await setUp();
  const checkpoint = encodeCheckpointExt({ witnessed: [], held: [docTag] });
  expect(await tryKind(envelopeKinds.checkpoint, checkpoint, vaultTag, 2)).toMatchObject({
    code: "malformed",
  });
  const list = (feedSeq: number) => encodeBlobsetExt({ live: [], feedSeq });
  expect(await tryKind(envelopeKinds.blobset, list(8), vaultTag)).toMatchObject({ code: "covers" });
  expect(await tryKind(envelopeKinds.checkpoint, checkpoint, vaultTag)).toMatchObject({ type: "ack" });
});

const tombstone = (
  { vault, written }: Awaited<ReturnType<typeof setUp>>,
  consentTo: readonly Cover[] | undefined,
) => {
  const covers = [{ writerId: written, wseq: 1 }];
  const erased = hash256(concat(encodeCovers(consentTo ?? covers), idBytes(zeroHash as Hash)));
  const intent = concat(idBytes(docTag), erased);
  const consent = cosign(vault.passphrase, vault.state.vaultId, cosignedTypes.tombstone, intent);
  return encodeTombstoneExt({ covers, successor: undefined, cosign: consentTo && consent });
};

test("a co-signed tombstone erases at once what it covers; a consent to anything else is refused", async () => {
  const world = await setUp();
  const covers = [{ writerId: world.written, wseq: 1 }];
  const elsewhere = tombstone(world, [{ writerId: world.written, wseq: 0 }]);
  expect(await world.tryKind(envelopeKinds.tombstone, elsewhere)).toMatchObject({ code: "signature" });
  expect(await world.tryKind(envelopeKinds.tombstone, tombstone(world, covers))).toMatchObject({
    type: "ack",
  });
  await expect.poll(() => bodiesIn(world)).toEqual([false, false, true, true]);
  // The chain stays whole: the next page brings stubs in their places.
  const { store, client } = world;
  client.send({ type: "sub", cursor: { feedEpoch: store.feedEpoch, seq: 4 }, bodies: { kind: "all" } });
  expect((await client.next("page")).items.map(({ kind }) => kind)).toEqual([
    "stub",
    "stub",
    "whole",
    "whole",
  ]);
});

test("one that no slot signed waits seven days for the relay's next walk", async () => {
  const world = await setUp();
  expect(await world.tryKind(envelopeKinds.tombstone, tombstone(world, undefined))).toMatchObject({
    type: "ack",
  });
  const day = 24 * 3_600_000;
  for (let passed = 0; passed < 6; passed++) world.clock.advance(day);
  expect(await bodiesIn(world)).toEqual([true, true, true, true]);
  world.clock.advance(2 * day);
  await expect.poll(() => bodiesIn(world)).toEqual([false, false, true, true]);
});
