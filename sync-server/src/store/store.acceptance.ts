/**
 * What every RelayStore promises (§7 of docs/protocol.md). A store that passes may stand in for another.
 * `reopen` closes and opens the same data again; a store without a disk keeps the object.
 */
import { createHash } from "node:crypto";
import {
  type Bytes,
  concat,
  type DocTag,
  type FeedEpoch,
  type Hash,
  toHex,
  type VaultId,
  type WriterId,
  zeroHash,
  zeroWriter,
} from "@whisperwell/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepMailbox } from "./mailbox.ts";
import type { RelayStore, SealedEnvelope } from "./port.ts";

export interface StoreUnderTest extends AsyncDisposable {
  readonly store: () => RelayStore;
  readonly reopen: () => Promise<void>;
}

const plenty = { most: { bytes: 1e12, items: 1e9 }, create: true, at: 1_000 };
const bounds = { bytes: 256 * 1024, items: 500 };
const digest = (bytes: Uint8Array): Bytes => new Uint8Array(createHash("sha256").update(bytes).digest());
export const testId = <Id extends string>(n: number): Id => n.toString(16).padStart(32, "0") as Id;
const vaultA = testId<VaultId>(0xa);
const vaultB = testId<VaultId>(0xb);

/** A chain as a store sees it: links and sizes are real, signatures are only flags to it. */
export const testChain = (
  writerId: WriterId,
  length: number,
  options: {
    salt?: number;
    bodyLength?: number;
    signedEach?: number;
    kind?: number;
    after?: SealedEnvelope;
    docTag?: DocTag;
  } = {},
): SealedEnvelope[] => {
  const { salt = 0, bodyLength = 64, signedEach = 1, kind = 1, after, docTag = testId<DocTag>(7) } = options;
  const chain: SealedEnvelope[] = [];
  for (let i = 0; i < length; i++) {
    const before = chain.at(-1) ?? after;
    const wseq = before ? before.wseq + 1 : 0;
    const header = concat(digest(Uint8Array.of(salt, i)), new Uint8Array(92).fill(wseq % 256));
    const body = new Uint8Array(bodyLength).fill((salt + wseq) % 256);
    const bodyHash = digest(body);
    const prev = before?.hash ?? zeroHash;
    const signed = (i + 1) % signedEach === 0 || i === length - 1;
    chain.push({
      writerId,
      wseq,
      prev,
      hash: toHex(digest(concat(header, bodyHash, new TextEncoder().encode(prev + writerId)))) as Hash,
      kind,
      docTag,
      signed,
      stub: concat(header, bodyHash, Uint8Array.of(signed ? 1 : 0), new Uint8Array(signed ? 64 : 0).fill(5)),
      body,
    });
  }
  return chain;
};
const wholeOf = ({ stub, body }: SealedEnvelope): string =>
  toHex(concat(stub.subarray(0, 124), body, stub.subarray(156)));
const w1 = testId<WriterId>(0x101);
const w2 = testId<WriterId>(0x102);

