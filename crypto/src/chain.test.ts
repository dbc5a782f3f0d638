import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Chain, extendChain, runsByWriter } from "./chain.ts";
import { encodeEnvelope, parseEnvelope, signEnvelope, stubOf, withoutSignature } from "./envelope.ts";
import type { UnverifiedEnvelope, VerifiedEnvelope } from "./envelope-proof.ts";
import { createEpochKey, createKeyring } from "./epoch.ts";
import { type DocTag, randomId, type VaultId, type WriterId, zeroHash } from "./ids.ts";
import { createPrincipal } from "./principal.ts";
import { openEnvelope, sealEnvelope } from "./seal.ts";
import { ready } from "./sodium.ts";
import { seededRandom } from "./testing.ts";

beforeAll(() => ready);

const world = () => {
  const random = seededRandom(51);
  const device = createPrincipal("device", random.bytes(32));
  const stranger = createPrincipal("device", random.bytes(32));
  const vaultId = randomId<VaultId>(random);
  const writerId = randomId<WriterId>(random);
  const keyring = createKeyring(vaultId, [createEpochKey(0, random)]);
  const docTag = randomId<DocTag>(random);
  const write = (count: number, after?: VerifiedEnvelope, over = {}) => {
    const written: VerifiedEnvelope[] = [];
    let before = after;
    for (let i = 0; i < count; i++) {
      const place = {
        wseq: before === undefined ? 0 : before.header.wseq + 1,
        prev: before?.hash ?? zeroHash,
      };
      const sealed = sealEnvelope(
        { kind: "commit", vaultId, writerId, epoch: 0, docTag, ...place, ...over },
        random.bytes(20),
        { keyring, random, signer: device.id },
      );
      if (!sealed.ok) throw new Error(sealed.error.code);
      before = signEnvelope(sealed.value, device);
      written.push(before);
    }
    return written;
  };
  const chain: Chain = { vaultId, writerId, signer: device, head: undefined };
  return { random, device, stranger, chain, keyring, write };
};
/** As a relay sends it: signatures inside left out. */
const wire = (run: readonly VerifiedEnvelope[]): UnverifiedEnvelope[] =>
  run.map((envelope, i) => {
    const sent = i === run.length - 1 ? envelope : withoutSignature(envelope);
    const parsed = parseEnvelope(encodeEnvelope(sent), sent.form);
    if (!parsed.ok) throw new Error(parsed.error.code);
    return parsed.value;
  });
const headOf = ({ header, hash }: VerifiedEnvelope) => ({
  writerId: header.writerId,
  wseq: header.wseq,
  hash,
});
const errorOf = (result: ReturnType<typeof extendChain>) => (result.ok ? "ok" : result.error);

test("any split of a chain into runs ends at the same head, and every body opens (seed 52)", () => {
  const { chain, write, keyring } = world();
  const all = write(12);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 11 })), fc.nat(12), (cuts, stubs) => {
      let { head } = chain;
      const bounds = [0, ...cuts.sort((a, b) => a - b), 12];
      for (let i = 1; i < bounds.length; i++) {
        const run = all.slice(bounds[i - 1], bounds[i]);
        const sent = wire(
          run.map((envelope) => (envelope.header.wseq < stubs ? stubOf(envelope) : envelope)),
        );
        const extended = extendChain({ ...chain, head }, sent);
        if (!extended.ok) throw new Error(extended.error.code);
        for (const envelope of extended.value.envelopes)
          if (envelope.form === "whole") expect(openEnvelope(envelope, keyring).ok).toBe(true);
        head = extended.value.head;
      }
      expect(head).toEqual(headOf(all[11]!));
    }),
    { seed: 52, numRuns: 50 },
  );
});

test("signatures inside a run are not asked, so they are not passed on as genuine", () => {
  const { chain, write, device, stranger } = world();
  const [first, second] = write(2);
  const forged = {
    ...first!,
    signature: signEnvelope({ ...first!, signer: stranger.id }, stranger).signature,
  };
  const parsed = [forged, second!].map((envelope) => parseEnvelope(encodeEnvelope(envelope)));
  const extended = extendChain(
    chain,
    parsed.map((item) => (item as { value: UnverifiedEnvelope }).value),
  );
  if (!extended.ok) throw new Error(extended.error.code);
  expect(extended.value.envelopes.map((envelope) => envelope.signature !== undefined)).toEqual([false, true]);
  expect(extended.value.envelopes.map((envelope) => envelope.signer)).toEqual([device.id, device.id]);
});

