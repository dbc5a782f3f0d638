/** What is said to be held can be read: a row whose file is gone is not held, and gets its file back. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  assert,
  type BlobId,
  type Bytes,
  encodeEnvelope,
  type Hash,
  hash256,
  idOf,
  randomId,
  ready,
  stubOf,
  systemRandom,
} from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { createTestVault } from "../../testing/vault.ts";
import { openSqliteRelayStore } from "./index.ts";

test("a chunk whose file is gone is not said to be held, and putting it again brings it back", async () => {
  await ready;
  const directory = await mkdtemp(join(tmpdir(), "ww-chunks-"));
  const opened = openSqliteRelayStore({ directory, random: systemRandom, now: () => 0 });
  assert(opened.ok, "a fresh folder opens");
  await using store = opened.value;
  const vault = createTestVault();
  const { vaultId } = vault.state;
  const most = { bytes: 1e9, items: 1e6 };
  const [record] = vault.records;
  assert(record !== undefined, "a vault begins with a record");
  const { envelope } = record;
  const { header, hash, body } = envelope;
  const genesis = {
    ...header,
    hash,
    signed: true,
    stub: encodeEnvelope(stubOf(envelope)),
    body: body as Bytes,
  };
  await store.append(vaultId, [genesis], { most, create: true, at: 0 });
  const bytes = systemRandom.bytes(100);
  const chunk = {
    chunk: idOf<Hash>(hash256(bytes)),
    blobId: randomId<BlobId>(systemRandom),
    index: 0,
    total: 1,
    bytes,
  };
  expect(await store.putChunk(vaultId, chunk, most)).toBe("stored");
  expect(await store.chunksHeld(vaultId, [chunk.chunk])).toEqual([chunk.chunk]);
  await rm(join(directory, "blobs"), { recursive: true });
  expect(await store.chunksHeld(vaultId, [chunk.chunk])).toEqual([]);
  expect(await store.putChunk(vaultId, chunk, most)).toBe("known");
  expect(await store.chunk(vaultId, chunk.chunk)).toEqual(bytes);
  await rm(directory, { recursive: true, force: true });
});
