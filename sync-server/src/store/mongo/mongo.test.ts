/**
 * The store on MongoDB keeps the promises of RelayStore, alone and when two relays hold it at once.
 * I2  An append answered before the server was killed is there when it is back.
 */
import { assert, systemRandom, toHex, type VaultId, type WriterId } from "@whisperwell/crypto";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MongoForTests, startMongo } from "../../testing/mongo-server.ts";
import type { RelayStore, SealedEnvelope } from "../port.ts";
import { shrinkingAcceptance } from "../shrinking.acceptance.ts";
import { relayStoreAcceptance, testChain, testId } from "../store.acceptance.ts";
import { openMongoRelayStore } from "./index.ts";

const server: MongoForTests | undefined = await startMongo();
afterAll(() => server?.[Symbol.asyncDispose]());

let databases = 0;
const nextUrl = (): string => {
  databases += 1;
  return `${server?.url}_${databases}`;
};
const openOn = async (url: string): Promise<RelayStore> => {
  const opened = await openMongoRelayStore({ url, random: systemRandom });
  assert(opened.ok, "the server answers");
  return opened.value;
};
const dropDatabase = async (url: string): Promise<void> => {
  const client = await new MongoClient(url).connect();
  await client.db().dropDatabase();
  await client.close();
};
const openStore = async () => {
  const url = nextUrl();
  let store = await openOn(url);
  return {
    store: () => store,
    reopen: async () => {
      await store[Symbol.asyncDispose]();
      store = await openOn(url);
    },
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await dropDatabase(url);
    },
  };
};

describe.skipIf(server === undefined)("with a server", () => {
  relayStoreAcceptance("MongoDB", openStore);
  shrinkingAcceptance("MongoDB", openStore);

  describe("one store held twice", () => {
    let [one, two]: RelayStore[] = [];
    const vault = testId<VaultId>(0xa);
    const plenty = { most: { bytes: 1e12, items: 1e9 }, create: true, at: 1 };
    const bounds = { bytes: 256 * 1024, items: 500 };
    let url = "";
    beforeAll(async () => {
      url = nextUrl();
      // Both at once on an empty database: whoever loses the race reads what the other made.
      [one, two] = await Promise.all([openOn(url), openOn(url)]);
    });
    afterAll(async () => {
      await one?.[Symbol.asyncDispose]();
      await two?.[Symbol.asyncDispose]();
      await dropDatabase(url);
    });
    const readAll = async (store: RelayStore): Promise<readonly string[]> => {
      const items: string[] = [];
      for (;;) {
        const page = await store.page(vault, items.length + 1, { kind: "all" }, bounds);
        if (!page || page.items.length === 0) return items;
        items.push(...page.items.map((item) => toHex(item.bytes)));
      }
    };

    test("both know it by one feedEpoch and one secret", () => {
      expect(two!.feedEpoch).toBe(one!.feedEpoch);
      expect(two!.secret).toEqual(one!.secret);
    });

    test("appends through both at once leave no gap, lose nothing, and both read the same feed", async () => {
      const writers = Array.from({ length: 12 }, (_, i) => testId<WriterId>(0x200 + i));
      const appends = writers.map(async (writerId, i) => {
        const seqs: number[] = [];
        for (const envelope of testChain(writerId, 6)) {
          const outcome = await (i % 2 === 0 ? one! : two!).append(vault, [envelope], plenty);
          seqs.push(...(outcome.code === "stored" ? outcome.runs.map((run) => run.seq) : []));
        }
        return seqs;
      });
      const seqs = (await Promise.all(appends)).flat().sort((a, b) => a - b);
      expect(seqs).toEqual(Array.from({ length: 72 }, (_, i) => i + 1));
      expect(await readAll(one!)).toEqual(await readAll(two!));
    });

    test("one writer's run sent through both at once, in different splits, is stored once", async () => {
      const chain = testChain(testId<WriterId>(0x300), 40);
      const through = async (store: RelayStore, size: number) => {
        for (let from = 0; from < chain.length; from += size) {
          const outcome = await store.append(vault, chain.slice(from, from + size), plenty);
          expect(outcome.code).toBe("stored");
        }
      };
      const before = (await one!.vault(vault))!.head;
      await Promise.all([through(one!, 3), through(two!, 7)]);
      expect((await two!.vault(vault))!.head).toBe(before + 40);
      expect(await readAll(one!)).toEqual(await readAll(two!));
    });

    test("two branches sent through both at once: one is stored, the other is a fork", async () => {
      const writerId = testId<WriterId>(0x301);
      const outcomes = await Promise.all([
        one!.append(vault, testChain(writerId, 1, { salt: 1 }), plenty),
        two!.append(vault, testChain(writerId, 1, { salt: 2 }), plenty),
      ]);
      expect(outcomes.map(({ code }) => code).sort()).toEqual(["fork", "stored"]);
    });
  });

  test.skipIf(server?.crash === undefined)(
    "killed with -9 among appends, the server is back with every one that was answered, without a gap",
    async () => {
      const store = await openOn(nextUrl());
      const vault = testId<VaultId>(0xb);
      const options = { most: { bytes: 1e12, items: 1e9 }, create: true, at: 1 };
      const answered: SealedEnvelope[] = [];
      let isBack = false;
      const enough = Promise.withResolvers<void>();
      const writing = [0, 1, 2].map(async (i) => {
        for (const envelope of testChain(testId<WriterId>(0x400 + i), 400)) {
          if (isBack) return;
          // The first failure is the kill: what it concerned may be stored or not.
          const outcome = await store.append(vault, [envelope], options).catch(() => undefined);
          if (outcome?.code !== "stored") return;
          answered.push(envelope);
          if (answered.length === 30) enough.resolve();
        }
      });
      await enough.promise;
      await server!.crash!();
      isBack = true;
      await Promise.all(writing);
      expect(answered.length).toBeGreaterThanOrEqual(30);
      expect(answered.length).toBeLessThan(1200); // the control: there was more to write when it was killed
      const outline = await store.outline(vault, { by: "document", docTag: testId(7) });
      expect(outline.map(({ seq }) => seq)).toEqual(outline.map((_, i) => i + 1));
      const held = new Set(outline.map(({ hash }) => hash));
      for (const { hash } of answered) expect(held.has(hash)).toBe(true);
      for (const { writerId, hash, wseq } of answered.slice(-1))
        expect(outline.find((one) => one.writerId === writerId && one.wseq === wseq)?.hash).toBe(hash);
      await store[Symbol.asyncDispose]();
    },
  );
});
