/**
 * The feed in MongoDB: an append is one document, so it is there whole or not at all, and no transaction over several
 * documents is needed. Two relays that append at once want the same seq: one gets a duplicate key, reads again and
 * comes after. Reads use the primary and read concern majority, so what was read and acknowledged survives a failover.
 */
import type { Bytes, DocTag, Hash, VaultId, WriterId } from "@whisperwell/crypto";
import { zeroWriter } from "@whisperwell/crypto";
import { Binary } from "mongodb";
import type { BodiesWanted, FetchWanted } from "../../wire/index.ts";
import { addToRuns, decideAppend, type HeldChain } from "../append-rule.ts";
import { createBatch, wholeItem } from "../batches.ts";
import { clearExtension, lookupIn } from "../extension.ts";
import {
  type AppendOptions,
  type AppendOutcome,
  type Page,
  type PageBounds,
  type SealedEnvelope,
  type VaultSummary,
  wholeLength,
} from "../port.ts";
import { bytesOf, type Collections, isDuplicate, type PageDocument, type StoredEnvelope } from "./connect.ts";

/** An append holds at most 500 envelopes, so a document that holds a place begins less than this before it. */
const longestAppend = 500;
/** So often another relay may come first before the client is asked to come back. */
const attemptsMost = 100;
/** For what reads no body: nothing of them leaves the server. */
const withoutBodies = { projection: { "items.body": 0, "items.ext": 0 } } as const;

const binary = (bytes: Uint8Array): Binary => new Binary(Buffer.from(bytes));
const storedOf = (envelope: SealedEnvelope, at: number): StoredEnvelope => {
  const ext = clearExtension(envelope.kind, envelope.stub, envelope.body);
  return {
    hash: envelope.hash,
    kind: envelope.kind,
    tag: envelope.docTag,
    signed: envelope.signed,
    at,
    stub: binary(envelope.stub),
    body: binary(envelope.body),
    ext: ext ? binary(ext) : null,
  };
};
export const headOf = (tail: Pick<PageDocument, "seq" | "n"> | null): number =>
  tail ? tail.seq + tail.n - 1 : 0;
const lastWseq = ({ wseq, n }: Pick<PageDocument, "wseq" | "n">): number => wseq + n - 1;
const stubOf = (item: StoredEnvelope | undefined): Bytes => bytesOf((item as StoredEnvelope).stub);

