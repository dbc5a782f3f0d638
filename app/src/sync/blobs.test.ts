/** Attachments wait for text, go on where they broke off, and count as uploaded only when all of it is there. */
import {
  type BlobId,
  type Bytes,
  err,
  type Hash,
  hash256,
  idOf,
  ok,
  type Result,
  ready,
} from "@whisperwell/crypto";
import { beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../../crypto/src/testing.ts";
import type { BlobHttp, ChunkFailure } from "./blob-http.ts";
import { createBlobTransfer } from "./blobs.ts";
import type { HttpFailure } from "./http-request.ts";
import { createTestClock } from "./testing/clock.ts";
import { settled } from "./testing/network.ts";

beforeAll(() => ready);

const blobId = "b1".repeat(16) as BlobId;
const setUp = () => {
  const random = seededRandom(90);
  const clock = createTestClock();
  const chunks = new Map<Hash, Bytes>();
  for (let i = 0; i < 4; i++) {
    const bytes = random.bytes(50);
    chunks.set(idOf<Hash>(hash256(bytes)), bytes);
  }
  const relay = new Map<Hash, Bytes>();
  const calls: string[] = [];
  const state = {
    textWaits: false,
    failure: undefined as HttpFailure | undefined,
    failAfter: 0,
    uploaded: false,
  };
  const transport: BlobHttp = {
    held: async (_blob, ids) => {
      calls.push("held");
      return state.failure && state.failAfter === 0
        ? err(state.failure)
        : ok(new Set(ids.filter((id) => relay.has(id))));
    },
    put: async ({ index }, id, bytes) => {
      calls.push(`put ${index}`);
      if (state.failure && relay.size >= state.failAfter) return err(state.failure);
      relay.set(id, bytes);
      return ok(undefined);
    },
    get: async (id): Promise<Result<Bytes, ChunkFailure>> => {
      const bytes = relay.get(id);
      return bytes === undefined ? err({ code: "blob-invalid" }) : ok(bytes);
    },
  };
  const refused: string[] = [];
  const alarms: string[] = [];
  const transfer = createBlobTransfer({
    clock,
    random,
    transport,
    blobs: {
      pendingUploads: async () => (state.uploaded ? [] : [{ blobId, chunkIds: [...chunks.keys()] }]),
      readChunk: async (id) => chunks.get(id as Hash),
      markUploaded: async () => {
        state.uploaded = true;
      },
      onChange: () => () => undefined,
    },
    textWaits: () => state.textWaits,
    onRefused: (code) => refused.push(code),
    raise: async (code) => {
      alarms.push(code);
    },
  });
  return { clock, chunks, relay, calls, state, refused, alarms, transfer };
};

test("an upload that broke off goes on behind the chunks that are there", async () => {
  const { clock, relay, calls, state, transfer } = setUp();
  state.failure = { code: "unreachable" };
  state.failAfter = 2;
  transfer.nudge();
  await clock.advance(0, settled);
  expect([relay.size, state.uploaded]).toEqual([2, false]);
  calls.length = 0;
  state.failure = undefined;
  await clock.advance(1000, settled);
  expect(calls).toEqual(["held", "put 2", "put 3"]);
  expect([relay.size, state.uploaded]).toEqual([4, true]);
});

test("while text waits no chunk is sent; when it is through, they are", async () => {
  const { clock, relay, state, transfer } = setUp();
  state.textWaits = true;
  transfer.nudge();
  await clock.advance(60_000, settled);
  expect(relay.size).toBe(0);
  state.textWaits = false;
  transfer.nudge();
  await clock.advance(0, settled);
  expect(state.uploaded).toBe(true);
});

test("a full relay is said, and not asked again until something changes", async () => {
  const { clock, calls, state, refused, transfer } = setUp();
  state.failure = { code: "quota" };
  state.failAfter = 1;
  transfer.nudge();
  await clock.advance(3_600_000, settled);
  expect(refused).toEqual(["quota"]);
  expect(calls).toEqual(["held", "put 0", "put 1"]);
  state.failure = undefined;
  transfer.nudge();
  await clock.advance(0, settled);
  expect(state.uploaded).toBe(true);
});

test("a chunk missing here is an alarm once, and never marked as uploaded", async () => {
  const { clock, chunks, state, alarms, transfer } = setUp();
  chunks.delete([...chunks.keys()][1] as Hash);
  const lost = "0f".repeat(32) as Hash;
  chunks.set(lost, undefined as unknown as Bytes);
  for (let i = 0; i < 3; i++) {
    transfer.nudge();
    await clock.advance(0, settled);
  }
  expect([state.uploaded, alarms]).toEqual([false, ["BLOB_INVALID"]]);
});

test("a chunk that is not what its name says is BLOB_INVALID", async () => {
  const { alarms, transfer } = setUp();
  expect(await transfer.download("0f".repeat(32) as Hash)).toEqual({
    ok: false,
    error: { code: "blob-invalid" },
  });
  expect(alarms).toEqual(["BLOB_INVALID"]);
});
