/**
 * The client against the real relay over real sockets: durable at the relay means durable through kill -9, and a lost
 * ACK costs a repetition, never a word and never a second copy.
 */
import {
  assert,
  type BlobId,
  type Bytes,
  type Hash,
  hash256,
  idOf,
  ready,
  systemRandom,
  toHex,
  utf8,
} from "@whisperwell/crypto";
import { decodeFrame } from "@whisperwell/sync-server/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBlobHttp } from "./blob-http.ts";
import { createSyncClient } from "./client.ts";
import { createMailbox } from "./mailbox.ts";
import type { Clock, Network } from "./ports.ts";
import { createRelayHttp, findRelay } from "./relay-http.ts";
import { founders } from "./testing/founders.ts";
import { createDisk, createMemoryLog, type MemoryLog } from "./testing/memory-log.ts";
import { type RelayProcess, startRelayProcess } from "./testing/relay-process.ts";
import { createWebNetwork } from "./web-network.ts";

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
let relay: RelayProcess;
beforeAll(async () => {
  await ready;
  relay = await startRelayProcess();
});
afterAll(() => relay[Symbol.asyncDispose]());

const journal = async () => {
  const first = founders(systemRandom, clock);
  const created = await createRelayHttp(createWebNetwork(), relay.origin).createVault(first.records);
  expect(created).toMatchObject({ ok: true, value: { known: false } });
  const logOf = (device: typeof first.phone, writerIds: typeof first.phoneWriters) =>
    createMemoryLog({
      random: systemRandom,
      device,
      writerIds,
      epochKey: first.epochKey,
      disk: createDisk(first.state, first.records),
    });
  return {
    first,
    phone: logOf(first.phone, first.phoneWriters),
    laptop: logOf(first.laptop, first.laptopWriters),
  };
};
const clientOf = (log: MemoryLog, network: Network = createWebNetwork()) => {
  const client = createSyncClient({ clock, network, log });
  client.start(relay.origin);
  return { client, [Symbol.dispose]: () => client.stop() };
};
/** Looks at each frame the relay sends; `stop` is told and the frame withheld when it is the one. */
const withholding = (isTheOne: (type: string) => boolean, stop: () => void): Network => {
  const network = createWebNetwork();
  return {
    ...network,
    dial: (url, events) =>
      network.dial(url, {
        ...events,
        onFrame: (bytes) => {
          const frame = decodeFrame(bytes);
          if (frame.ok && isTheOne(frame.value.type)) stop();
          else events.onFrame(bytes);
        },
      }),
  };
};

test("two devices over real sockets hold the same log, more than a page and the credit hold", async () => {
  const { phone, laptop } = await journal();
  using _phone = clientOf(phone);
  const texts = Array.from({ length: 1200 }, (_, i) => `entry ${i} ${"long ".repeat(i % 5 === 0 ? 500 : 1)}`);
  phone.write(...texts);
  await phone.until(() => phone.unsent() === 0);
  using _laptop = clientOf(laptop);
  await laptop.until(() => laptop.texts().length === texts.length);
  expect(laptop.texts()).toEqual([...texts].sort());
  laptop.write("an answer");
  await phone.until(() => phone.texts().includes("an answer"));
  expect([...phone.alarms, ...laptop.alarms]).toEqual([]);
});

test("killed with -9 between append and ack, the relay has the words once, and nothing is lost", async () => {
  const { phone, laptop } = await journal();
  let killed: Promise<void> | undefined;
  using _phone = clientOf(
    phone,
    withholding(
      (type) => type === "ack" && killed === undefined,
      () => {
        killed = relay.kill().then(relay.start);
      },
    ),
  );
  phone.write("durable, but the ack was lost");
  await phone.until(() => killed !== undefined && phone.unsent() === 0);
  await killed;
  phone.write("after the restart");
  await phone.until(() => phone.unsent() === 0);
  using _laptop = clientOf(laptop);
  await laptop.until(() => laptop.texts().length === 2);
  expect(laptop.texts()).toEqual(["after the restart", "durable, but the ack was lost"]);
  expect([...phone.alarms, ...laptop.alarms]).toEqual([]);
});

test("killed with -9 the moment an append left, it arrives after the restart all the same", async () => {
  const { phone } = await journal();
  using _phone = clientOf(phone);
  phone.write("acknowledged before");
  await phone.until(() => phone.unsent() === 0);
  phone.write("on its way");
  await relay.kill();
  phone.write("written while the relay was down");
  await relay.start();
  await phone.until(() => phone.unsent() === 0);
  expect(phone.alarms).toEqual([]);
});

test("a relay says what it is, and a vault made twice is one vault", async () => {
  const { first } = await journal();
  const http = createRelayHttp(createWebNetwork(), relay.origin);
  expect(await findRelay(http)).toMatchObject({ ok: true, value: { name: "whisperwell-relay" } });
  expect(await http.createVault(first.records)).toMatchObject({ ok: true, value: { known: true } });
  const nobody = createRelayHttp(createWebNetwork(), "http://127.0.0.1:9");
  expect(await findRelay(nobody)).toEqual({ ok: false, error: { code: "relay-unreachable" } });
});

test("attachment chunks go up once, are found again, and come back checked", async () => {
  const { phone } = await journal();
  const network = createWebNetwork();
  const http = createRelayHttp(network, relay.origin);
  const blobs = createBlobHttp({ network, clock, http, identity: phone });
  const blobId = toHex(systemRandom.bytes(16)) as BlobId;
  const chunk: Bytes = systemRandom.bytes(100_000);
  const chunkId = idOf<Hash>(hash256(chunk));
  expect(await blobs.held(blobId, [chunkId])).toEqual({ ok: true, value: new Set() });
  expect(await blobs.put({ blobId, index: 0, total: 1 }, chunkId, chunk)).toEqual({ ok: true });
  expect(await blobs.held(blobId, [chunkId])).toEqual({ ok: true, value: new Set([chunkId]) });
  const back = await blobs.get(chunkId);
  assert(back.ok, "what was stored is there");
  expect(toHex(back.value)).toBe(toHex(chunk));
  expect(await blobs.get("00".repeat(32) as Hash)).toMatchObject({ ok: false, error: { code: "not-found" } });
});

test("a mailbox passes messages in their order, to one other side only", async () => {
  const network = createWebNetwork();
  const ch = toHex(systemRandom.bytes(16));
  const side = () =>
    createMailbox(network, { origin: relay.origin, ch, token: toHex(systemRandom.bytes(16)) });
  const [o, a, stranger] = [side(), side(), side()];
  expect(await o.open()).toMatchObject({ ok: true, value: { joined: false } });
  const first = o.waitFor(0);
  expect(await a.join()).toMatchObject({ ok: true, value: { joined: true } });
  expect(await stranger.join()).toMatchObject({ ok: false, error: { code: "taken" } });
  await a.put(0, utf8("from A"));
  expect(await first).toEqual({ ok: true, value: { n: 0, from: "A", message: utf8("from A") } });
  await o.put(1, utf8("from O"));
  expect(await a.waitFor(1)).toMatchObject({ ok: true, value: { from: "O" } });
  const late = new AbortController();
  const never = a.waitFor(2, late.signal);
  late.abort();
  expect(await never).toEqual({ ok: false, error: { code: "cancelled" } });
  expect(await o.close()).toMatchObject({ ok: true });
  expect(await a.get(0)).toMatchObject({ ok: false, error: { code: "not-found" } });
});
