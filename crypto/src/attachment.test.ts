import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AttachmentManifest,
  chunkBytes,
  chunkCount,
  chunkLength,
  openAttachment,
  openChunk,
  parseAttachmentManifest,
  type SealedChunk,
  sealAttachment,
} from "./attachment.ts";
import { type Bytes, concat } from "./bytes.ts";
import { idOf, type VaultId } from "./ids.ts";
import { padme } from "./padme.ts";
import { assert } from "./result.ts";
import { ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

await ready;
const seed = 20_261_124;
const vaultId = idOf<VaultId>(new Uint8Array(16).fill(7));

async function* inPieces(bytes: Uint8Array, pieceLength: number) {
  for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
}
const seal = async (bytes: Uint8Array, pieceLength = 100_000, size = bytes.length, randomSeed = 1) => {
  const chunks: SealedChunk[] = [];
  const sealed = await sealAttachment(
    { random: seededRandom(randomSeed) },
    {
      vaultId,
      size,
      source: inPieces(bytes, pieceLength),
      keep: async (chunk) => {
        chunks.push(chunk);
      },
    },
  );
  return { sealed, chunks };
};
const sealOk = async (bytes: Uint8Array) => {
  const { sealed, chunks } = await seal(bytes);
  assert(sealed.ok, "sealed");
  return { manifest: sealed.value, chunks };
};
const open = async (manifest: AttachmentManifest, chunks: readonly SealedChunk[]) => {
  const parts: Bytes[] = [];
  for await (const opened of openAttachment(vaultId, manifest, async (i) => chunks[i]?.ciphertext)) {
    if (!opened.ok) return opened.error;
    parts.push(opened.value);
  }
  return concat(...parts);
};
const noise = (length: number) => seededRandom(length + 1).bytes(length);

test("what is sealed comes back whole at the lengths around a chunk", async () => {
  for (const length of [0, 1, 300, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes + 12_345]) {
    const { manifest, chunks } = await sealOk(noise(length));
    expect(chunks.length).toBe(chunkCount(length));
    expect(chunks.map((chunk) => chunk.ciphertext.length)).toEqual(
      chunks.map((_, i) => chunkLength(length, i)),
    );
    expect(await open(manifest, chunks)).toEqual(noise(length));
  }
});

test(`any bytes in any pieces come back (seed ${seed})`, () =>
  fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 4096 }),
      fc.integer({ min: 1, max: 5000 }),
      async (bytes, piece) => {
        const { sealed, chunks } = await seal(bytes, piece);
        assert(sealed.ok, "sealed");
        expect(await open(sealed.value, chunks)).toEqual(Uint8Array.from(bytes));
      },
    ),
    { seed, numRuns: 50 },
  ));

test("the relay sees only padded lengths: two files of one size class give chunks of one length", async () => {
  const [a, b] = [await sealOk(noise(1_000_001)), await sealOk(noise(1_010_000))];
  expect(a.chunks[0]!.ciphertext.length).toBe(b.chunks[0]!.ciphertext.length);
});

test("padding may reach into a chunk of its own", async () => {
  const length = 100 * chunkBytes - 1;
  expect(padme(length)).toBeGreaterThan(length);
  expect(padme(100 * chunkBytes + 1)).toBe(102 * chunkBytes);
  expect(chunkCount(100 * chunkBytes + 1)).toBe(102);
});

test("a second pass over the same bytes shares neither key nor blobId nor ciphertext", async () => {
  const [first, second] = [await seal(noise(50), 10, 50, 1), await seal(noise(50), 10, 50, 2)];
  assert(first.sealed.ok && second.sealed.ok, "sealed");
  expect(first.sealed.value.key).not.toEqual(second.sealed.value.key);
  expect(first.sealed.value.blobId).not.toBe(second.sealed.value.blobId);
  expect(first.chunks[0]!.chunkId).not.toBe(second.chunks[0]!.chunkId);
});

