import { expect, test } from "vitest";
import { createEnvelope, encodeEnvelope, parseEnvelope, signEnvelope } from "../envelope.ts";
import type { VerifiedEnvelope } from "../envelope-proof.ts";
import { type Hash, vaultTag, type WriterId, zeroHash } from "../ids.ts";
import { testVault } from "../membership/testing.ts";
import { assert } from "../result.ts";
import { ready } from "../sodium.ts";
import { createChainCheck } from "./chains.ts";

await ready;

const vault = testVault(1);
const [first, second] = [...vault.writerIds].sort() as [WriterId, WriterId];
const link = (writerId: WriterId, wseq: number, prev: Hash): VerifiedEnvelope => {
  const { vaultId } = vault.state;
  const nonce = vault.deps.random.bytes(24);
  const header = { kind: 1, version: 1, vaultId, writerId, wseq, epoch: 0, docTag: vaultTag, prev, nonce };
  return createEnvelope(header, vault.deps.random.bytes(300), vault.device.id);
};
const signed = (envelope: VerifiedEnvelope) => signEnvelope(envelope, vault.device);
/** "ok", or the index at which the check said no (the length: at the end). */
const check = (envelopes: readonly VerifiedEnvelope[]) => {
  const chains = createChainCheck(vault.state);
  for (const [i, envelope] of envelopes.entries()) {
    const parsed = parseEnvelope(encodeEnvelope(envelope));
    assert(parsed.ok, "parses");
    if (!chains.take(parsed.value)) return i;
  }
  return chains.finish() ? "ok" : envelopes.length;
};

const root = link(first, 0, zeroHash);
const [left, right] = [link(first, 1, root.hash), link(first, 1, root.hash)];

test("one signature at the end of a chain carries it; without it the chain counts for nothing", () => {
  expect(check([root, signed(left)])).toBe("ok");
  expect(check([root, left])).toBe(2);
  expect(check([root, left, signed(link(second, 0, zeroHash))])).toBe(2); // named where the next writer begins
});

test("both branches of a writer that forked are kept, each with a signature of its own", () => {
  expect(check([root, signed(left), signed(right)])).toBe("ok");
  expect(check([root, signed(left), right])).toBe(3);
  expect(check([root, signed(left), right, signed(link(first, 2, right.hash))])).toBe("ok");
});

test("a gap, a stranger's writer and a writer that comes twice are refused", () => {
  expect(check([root, signed(link(first, 2, left.hash))])).toBe(1);
  expect(check([signed(link("f".repeat(32) as WriterId, 0, zeroHash))])).toBe(0);
  expect(check([signed(link(second, 0, zeroHash)), signed(root)])).toBe(1);
  expect(check([signed(link(first, 0, left.hash))])).toBe(0);
});