describe("refused whole, with one name:", () => {
  test("a skipped envelope at the start is a gap that names what was expected", () => {
    const { chain, write } = world();
    const all = write(6);
    expect(errorOf(extendChain(chain, wire(all.slice(1))))).toEqual({ code: "gap", expected: 0, got: 1 });
    const head = headOf(all[1]!);
    expect(errorOf(extendChain({ ...chain, head }, wire(all.slice(4))))).toEqual({
      code: "gap",
      expected: 2,
      got: 4,
    });
    expect(errorOf(extendChain({ ...chain, head }, wire(all.slice(0, 4))))).toEqual({
      code: "gap",
      expected: 2,
      got: 0,
    });
  });
  test("a skipped, doubled or swapped envelope inside the run", () => {
    const { chain, write } = world();
    const [a, b, c, d] = wire(write(4)) as [
      UnverifiedEnvelope,
      UnverifiedEnvelope,
      UnverifiedEnvelope,
      UnverifiedEnvelope,
    ];
    for (const run of [
      [a, c, d],
      [a, b, b, c, d],
      [b, a, c, d],
    ])
      expect(errorOf(extendChain(chain, run))).toEqual({ code: "malformed", what: "order" });
  });
  test("another branch behind our head is a fork that shows both hashes", () => {
    const { chain, write } = world();
    const [first] = write(1) as [VerifiedEnvelope];
    const ours = write(1, first)[0]!;
    const theirs = write(2, first);
    const behind = { ...chain, head: headOf(ours) };
    const expected = { code: "fork", wseq: 1, known: ours.hash, got: theirs[0]!.hash };
    expect(errorOf(extendChain(behind, wire(theirs.slice(1))))).toEqual(expected);
    expect(errorOf(extendChain(behind, wire(theirs)))).toEqual(expected);
  });
  test("an unsigned fork proves nothing: the signature is asked first", () => {
    const { chain, write, stranger, device } = world();
    const [first] = write(1) as [VerifiedEnvelope];
    const head = { ...headOf(first), hash: "cd".repeat(32) as typeof first.hash };
    const run = wire(write(1, first));
    expect(errorOf(extendChain({ ...chain, head, signer: stranger }, run))).toEqual({ code: "signature" });
    expect(errorOf(extendChain({ ...chain, head, signer: device }, run))).toMatchObject({ code: "fork" });
  });
  test("a run that ends unsigned, or is empty", () => {
    const { chain, write } = world();
    const run = wire(write(3));
    for (const cut of [run.slice(0, 2), []])
      expect(errorOf(extendChain(chain, cut))).toEqual({ code: "malformed", what: "unsigned" });
  });
  test("another writer's, another vault's, a later envelope without predecessor", () => {
    const { chain, write, random } = world();
    const run = wire(write(2));
    const writerId = randomId<WriterId>(random);
    const vaultId = randomId<VaultId>(random);
    expect(errorOf(extendChain({ ...chain, writerId }, run))).toEqual({ code: "malformed", what: "writer" });
    expect(errorOf(extendChain({ ...chain, vaultId }, run))).toEqual({ code: "malformed", what: "vault" });
    const orphan = wire(write(1, undefined, { wseq: 3 }));
    expect(errorOf(extendChain(chain, orphan))).toEqual({ code: "malformed", what: "first" });
  });
  test("any bit flipped in any item of the run (seed 53)", () => {
    const { chain, write } = world();
    const run = write(3);
    const items = run.map((envelope, i) => encodeEnvelope(i === 2 ? envelope : withoutSignature(envelope)));
    fc.assert(
      fc.property(fc.nat(2), fc.nat(), (index, anyBit) => {
        const changed = items.map((item) => item.slice());
        const target = changed[index]!;
        const bit = anyBit % (target.length * 8);
        target[bit >> 3]! ^= 1 << (bit & 7);
        const parsed = changed.map((item) => parseEnvelope(item));
        if (parsed.some((item) => !item.ok)) return;
        const result = extendChain(
          chain,
          parsed.map((item) => (item as { value: UnverifiedEnvelope }).value),
        );
        expect(result.ok ? "ok" : result.error.code).toMatch(/^(malformed|signature)$/);
      }),
      { seed: 53, numRuns: 600 },
    );
  });
});

test("a page is sorted into runs without changing their order", () => {
  const { write, random } = world();
  const other = randomId<WriterId>(random);
  const [a, b] = wire(write(2)) as [UnverifiedEnvelope, UnverifiedEnvelope];
  const [c] = wire(write(1, undefined, { writerId: other })) as [UnverifiedEnvelope];
  expect([...runsByWriter([a, c, b])]).toEqual([
    [a.header.writerId, [a, b]],
    [other, [c]],
  ]);
});