export const relayStoreAcceptance = (title: string, open: () => Promise<StoreUnderTest>): void => {
  describe(title, () => {
    const readAll = async (store: RelayStore, vaultId: VaultId) => {
      const items: string[] = [];
      for (;;) {
        const page = await store.page(vaultId, items.length + 1, { kind: "all" }, bounds);
        if (!page || page.items.length === 0) return items;
        items.push(...page.items.map((item) => toHex(item.bytes)));
      }
    };

    test("a vault nobody made has no page, no summary and takes no append", async () => {
      await using under = await open();
      const store = under.store();
      expect(await store.vault(vaultA)).toBeUndefined();
      expect(await store.head(vaultA)).toBeUndefined();
      expect(await store.page(vaultA, 1, { kind: "all" }, bounds)).toBeUndefined();
      expect(await store.append(vaultA, testChain(w1, 1), { ...plenty, create: false })).toEqual({
        code: "no-vault",
      });
      expect(await store.vault(vaultA)).toBeUndefined();
    });

    test("seqs begin at 1, follow each other over all writers, and vaults do not mix", async () => {
      await using under = await open();
      const store = under.store();
      const [a, b] = [testChain(w1, 3), testChain(w2, 2)];
      expect(await store.append(vaultA, a, plenty)).toEqual({
        code: "stored",
        runs: [{ wseq: 0, seq: 1, n: 3 }],
        head: 3,
      });
      expect(await store.append(vaultB, a, plenty)).toMatchObject({ head: 3 });
      expect(await store.append(vaultA, b, plenty)).toMatchObject({ runs: [{ wseq: 0, seq: 4, n: 2 }] });
      expect(await store.head(vaultA)).toBe(5);
      expect(await readAll(store, vaultA)).toEqual([...a, ...b].map(wholeOf));
      expect(await readAll(store, vaultB)).toEqual(a.map(wholeOf));
    });

    test("a retry in any split is answered with the seqs it had, and stored once", async () => {
      await using under = await open();
      const store = under.store();
      const chain = testChain(w1, 6);
      await store.append(vaultA, chain.slice(0, 2), plenty);
      await store.append(vaultA, testChain(w2, 1), plenty);
      expect(await store.append(vaultA, chain.slice(1, 5), plenty)).toEqual({
        code: "stored",
        runs: [
          { wseq: 1, seq: 2, n: 1 },
          { wseq: 2, seq: 4, n: 3 },
        ],
        head: 6,
      });
      expect(await store.append(vaultA, chain, plenty)).toMatchObject({ head: 7 });
      expect(await store.append(vaultA, chain, plenty)).toMatchObject({ head: 7 });
      expect(await readAll(store, vaultA)).toHaveLength(7);
    });

    test("a gap names what is held and uses up no seq", async () => {
      await using under = await open();
      const store = under.store();
      const chain = testChain(w1, 5);
      expect(await store.append(vaultA, chain.slice(1), plenty)).toEqual({
        code: "gap",
        expect: { writerId: w1, wseq: 0, hash: zeroHash },
      });
      await store.append(vaultA, chain.slice(0, 2), plenty);
      expect(await store.append(vaultA, chain.slice(3), plenty)).toEqual({
        code: "gap",
        expect: { writerId: w1, wseq: 1, hash: chain[1]!.hash },
      });
      expect(await store.append(vaultA, chain.slice(2), plenty)).toMatchObject({ head: 5 });
    });

    test("another branch is a fork, proved by the first signed stub on ours, and changes nothing", async () => {
      await using under = await open();
      const store = under.store();
      const ours = testChain(w1, 4, { signedEach: 4 });
      const theirs = testChain(w1, 6, { salt: 9 });
      await store.append(vaultA, ours, plenty);
      expect(await store.append(vaultA, theirs, plenty)).toEqual({
        code: "fork",
        expect: { writerId: w1, wseq: 3, hash: ours[3]!.hash },
        proof: ours[3]!.stub,
      });
      expect(await store.append(vaultA, theirs.slice(4), plenty)).toMatchObject({
        code: "fork",
        proof: ours[3]!.stub,
      });
      expect(await readAll(store, vaultA)).toEqual(ours.map(wholeOf));
    });

    test("appends that race for one place: one is stored, the others fork", async () => {
      await using under = await open();
      const store = under.store();
      const rivals = [1, 2, 3, 4].map((salt) => testChain(zeroWriter, 1, { salt }));
      const outcomes = await Promise.all(rivals.map((rival) => store.append(vaultA, rival, plenty)));
      expect(outcomes.map((outcome) => outcome.code).sort()).toEqual(["fork", "fork", "fork", "stored"]);
      expect(await readAll(store, vaultA)).toHaveLength(1);
    });

    test("many appends at once leave no gap and lose nothing", async () => {
      await using under = await open();
      const store = under.store();
      const writers = Array.from({ length: 16 }, (_, i) => testId<WriterId>(0x200 + i));
      const appends = writers.flatMap((writerId) =>
        testChain(writerId, 5).map((envelope) => store.append(vaultA, [envelope], plenty)),
      );
      const seqs = (await Promise.all(appends)).flatMap((outcome) =>
        outcome.code === "stored" ? outcome.runs.map((run) => run.seq) : [],
      );
      expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, i) => i + 1));
    });

    test("a page holds at most 500 and 256 kB, or one, and ends on a signed envelope", async () => {
      await using under = await open();
      const store = under.store();
      const small = testChain(w1, 480, { signedEach: 60, bodyLength: 10 });
      await store.append(vaultA, small, plenty);
      await store.append(vaultA, testChain(w2, 60, { signedEach: 60, bodyLength: 10 }), plenty);
      const first = await store.page(vaultA, 1, { kind: "all" }, bounds);
      expect(first?.items).toHaveLength(480);
      expect(first?.head).toBe(540);
      const large = testChain(testId(0x300), 3, { bodyLength: 200_000 });
      for (const envelope of large) await store.append(vaultA, [envelope], plenty);
      const second = await store.page(vaultA, 481, { kind: "all" }, bounds);
      expect(second?.items).toHaveLength(61);
      const huge = testChain(testId(0x301), 1, { bodyLength: 512 * 1024 });
      await store.append(vaultA, huge, plenty);
      expect((await store.page(vaultA, 544, { kind: "all" }, bounds))?.items).toHaveLength(1);
      expect((await store.page(vaultA, 545, { kind: "all" }, bounds))?.items).toEqual([]);
    });

    test("every header comes, as a stub where the body was not asked for", async () => {
      await using under = await open();
      const store = under.store();
      const [here, there] = [testId<DocTag>(1), testId<DocTag>(2)];
      const a = testChain(w1, 1, { docTag: here });
      const b = testChain(w2, 1, { docTag: there });
      await store.append(vaultA, a, plenty);
      await store.append(vaultA, b, plenty);
      const none = await store.page(vaultA, 1, { kind: "none" }, bounds);
      expect(none?.items).toEqual([a[0]!, b[0]!].map(({ stub }) => ({ kind: "stub", bytes: stub })));
      const some = await store.page(vaultA, 1, { kind: "docTags", docTags: [there] }, bounds);
      expect(some?.items.map((item) => item.kind)).toEqual(["stub", "whole"]);
      expect(toHex(some!.items[1]!.bytes)).toBe(wholeOf(b[0]!));
    });

    test("bodies are found by document and by place in a chain, in as many pieces as needed", async () => {
      await using under = await open();
      const store = under.store();
      const here = testId<DocTag>(1);
      const a = testChain(w1, 9, { docTag: here });
      await store.append(vaultA, a, plenty);
      await store.append(vaultA, testChain(w2, 3), plenty);
      const bodies = async (wanted: Parameters<RelayStore["bodies"]>[1]) => {
        const found: string[] = [];
        for (let after: number | undefined = 0; after !== undefined; ) {
          const part = await store.bodies(vaultA, wanted, after, { ...bounds, items: 4 });
          found.push(...part.items.map((item) => toHex(item.bytes)));
          after = part.next;
        }
        return found;
      };
      expect(await bodies({ kind: "document", docTag: here })).toEqual(a.map(wholeOf));
      expect(await bodies({ kind: "writer", writerId: w1, from: 2, to: 7 })).toEqual(
        a.slice(2, 8).map(wholeOf),
      );
      expect(await bodies({ kind: "document", docTag: testId<DocTag>(99) })).toEqual([]);
    });

    test("the summary says each writer's head with its stub, the newest checkpoint, and what is used", async () => {
      await using under = await open();
      const store = under.store();
      const a = testChain(w1, 2);
      const b = testChain(w2, 1, { kind: 3 });
      const m = testChain(zeroWriter, 1, { kind: 7 });
      for (const batch of [m, a, b]) await store.append(vaultA, batch, plenty);
      const summary = await store.vault(vaultA);
      expect(summary).toMatchObject({ head: 4, checkpoint: { seq: 4, hash: b[0]!.hash } });
      expect([...summary!.writers].sort((x, y) => (x.writerId < y.writerId ? -1 : 1))).toEqual([
        { writerId: w1, wseq: 1, hash: a[1]!.hash, stub: a[1]!.stub },
        { writerId: w2, wseq: 0, hash: b[0]!.hash, stub: b[0]!.stub },
      ]);
      const bytes = [...a, ...b, ...m].reduce((sum, envelope) => sum + wholeOf(envelope).length / 2, 0);
      expect(summary!.usage).toEqual({ bytes, items: 4 });
    });

    test("an append that would exceed its bound is refused whole; what is known already costs nothing", async () => {
      await using under = await open();
      const store = under.store();
      const chain = testChain(w1, 4);
      await store.append(vaultA, chain.slice(0, 2), plenty);
      const tight = { create: false, at: 0, most: { bytes: 1e12, items: 3 } };
      expect(await store.append(vaultA, chain, tight)).toEqual({ code: "quota" });
      expect(await store.append(vaultA, chain.slice(0, 2), tight)).toMatchObject({ code: "stored", head: 2 });
      const { bytes } = (await store.vault(vaultA))!.usage;
      const byBytes = { create: false, at: 0, most: { bytes: bytes + 10, items: 9 } };
      expect(await store.append(vaultA, chain, byBytes)).toEqual({ code: "quota" });
      expect((await store.vault(vaultA))!.head).toBe(2);
    });

    test("chunks are stored once, counted, held back at the bound, and never shown to another vault", async () => {
      await using under = await open();
      const store = under.store();
      await store.append(vaultA, testChain(w1, 1, { bodyLength: 0 }), plenty);
      await store.append(vaultB, testChain(w1, 1, { bodyLength: 0 }), plenty);
      const before = (await store.vault(vaultA))!.usage.bytes;
      const chunk = {
        chunk: "c".repeat(64) as Hash,
        blobId: testId<never>(5),
        index: 0,
        total: 2,
        bytes: new Uint8Array(5000).fill(3),
      };
      expect(await store.putChunk(testId<VaultId>(0xdead), chunk, plenty.most)).toBe("no-vault");
      expect(await store.putChunk(vaultA, chunk, { bytes: before + 4999, items: 9 })).toBe("quota");
      expect(await store.putChunk(vaultA, chunk, { bytes: before + 5000, items: 9 })).toBe("stored");
      expect(await store.putChunk(vaultA, chunk, { bytes: 0, items: 0 })).toBe("known");
      expect((await store.vault(vaultA))!.usage.bytes).toBe(before + 5000);
      expect(await store.chunk(vaultA, chunk.chunk)).toEqual(chunk.bytes);
      expect(await store.chunk(vaultB, chunk.chunk)).toBeUndefined();
      expect(await store.chunksHeld(vaultA, [chunk.chunk, "d".repeat(64) as Hash])).toEqual([chunk.chunk]);
      expect(await store.chunksHeld(vaultB, [chunk.chunk])).toEqual([]);
    });

    test("a mailbox has one O, one A, five messages and ten minutes", async () => {
      await using under = await open();
      const store = under.store();
      const ch = testId<never>(0xc4);
      const [o, a, third] = ["0a", "0b", "0c"].map((digit) => digit.repeat(16)) as [string, string, string];
      const step = (now: number, ...[given]: [Parameters<typeof stepMailbox>[1]]) =>
        store.changeMailbox(ch, now, (record) => stepMailbox(record, given, now));
      expect(await step(0, { op: "join", token: a })).toEqual({ code: "not-found" });
      expect(await step(0, { op: "open", token: o })).toMatchObject({ code: "open", side: "O" });
      expect(await step(1, { op: "open", token: third })).toEqual({ code: "taken" });
      expect(await step(1, { op: "join", token: a })).toMatchObject({ code: "open", side: "A" });
      expect(await step(1, { op: "join", token: a })).toMatchObject({ code: "open", side: "A" });
      expect(await step(1, { op: "join", token: third })).toEqual({ code: "taken" });
      expect(await step(1, { op: "get", token: third })).toEqual({ code: "not-found" });
      const put = (n: number, token: string, message: string) => step(2, { op: "put", token, n, message });
      expect(await put(1, a, "early")).toEqual({ code: "conflict" });
      for (let n = 0; n < 5; n++)
        expect(await put(n, n % 2 ? o : a, `m${n}`)).toMatchObject({ code: "open" });
      expect(await put(0, a, "m0")).toMatchObject({ code: "open" });
      expect(await put(0, a, "other")).toEqual({ code: "conflict" });
      expect(await put(5, a, "m5")).toEqual({ code: "full" });
      await under.reopen();
      const read = await under
        .store()
        .changeMailbox(ch, 599_999, (record) => stepMailbox(record, { op: "get", token: a }, 599_999));
      expect(read.code === "open" && read.record.messages.map((m) => m.from + m.message).join()).toBe(
        "Am0,Om1,Am2,Om3,Am4",
      );
      const late = await under
        .store()
        .changeMailbox(ch, 600_000, (record) => stepMailbox(record, { op: "get", token: a }, 600_000));
      expect(late).toEqual({ code: "not-found" });
    });

    test("everything answered is there after closing and opening, under the same feedEpoch", async () => {
      await using under = await open();
      const feedEpoch: FeedEpoch = under.store().feedEpoch;
      const secret = toHex(under.store().secret);
      const chain = testChain(w1, 20);
      await under.store().append(vaultA, chain, plenty);
      await under.reopen();
      expect(under.store().feedEpoch).toBe(feedEpoch);
      expect(toHex(under.store().secret)).toBe(secret);
      expect(await readAll(under.store(), vaultA)).toEqual(chain.map(wholeOf));
      expect(
        await under.store().append(vaultA, testChain(w1, 1, { after: chain[19]! }), plenty),
      ).toMatchObject({ head: 21 });
    });

    const seed = Number(process.env.SEED ?? 7);
    test(`any interleaving of splits and retries gives each writer's chain once, in order (seed ${seed})`, () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(1), fc.nat(11), fc.integer({ min: 1, max: 5 })), { maxLength: 24 }),
          async (requests) => {
            await using under = await open();
            const chains = [testChain(w1, 12, { salt: 1 }), testChain(w2, 12, { salt: 2 })];
            const held = [0, 0];
            for (const [which, from, n] of requests) {
              const batch = chains[which]!.slice(from, from + n);
              const outcome = await under.store().append(vaultA, batch, plenty);
              expect(outcome.code).toBe(from > held[which]! ? "gap" : "stored");
              if (outcome.code === "stored") held[which] = Math.max(held[which]!, from + batch.length);
            }
            const all = await readAll(under.store(), vaultA);
            for (const [which, chain] of chains.entries()) {
              const expected = chain.slice(0, held[which]).map(wholeOf);
              expect(all.filter((item) => expected.includes(item))).toEqual(expected);
            }
            expect(all).toHaveLength(held[0]! + held[1]!);
          },
        ),
        { seed, numRuns: 25 },
      ));
  });
};