export const createMongoFeed = ({ pages, vaults }: Collections) => {
  const tailOf = (v: VaultId) =>
    pages.findOne({ v }, { sort: { seq: -1 }, projection: { seq: 1, n: 1, total: 1 } });
  const lastOf = (v: VaultId, w: string) => pages.findOne({ v, w }, { sort: { wseq: -1 }, ...withoutBodies });
  const usedBeside = async (v: VaultId): Promise<number> => (await vaults.findOne({ _id: v }))?.beside ?? 0;

  /** What is held where the batch lies, for the append rule to compare. */
  const heldChain = async (v: VaultId, batch: readonly SealedEnvelope[]): Promise<HeldChain> => {
    const [first, end] = [batch[0], batch.at(-1)] as [SealedEnvelope, SealedEnvelope];
    const last = await lastOf(v, first.writerId);
    if (last === null) return { last: undefined, at: () => undefined, signedFrom: () => new Uint8Array(0) };
    const overlapping =
      first.wseq > lastWseq(last)
        ? []
        : await pages
            .find(
              {
                v,
                w: first.writerId,
                wseq: { $gt: first.wseq - longestAppend, $lte: Math.min(end.wseq, last.wseq) },
              },
              { sort: { wseq: 1 }, ...withoutBodies },
            )
            .toArray();
    const held = [...overlapping, last];
    const holding = (wseq: number) => held.find((page) => page.wseq <= wseq && wseq <= lastWseq(page));
    return {
      last: { wseq: lastWseq(last), hash: last.hash },
      at: (wseq) => {
        const page = holding(wseq);
        const item = page?.items[wseq - page.wseq];
        return page && item && { hash: item.hash, seq: page.seq + wseq - page.wseq };
      },
      // Every append ends signed, so the document that holds the place has one at it or behind it.
      signedFrom: (wseq) => {
        const page = holding(wseq);
        return stubOf(page?.items.slice(wseq - page.wseq).find((item) => item.signed));
      },
    };
  };

  type Attempt = AppendOutcome | { readonly code: "again" };
  const attempt = async (
    v: VaultId,
    batch: readonly SealedEnvelope[],
    options: AppendOptions,
  ): Promise<Attempt> => {
    const [tail, held] = await Promise.all([tailOf(v), heldChain(v, batch)]);
    if (tail === null && !options.create) return { code: "no-vault" };
    const decision = decideAppend(held, batch);
    if (decision.code !== "insert") return decision;
    const runs = [...decision.known];
    const { rest } = decision;
    const head = headOf(tail);
    if (rest.length === 0) return { code: "stored", runs, head };
    const total = (tail?.total ?? 0) + rest.reduce((sum, envelope) => sum + wholeLength(envelope), 0);
    const bytes = total + (await usedBeside(v));
    if (bytes > options.most.bytes || head + rest.length > options.most.items) return { code: "quota" };
    const [first, last] = [rest[0], rest.at(-1)] as [SealedEnvelope, SealedEnvelope];
    const lookup = rest.map(({ kind, body }) => lookupIn(kind, body)).find((found) => found !== undefined);
    try {
      await pages.insertOne({
        v,
        seq: head + 1,
        n: rest.length,
        w: first.writerId,
        wseq: first.wseq,
        hash: last.hash,
        total,
        ...(lookup ? { lookup } : {}),
        items: rest.map((envelope) => storedOf(envelope, options.at)),
      });
    } catch (error) {
      if (isDuplicate(error)) return { code: "again" };
      throw error;
    }
    rest.forEach((envelope, index) => {
      addToRuns(runs, envelope.wseq, head + 1 + index);
    });
    return { code: "stored", runs, head: head + rest.length };
  };

  /** One at a time for each vault of this relay: only other relays are raced, and answers keep the order asked. */
  const turns = new Map<VaultId, Promise<unknown>>();
  const inTurn = <T>(v: VaultId, step: () => Promise<T>): Promise<T> => {
    const mine = (turns.get(v) ?? Promise.resolve()).then(step, step);
    turns.set(v, mine);
    const leave = (): void => {
      if (turns.get(v) === mine) turns.delete(v);
    };
    mine.then(leave, leave);
    return mine;
  };

  return {
    tailOf,
    usedBeside,
    append: (v: VaultId, batch: readonly SealedEnvelope[], options: AppendOptions): Promise<AppendOutcome> =>
      inTurn(v, async () => {
        for (let tried = 0; tried < attemptsMost; tried++) {
          const outcome = await attempt(v, batch, options);
          if (outcome.code !== "again") return outcome;
        }
        throw new Error("other relays came first too often");
      }),
    summary: async (v: VaultId): Promise<VaultSummary | undefined> => {
      const tail = await tailOf(v);
      if (tail === null) return undefined;
      const writers = (await pages.distinct("w", { v })).filter((w) => w !== zeroWriter);
      const lasts = await Promise.all(writers.map((w) => lastOf(v, w)));
      const holder = await pages.findOne({ v, "items.kind": 3 }, { sort: { seq: -1 }, ...withoutBodies });
      const index = holder?.items.findLastIndex(({ kind }) => kind === 3) ?? -1;
      const checkpoint = holder?.items[index];
      return {
        head: headOf(tail),
        usage: { bytes: tail.total + (await usedBeside(v)), items: headOf(tail) },
        writers: lasts.flatMap((last) =>
          last === null
            ? []
            : [
                {
                  writerId: last.w as WriterId,
                  wseq: lastWseq(last),
                  hash: last.hash as Hash,
                  stub: stubOf(last.items.at(-1)),
                },
              ],
        ),
        checkpoint: checkpoint && {
          seq: (holder as PageDocument).seq + index,
          hash: checkpoint.hash as Hash,
        },
      };
    },
    page: async (
      v: VaultId,
      from: number,
      wanted: BodiesWanted,
      bounds: PageBounds,
    ): Promise<Page | undefined> => {
      const tail = await tailOf(v);
      if (tail === null) return undefined;
      const head = headOf(tail);
      const batch = createBatch(bounds);
      const start = await pages.findOne(
        { v, seq: { $lte: from } },
        { sort: { seq: -1 }, projection: { seq: 1 } },
      );
      const found = pages.find(
        { v, seq: { $gte: start?.seq ?? 1, $lte: head } },
        { sort: { seq: 1 }, batchSize: 50, ...(wanted.kind === "none" ? withoutBodies : {}) },
      );
      const isWanted = (item: StoredEnvelope): boolean =>
        wanted.kind === "all" || (wanted.kind === "docTags" && wanted.docTags.includes(item.tag as DocTag));
      for await (const { seq, items } of found)
        for (const [index, item] of items.entries()) {
          if (seq + index < from) continue;
          const stub = bytesOf(item.stub);
          const body = isWanted(item) ? item.body : null;
          const made = body ? wholeItem(stub, bytesOf(body)) : ({ kind: "stub", bytes: stub } as const);
          if (!batch.add(made, item.signed)) return { items: batch.signedItems(), head };
        }
      return { items: batch.signedItems(), head };
    },
    bodies: async (v: VaultId, wanted: FetchWanted, after: number, bounds: PageBounds) => {
      const batch = createBatch(bounds);
      const where =
        wanted.kind === "document"
          ? { "items.tag": wanted.docTag }
          : { w: wanted.writerId, wseq: { $gt: wanted.from - longestAppend, $lte: wanted.to } };
      const isWanted = (page: PageDocument, index: number): boolean =>
        wanted.kind === "document"
          ? page.items[index]?.tag === wanted.docTag
          : page.wseq + index >= wanted.from && page.wseq + index <= wanted.to;
      const found = pages.find(
        { v, seq: { $gt: after - longestAppend }, ...where },
        { sort: { seq: 1 }, batchSize: 50 },
      );
      let taken = after;
      for await (const page of found)
        for (const [index, { stub, body, signed }] of page.items.entries()) {
          const seq = page.seq + index;
          if (seq <= after || body === null || !isWanted(page, index)) continue;
          if (!batch.add(wholeItem(bytesOf(stub), bytesOf(body)), signed))
            return { items: batch.items(), next: taken };
          taken = seq;
        }
      return { items: batch.items(), next: undefined };
    },
  };
};