test("a file that grew or shrank while it was read is not an attachment", async () => {
  for (const claimed of [999, 1001, 0]) {
    const { sealed } = await seal(noise(1000), 64, claimed);
    expect(sealed).toEqual({ ok: false, error: { code: "source-changed" } });
  }
});

test("an aborted pass gives no manifest", async () => {
  const sealed = await sealAttachment(
    { random: seededRandom(1) },
    {
      vaultId,
      size: 10,
      source: inPieces(noise(10), 5),
      keep: async () => undefined,
      signal: AbortSignal.abort(),
    },
  );
  expect(sealed).toEqual({ ok: false, error: { code: "aborted" } });
});

test("swapped, repeated, missing, cut, flipped and foreign chunks are each named", async () => {
  const length = 2 * chunkBytes + 5;
  const { manifest, chunks } = await sealOk(noise(length));
  const [a, b, c] = chunks as [SealedChunk, SealedChunk, SealedChunk];
  expect(await open(manifest, [a, b, c])).toEqual(noise(length)); // control
  expect(await open(manifest, [b, a, c])).toEqual({ code: "chunk-id", index: 0 });
  expect(await open(manifest, [a, a, c])).toEqual({ code: "chunk-id", index: 1 });
  expect(await open(manifest, [a, b])).toEqual({ code: "chunk-missing", index: 2 });
  const cut = { ...c, ciphertext: c.ciphertext.slice(0, -1) };
  expect(await open(manifest, [a, b, cut])).toEqual({ code: "chunk-id", index: 2 });
  for (const at of [0, 1000, b.ciphertext.length - 1]) {
    const flipped = b.ciphertext.slice();
    flipped[at]! ^= 1;
    expect(await open(manifest, [a, { ...b, ciphertext: flipped }, c])).toEqual({
      code: "chunk-id",
      index: 1,
    });
  }
});

test("even a manifest that names chunks in another order, or fewer, does not open", async () => {
  const length = 2 * chunkBytes + 5;
  const { manifest, chunks } = await sealOk(noise(length));
  const [a, b, c] = chunks as [SealedChunk, SealedChunk, SealedChunk];
  const ids = manifest.chunkIds;
  const swapped = { ...manifest, chunkIds: [ids[1]!, ids[0]!, ids[2]!] };
  expect(await open(swapped, [b, a, c])).toEqual({ code: "chunk-forged", index: 0 });
  const shorter = { ...manifest, size: 2 * chunkBytes, chunkIds: ids.slice(0, 2) };
  expect(await open(shorter, [a, b])).toEqual({ code: "chunk-forged", index: 0 });
  const otherVault = await openChunk(idOf<VaultId>(new Uint8Array(16)), manifest, 0, a.ciphertext);
  expect(otherVault).toEqual({ ok: false, error: { code: "chunk-forged", index: 0 } });
  const otherKey = { ...manifest, key: new Uint8Array(32) };
  expect(await open(otherKey, chunks)).toEqual({ code: "chunk-forged", index: 0 });
});

test("a size made smaller than it was shows as padding that is not zero", async () => {
  const { manifest, chunks } = await sealOk(new Uint8Array(1000).fill(9)); // Padmé of 999 is that of 1000
  expect(await open({ ...manifest, size: 999 }, chunks)).toEqual({ code: "padding", index: 0 });
});

test("a manifest whose ids do not fit its size is refused before anything is fetched", async () => {
  const { manifest } = await sealOk(noise(10));
  expect(parseAttachmentManifest({ ...manifest })).toEqual(manifest);
  expect(parseAttachmentManifest({ ...manifest, size: chunkBytes * 3 })).toBeUndefined();
  expect(parseAttachmentManifest({ ...manifest, size: -1 })).toBeUndefined();
  expect(parseAttachmentManifest({ ...manifest, key: manifest.key.slice(1) })).toBeUndefined();
  expect(parseAttachmentManifest({ ...manifest, chunkIds: ["zz"] })).toBeUndefined();
  expect(parseAttachmentManifest(null)).toBeUndefined();
});
