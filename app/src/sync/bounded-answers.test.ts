/** A relay that answers without end: what this device reads of a body is bounded, whatever the body says of itself. */
import { type Bytes, err, type Hash, hash256, idOf, ok, ready } from "@whisperwell/crypto";
import { chunkCiphertextMost, jsonAnswerMost } from "@whisperwell/sync-server/wire";
import { beforeAll, describe, expect, test } from "vitest";
import { createBlobHttp } from "./blob-http.ts";
import { requestJson } from "./http-request.ts";
import type { Clock } from "./ports.ts";
import type { Identity, RelayHttp } from "./relay-http.ts";

beforeAll(() => ready);

/** Ends only when it is hung up on, or at `most` bytes. */
const createFlood = (most: number, fill: string) => {
  const piece = new TextEncoder().encode(fill.repeat(16 * 1024));
  const told = { bytes: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      if (told.bytes >= most) return controller.close();
      told.bytes += piece.length;
      controller.enqueue(piece.slice());
    },
    cancel: () => {
      told.isCancelled = true;
    },
  });
  return { told, body };
};
const answering = (response: () => Response) => ({ fetch: async () => response() });
const ask = (response: () => Response) =>
  requestJson(
    answering(response),
    { method: "GET", url: "https://relay.example/v1/about" },
    (value) => value,
  );

describe("a JSON answer", () => {
  test.each([200, 500])("without end (status %i) is hung up on and comes from no relay", async (status) => {
    const { told, body } = createFlood(8 << 20, " ");
    expect(await ask(() => new Response(body, { status }))).toEqual(err({ code: "not-a-relay" }));
    expect(told.isCancelled).toBe(true);
    expect(told.bytes).toBeLessThan(2 * jsonAnswerMost);
  });

  test("is read up to its last allowed byte, and one more is none", async () => {
    const padded = (length: number) => '{"a":1}'.padEnd(length);
    expect(await ask(() => new Response(padded(jsonAnswerMost)))).toEqual(ok({ a: 1 }));
    expect(await ask(() => new Response(padded(jsonAnswerMost + 1)))).toEqual(err({ code: "not-a-relay" }));
  });

  test("may name every chunk that was asked for", async () => {
    const have = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(64, "0"));
    expect(await ask(() => Response.json({ have }))).toEqual(ok({ have }));
  });

  test("without a body comes from no relay", async () => {
    expect(await ask(() => new Response(null))).toEqual(err({ code: "not-a-relay" }));
  });
});

describe("a chunk", () => {
  const get = (body: BodyInit, chunkId: Hash) => {
    const http = {
      origin: "https://relay.example",
      token: async () => ok({ token: "t", expiresIn: 600_000 }),
    } as unknown as RelayHttp;
    const clock: Clock = { now: () => 0, after: () => () => undefined };
    const network = answering(() => new Response(body));
    return createBlobHttp({ network, clock, http, identity: {} as Identity }).get(chunkId);
  };

  test("without end is hung up on soon after the largest chunk", async () => {
    const { told, body } = createFlood(16 << 20, "x");
    expect(await get(body, "0".repeat(64) as Hash)).toEqual(err({ code: "blob-invalid" }));
    expect(told.isCancelled).toBe(true);
    expect(told.bytes).toBeLessThan(chunkCiphertextMost + (64 << 10));
  });

  test("of the largest size, in pieces, is whole", async () => {
    const bytes: Bytes = new Uint8Array(chunkCiphertextMost).map((_, index) => index % 251);
    const pieces = [0, 1, 70_000, chunkCiphertextMost];
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        for (let at = 1; at < pieces.length; at++)
          controller.enqueue(bytes.slice(pieces[at - 1], pieces[at]));
        controller.close();
      },
    });
    expect(await get(body, idOf<Hash>(hash256(bytes)))).toEqual(ok(bytes));
  });

  test("whose body breaks off was not reached", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    expect(await get(body, "0".repeat(64) as Hash)).toEqual(err({ code: "unreachable" }));
  });
});
