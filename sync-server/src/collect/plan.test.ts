/**
 * I4  Nothing is pruned that a confirmed snapshot does not cover.  I6  A quarantine blocks it.
 * Two devices, A (writer 1) and B (writer 2), one document of A's commits under A's snapshot.
 */
import {
  type BlobId,
  type Bytes,
  type Cover,
  type DocTag,
  encodeBlobsetExt,
  encodeCheckpointExt,
  encodeSnapshotExt,
  encodeTombstoneExt,
  envelopeKinds,
  type Hash,
  type PrincipalId,
  type WriterId,
} from "@whisperwell/crypto";
import { describe, expect, test } from "vitest";
import type { Outline } from "../store/index.ts";
import { blobsToDrop, bodiesToDrop, type PlanInput } from "./plan.ts";

const day = 24 * 3_600_000;
const [w1, w2] = ["1".repeat(32), "2".repeat(32)] as [WriterId, WriterId];
const tag = "7".repeat(32) as DocTag;
const zero = "0".repeat(32) as DocTag;
const hashOf = (seq: number): Hash => seq.toString(16).padStart(64, "0") as Hash;
const outline = (seq: number, kind: number, at: number, more: Partial<Outline> = {}): Outline => ({
  seq,
  at,
  writerId: w1,
  wseq: seq - 1,
  hash: hashOf(seq),
  kind,
  docTag: tag,
  bodyLength: 300,
  ext: undefined,
  ...more,
});
const commits = (from: number, n: number, at = 0): Outline[] =>
  Array.from({ length: n }, (_, i) => outline(from + i, envelopeKinds.commit, at));
const snapshotAt = (seq: number, covers: readonly Cover[], at = 0): Outline =>
  outline(seq, envelopeKinds.snapshot, at, { ext: encodeSnapshotExt({ covers }) });
const checkpointAt = (
  seq: number,
  by: WriterId,
  at: number,
  witnessed: readonly Hash[],
  held: readonly DocTag[] = [],
): Outline =>
  outline(seq, envelopeKinds.checkpoint, at, {
    writerId: by,
    docTag: zero,
    ext: encodeCheckpointExt({ witnessed, held }),
  });
const planOf = (now: number, all: readonly Outline[]) => {
  const input: PlanInput = {
    now,
    special: all.filter(({ kind }) => kind !== envelopeKinds.commit),
    deviceOf: (writerId) => (writerId === w1 ? "a" : "b") as PrincipalId,
    isLive: () => true,
  };
  return bodiesToDrop(
    input,
    tag,
    all.filter(({ docTag }) => docTag === tag),
  );
};
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe("pruning under a snapshot", () => {
  const document = [...commits(1, 300), snapshotAt(301, [{ writerId: w1, wseq: 249 }])];
  const later = 40 * day;

  test("a witness of another device lets covered bodies go, but for the newest 100 commits", () => {
    const all = [...document, checkpointAt(302, w2, 0, [hashOf(301)])];
    expect(planOf(later, all)).toEqual(upTo(200));
  });
  test("what is not covered stays, and so does what came in the last 30 days", () => {
    const fewer = [...commits(1, 300), snapshotAt(301, [{ writerId: w1, wseq: 9 }])];
    expect(planOf(later, [...fewer, checkpointAt(302, w2, 0, [hashOf(301)])])).toEqual(upTo(10));
    expect(planOf(29 * day, [...document, checkpointAt(302, w2, 0, [hashOf(301)])])).toEqual([]);
  });
  test("nobody's witness, one of another snapshot or one from before it lets nothing go", () => {
    expect(planOf(later, document)).toEqual([]);
    expect(planOf(later, [...document, checkpointAt(302, w2, 0, [hashOf(300)])])).toEqual([]);
    expect(planOf(later, [...document, checkpointAt(299, w2, 0, [hashOf(301)])])).toEqual([]);
  });
  test("its author's own word counts after 30 days", () => {
    const confirmed = [...document, checkpointAt(302, w1, 20 * day, [hashOf(301)])];
    expect(planOf(49 * day, confirmed)).toEqual([]);
    expect(planOf(50 * day, confirmed)).toEqual(upTo(200));
  });
  test("a device that holds the document stops it until its next checkpoint no longer does", () => {
    const witnessed = [...document, checkpointAt(302, w2, 0, [hashOf(301)], [tag])];
    expect(planOf(later, witnessed)).toEqual([]);
    expect(planOf(later, [...witnessed, checkpointAt(303, w2, 0, [])])).toEqual(upTo(200));
  });
  test("the snapshot before stays, older ones go", () => {
    const covers = [{ writerId: w1, wseq: 999 }];
    const three = [snapshotAt(1, []), snapshotAt(2, []), snapshotAt(3, covers)];
    expect(planOf(later, [...three, checkpointAt(4, w2, 0, [hashOf(3)])])).toEqual([1]);
  });
});

