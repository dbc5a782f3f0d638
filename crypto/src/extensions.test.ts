import fc from "fast-check";
import { expect, test } from "vitest";
import { toHex } from "./bytes.ts";
import {
  encodeBlobsetExt,
  encodeCheckpointExt,
  encodeSnapshotExt,
  encodeTombstoneExt,
  parseBlobsetExt,
  parseCheckpointExt,
  parseSnapshotExt,
  parseTombstoneExt,
} from "./extensions.ts";
import type { BlobId, DocTag, Hash, PrincipalId, WriterId } from "./ids.ts";

const idsOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(toHex);
const ids = <Id extends string>(length: number) => fc.array(idsOf(length)) as fc.Arbitrary<Id[]>;
const covers = fc
  .uniqueArray(fc.record({ writerId: idsOf(16), wseq: fc.nat() }), { selector: ({ writerId }) => writerId })
  .map(
    (list) =>
      list.sort((a, b) => (a.writerId < b.writerId ? -1 : 1)) as { writerId: WriterId; wseq: number }[],
  );
const seed = 121;
const ends = (parse: (bytes: Uint8Array) => { ok: boolean }, bytes: Uint8Array) => {
  for (let length = 0; length < bytes.length; length++)
    expect(parse(bytes.subarray(0, length)).ok).toBe(false);
  expect(parse(Uint8Array.of(...bytes, 0)).ok).toBe(false);
};

test(`each extension comes back, and none is read cut or prolonged (seed ${seed})`, () => {
  const opts = { seed, numRuns: 30 };
  fc.assert(
    fc.property(covers, (list) => {
      const bytes = encodeSnapshotExt({ covers: list });
      expect(parseSnapshotExt(bytes)).toEqual({ ok: true, value: { covers: list } });
      ends(parseSnapshotExt, bytes);
    }),
    opts,
  );
  fc.assert(
    fc.property(ids<Hash>(32), ids<DocTag>(16), (witnessed, held) => {
      const bytes = encodeCheckpointExt({ witnessed, held });
      expect(parseCheckpointExt(bytes)).toEqual({ ok: true, value: { witnessed, held } });
      ends(parseCheckpointExt, bytes);
    }),
    opts,
  );
  fc.assert(
    fc.property(ids<BlobId>(16), fc.maxSafeNat(), (live, feedSeq) => {
      const bytes = encodeBlobsetExt({ live, feedSeq });
      expect(parseBlobsetExt(bytes)).toEqual({ ok: true, value: { live, feedSeq } });
      ends(parseBlobsetExt, bytes);
    }),
    opts,
  );
  const cosigned = fc.option(
    fc.record({
      cosignerId: fc.constant("ab".repeat(16) as PrincipalId),
      signature: fc.uint8Array({ minLength: 64, maxLength: 64 }) as fc.Arbitrary<Uint8Array<ArrayBuffer>>,
    }),
    { nil: undefined },
  );
  const successors = fc.constantFrom(undefined, "cd".repeat(32) as Hash);
  fc.assert(
    fc.property(covers, successors, cosigned, (list, successor, cosign) => {
      const bytes = encodeTombstoneExt({ covers: list, successor, cosign });
      expect(parseTombstoneExt(bytes)).toEqual({ ok: true, value: { covers: list, successor, cosign } });
      ends(parseTombstoneExt, bytes);
    }),
    opts,
  );
});

test("covers out of order, doubled, or beyond a writer's last wseq are malformed", () => {
  const [a, b] = ["aa".repeat(16) as WriterId, "bb".repeat(16) as WriterId];
  const bytes = encodeSnapshotExt({
    covers: [
      { writerId: a, wseq: 1 },
      { writerId: b, wseq: 2 },
    ],
  });
  const swapped = Uint8Array.of(...bytes.subarray(0, 2), ...bytes.subarray(26), ...bytes.subarray(2, 26));
  const doubled = Uint8Array.of(...bytes.subarray(0, 26), ...bytes.subarray(2, 26));
  const beyond = bytes.slice();
  beyond[21] = 1;
  expect([bytes, swapped, doubled, beyond].map((each) => parseSnapshotExt(each).ok)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(() =>
    encodeSnapshotExt({
      covers: [
        { writerId: b, wseq: 0 },
        { writerId: a, wseq: 0 },
      ],
    }),
  ).toThrow(/sorted/);
});
