/** What every RelayStore promises about letting go, and about being found again by handle and recovery words. */
import {
  type BlobId,
  concat,
  type DocTag,
  encodeSnapshotExt,
  type Hash,
  type LookupId,
  lookupIdOf,
  type PrincipalId,
  ready,
  u32,
  type VaultId,
  type WriterId,
} from "@whisperwell/crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { createTestVault, sealedRecord } from "../testing/vault.ts";
import type { SealedEnvelope } from "./port.ts";
import { type StoreUnderTest, testChain, testId } from "./store.acceptance.ts";

const plenty = { most: { bytes: 1e12, items: 1e9 }, create: true, at: 5_000 };
const bounds = { bytes: 256 * 1024, items: 500 };
const vaultA = testId<VaultId>(0xa);
const vaultB = testId<VaultId>(0xb);
const [w1, w2] = [testId<WriterId>(0x101), testId<WriterId>(0x102)];
const tag = testId<DocTag>(7);

export const shrinkingAcceptance = (title: string, open: () => Promise<StoreUnderTest>): void => {
  describe(title, () => {
    beforeAll(() => ready);
    test("an outline says what stands where, since when and how large, and keeps a clear extension", async () => {
      await using under = await open();
      const store = under.store();
      const ext = encodeSnapshotExt({ covers: [{ writerId: w1, wseq: 2 }] });
      const [made] = testChain(w2, 1, { kind: 2, docTag: tag }) as [SealedEnvelope];
      const stub = made.stub.slice().fill(1, 3, 4); // the version
      const snapshot = { ...made, stub, body: concat(u32(ext.length), ext, new Uint8Array(40)) };
      await store.append(vaultA, testChain(w1, 3, { docTag: tag, bodyLength: 100 }), plenty);
      await store.append(vaultA, [snapshot], { ...plenty, at: 6_000 });
      await store.append(vaultA, testChain(testId(0x103), 1, { docTag: testId<DocTag>(8) }), plenty);
      const ofDocument = await store.outline(vaultA, { by: "document", docTag: tag });
      expect(ofDocument.map(({ seq, at, bodyLength }) => [seq, at, bodyLength])).toEqual([
        [1, 5_000, 100],
        [2, 5_000, 100],
        [3, 5_000, 100],
        [4, 6_000, snapshot.body.length],
      ]);
      const ofKind = await store.outline(vaultA, { by: "kinds", kinds: [2, 3] });
      expect(ofKind).toEqual([
        {
          seq: 4,
          at: 6_000,
          writerId: w2,
          wseq: 0,
          hash: snapshot.hash,
          kind: 2,
          docTag: tag,
          bodyLength: snapshot.body.length,
          ext,
        },
      ]);
    });

    test("a dropped body leaves its stub in its place, gives back its room, and is not fetched any more", async () => {
      await using under = await open();
      const store = under.store();
      const chain = testChain(w1, 4, { docTag: tag, bodyLength: 1000 });
      await store.append(vaultA, chain, plenty);
      const before = (await store.vault(vaultA))!.usage.bytes;
      await store.dropBodies(vaultA, [2, 3]);
      await store.dropBodies(vaultA, [2, 3, 99]);
      await under.reopen();
      const page = await under.store().page(vaultA, 1, { kind: "all" }, bounds);
      expect(page?.items.map((item) => item.kind)).toEqual(["whole", "stub", "stub", "whole"]);
      expect(page!.items[1]!.bytes).toEqual(chain[1]!.stub);
      const bodies = await under.store().bodies(vaultA, { kind: "document", docTag: tag }, 0, bounds);
      expect(bodies.items).toHaveLength(2);
      const chained = { kind: "writer", writerId: w1, from: 1, to: 3 } as const;
      expect((await under.store().bodies(vaultA, chained, 0, bounds)).items).toHaveLength(1);
      expect((await under.store().vault(vaultA))!.usage.bytes).toBe(before - 2 * (1000 - 32));
      const outline = await under.store().outline(vaultA, { by: "document", docTag: tag });
      expect(outline.map(({ bodyLength }) => bodyLength)).toEqual([1000, undefined, undefined, 1000]);
      // The control: a retry of what is gone is known, and the chain goes on.
      expect(await under.store().append(vaultA, chain, plenty)).toMatchObject({ head: 4 });
      expect(
        await under.store().append(vaultA, testChain(w1, 1, { after: chain[3]! }), plenty),
      ).toMatchObject({ code: "stored", head: 5 });
    });

    test("a blob goes with all its chunks and their room, but not when one was put after the given head", async () => {
      await using under = await open();
      const store = under.store();
      const chain = testChain(w1, 2);
      await store.append(vaultA, chain.slice(0, 1), plenty);
      const put = (blobId: number, n: number) =>
        store.putChunk(
          vaultA,
          {
            chunk: n.toString(16).padStart(64, "0") as Hash,
            blobId: testId<BlobId>(blobId),
            index: 0,
            total: 2,
            bytes: new Uint8Array(700).fill(n),
          },
          plenty.most,
        );
      const before = (await store.vault(vaultA))!.usage.bytes;
      for (const [blobId, n] of [
        [1, 1],
        [1, 2],
        [2, 3],
      ] as const)
        await put(blobId, n);
      await store.append(vaultA, chain.slice(1), plenty);
      const after = (await store.vault(vaultA))!.usage.bytes;
      expect(await put(2, 3)).toBe("known");
      expect(await store.heldBlobs(vaultA)).toEqual(
        expect.arrayContaining([
          { blobId: testId(1), seq: 1 },
          { blobId: testId(2), seq: 2 },
        ]),
      );
      await store.dropBlobs(vaultA, [testId<BlobId>(1), testId<BlobId>(2)], 1);
      expect(await store.heldBlobs(vaultA)).toEqual([{ blobId: testId(2), seq: 2 }]);
      expect(await store.chunk(vaultA, "1".padStart(64, "0") as Hash)).toBeUndefined();
      expect(await store.chunk(vaultA, "3".padStart(64, "0") as Hash)).toHaveLength(700);
      expect((await store.vault(vaultA))!.usage.bytes).toBe(after - 1400);
      expect(before + 2100).toBeLessThanOrEqual(after);
    });

    test("a handle is one vault's; setting again replaces, and what is removed is free for others", async () => {
      await using under = await open();
      for (const vaultId of [vaultA, vaultB]) await under.store().append(vaultId, testChain(w1, 1), plenty);
      const made = (vaultId: VaultId, handle: string) => ({
        handle,
        vaultId,
        principalId: testId<PrincipalId>(9),
        loginKey: new Uint8Array(32).fill(4),
        slot: new Uint8Array(241).fill(5),
      });
      expect(await under.store().signIn({ handle: "ana" })).toBeUndefined();
      expect(await under.store().setSignIn(made(vaultA, "ana"))).toBe("stored");
      expect(await under.store().setSignIn(made(vaultB, "ana"))).toBe("taken");
      expect(await under.store().setSignIn(made(vaultA, "ana.b"))).toBe("stored");
      expect(await under.store().setSignIn(made(vaultB, "ana"))).toBe("stored");
      await under.reopen();
      expect(await under.store().signIn({ handle: "ana" })).toEqual(made(vaultB, "ana"));
      expect(await under.store().signIn({ vaultId: vaultA })).toEqual(made(vaultA, "ana.b"));
      await under.store().removeSignIn(vaultB);
      expect(await under.store().signIn({ handle: "ana" })).toBeUndefined();
      expect(await under.store().setSignIn(made(vaultA, "ana"))).toBe("stored");
    });

    test("recovery words find their vault from the record on that brought them; a deleted vault is gone", async () => {
      await using under = await open();
      const store = under.store();
      const vault = createTestVault();
      const { vaultId } = vault.state;
      const lookupId = [...vault.state.principals.values()].find((member) => member.lookupId)!.lookupId!;
      for (const { item } of vault.records) {
        expect(await store.vaultByLookup(lookupId)).toBeUndefined();
        await store.append(vaultId, [sealedRecord(item)], plenty);
      }
      await store.append(vaultA, testChain(w1, 1), plenty);
      await under.reopen();
      expect(await under.store().vaultByLookup(lookupId)).toBe(vaultId);
      expect(await under.store().vaultByLookup(lookupIdOf(new Uint8Array(32)) as LookupId)).toBeUndefined();
      const ids = [vaultA, vaultId].sort();
      expect(await under.store().vaultIds(undefined, 9)).toEqual(ids);
      expect(await under.store().vaultIds(ids[0], 1)).toEqual([ids[1]]);
      await under.store().deleteVault(vaultId);
      expect(await under.store().vaultByLookup(lookupId)).toBeUndefined();
      expect(await under.store().vault(vaultId)).toBeUndefined();
      expect(await under.store().page(vaultId, 1, { kind: "all" }, bounds)).toBeUndefined();
      expect(await under.store().vaultIds(undefined, 9)).toEqual([vaultA]);
      expect((await under.store().page(vaultA, 1, { kind: "all" }, bounds))?.items).toHaveLength(1);
    });
  });
};