describe("erasing", () => {
  const cosign = {
    cosignerId: "9".repeat(32) as PrincipalId,
    signature: new Uint8Array(64).fill(1) as Bytes,
  };
  const tombstoneAt = (
    seq: number,
    covers: readonly Cover[],
    more: { successor?: Hash; cosign?: typeof cosign } = {},
  ): Outline =>
    outline(seq, envelopeKinds.tombstone, 0, {
      ext: encodeTombstoneExt({ covers, successor: more.successor, cosign: more.cosign }),
    });
  const covers = [{ writerId: w1, wseq: 2 }];

  test("it waits seven days, and takes what it covers however young; what came after stays", () => {
    const all = [...commits(1, 4), tombstoneAt(5, covers)];
    expect(planOf(7 * day - 1, all)).toEqual([]);
    expect(planOf(7 * day, all)).toEqual([1, 2, 3]);
  });
  test("co-signed it takes them at once", () => {
    expect(planOf(1, [...commits(1, 4), tombstoneAt(5, covers, { cosign })])).toEqual([1, 2, 3]);
  });
  test("with a successor it takes nothing until that is here, and never the successor itself", () => {
    const replaced = tombstoneAt(5, [{ writerId: w1, wseq: 9 }], { cosign, successor: hashOf(4) });
    expect(planOf(1, [...commits(1, 3), replaced])).toEqual([]);
    expect(planOf(1, [...commits(1, 3), snapshotAt(4, covers), replaced])).toEqual([1, 2, 3]);
  });
});

describe("blobs", () => {
  const blob = (n: number) => n.toString(16).padStart(32, "0") as BlobId;
  const listAt = (seq: number, at: number, feedSeq: number, live: readonly BlobId[]): Outline =>
    outline(seq, envelopeKinds.blobset, at, { docTag: zero, ext: encodeBlobsetExt({ live, feedSeq }) });
  const plan = (now: number, special: readonly Outline[]) =>
    blobsToDrop({ now, special, deviceOf: () => undefined, isLive: () => true }, [
      { blobId: blob(1), seq: 3 },
      { blobId: blob(2), seq: 3 },
      { blobId: blob(3), seq: 12 },
    ]).blobIds;

  test("one goes 30 days after a list left it out, if it was put before that list", () => {
    const lists = [listAt(11, 0, 10, [blob(1)])];
    expect(plan(30 * day - 1, lists)).toEqual([]);
    expect(plan(30 * day, lists)).toEqual([blob(2)]);
  });
  test("a later list that names it keeps it; lists of one place add up", () => {
    expect(plan(30 * day, [listAt(11, 0, 10, [blob(1)]), listAt(20, 9, 19, [blob(2)])])).toEqual([]);
    expect(plan(30 * day, [listAt(11, 0, 10, [blob(1)]), listAt(12, 9, 10, [blob(2)])])).toEqual([]);
  });
});
