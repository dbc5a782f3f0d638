/**
 * The frames of `ww.sync.1`: `u8 type ‖ varUint stream (0) ‖ payload`, at most 1 MiB, one binary WebSocket message each.
 *
 * How they are used, beyond what their fields say:
 * - SUB starts one run of PAGEs from `cursor.seq + 1` up to the head; the last has `more` false, and then the run is
 *   over: later envelopes are announced by WAKE and asked for by a new SUB, which replaces a run still going on.
 *   A client does not SUB again after a PAGE whose `more` is true: the next is on its way.
 * - FETCH is answered by BODIES in order, ended by one without items. A body the relay no longer holds is left out.
 * - PAGE and BODIES frames spend credit, counted in whole frames: 1 MiB at first, more by each CREDIT the client sends
 *   when it has dealt with what came. A frame leaves while any credit is left, so one may overdraw it.
 * - APPENDs are answered in the order sent. After a NACK those already in flight get `halted`.
 * - An EPH frame goes to the other present sessions of the vault and is never stored.
 */
import type { Bytes, DocTag, FeedEpoch, Hash, PrincipalId, VaultId, WriterId } from "@whisperwell/crypto";
import {
  bool,
  type Codec,
  hash,
  id,
  list,
  oneOf,
  optional,
  raw,
  rest,
  struct,
  text,
  uint32,
  varBytes,
  varUint,
} from "./codec.ts";
import { batchItemsMost, envelopeBytesMost } from "./limits.ts";

/** A whole envelope, or header ‖ H(body) ‖ flag (‖ signature). */
export interface Item {
  readonly kind: "whole" | "stub";
  readonly bytes: Bytes;
}
/** A link of a writer's chain; nothing held: wseq 0 and the zero hash. */
export interface WriterHead {
  readonly writerId: WriterId;
  readonly wseq: number;
  readonly hash: Hash;
}
/** What the relay holds of a writer; the stub proves a head to the device that signed it. */
export interface HeldWriter extends WriterHead {
  readonly stub: Bytes | undefined;
}
export interface Cursor {
  readonly feedEpoch: FeedEpoch;
  /** The last seq applied; 0 before the first. */
  readonly seq: number;
}
export type BodiesWanted =
  | { readonly kind: "all" }
  | { readonly kind: "none" }
  | { readonly kind: "docTags"; readonly docTags: readonly DocTag[] };
export type FetchWanted =
  | { readonly kind: "document"; readonly docTag: DocTag }
  | { readonly kind: "writer"; readonly writerId: WriterId; readonly from: number; readonly to: number };
/** `n` envelopes from `wseq` on stand in the feed from `seq` on. */
export interface AckRun {
  readonly wseq: number;
  readonly seq: number;
  readonly n: number;
}

/** Payloads by frame name. Clocks in ms; `retryAfter` in ms. */
export interface Payloads {
  hello: { readonly versions: readonly number[] };
  challenge: { readonly version: number; readonly nonce: Bytes; readonly clock: number };
  auth: { readonly vaultId: VaultId; readonly principalId: PrincipalId; readonly signature: Bytes };
  ready: {
    readonly feedEpoch: FeedEpoch;
    readonly head: number;
    readonly mseq: number;
    readonly mhash: Hash;
    readonly epoch: number;
    readonly limits: readonly { readonly name: string; readonly value: number }[];
    readonly clock: number;
    /** Writers of which something is held, the zero writer left out. */
    readonly writers: readonly HeldWriter[];
    readonly checkpoint: { readonly seq: number; readonly hash: Hash } | undefined;
  };
  sub: { readonly cursor: Cursor; readonly bodies: BodiesWanted };
  page: {
    readonly from: number;
    /** from − 1 when there are no items. */
    readonly to: number;
    readonly items: readonly Item[];
    readonly more: boolean;
    readonly head: number;
  };
  fetch: { readonly wanted: FetchWanted };
  bodies: { readonly items: readonly Item[] };
  append: { readonly req: number; readonly items: readonly Item[] };
  ack: { readonly req: number; readonly runs: readonly AckRun[] };
  nack: {
    readonly req: number;
    readonly code: string;
    readonly retryAfter: number | undefined;
    readonly expect: readonly WriterHead[] | undefined;
    readonly proof: Bytes | undefined;
  };
  wake: { readonly head: number };
  ping: { readonly head: number; readonly mseq: number; readonly epoch: number };
  pong: Record<never, never>;
  /** sealed = nonce ‖ ciphertext ‖ tag, opaque to the relay. */
  eph: { readonly epoch: number; readonly sealed: Bytes };
  reconcile: { readonly heads: readonly WriterHead[] };
  /** `from`: the first wseq wanted. */
  want: { readonly writers: readonly { readonly writerId: WriterId; readonly from: number }[] };
  credit: { readonly bytes: number };
  goaway: { readonly code: string; readonly retryAfter: number; readonly proof: Bytes | undefined };
}
export type FrameName = keyof Payloads;
export type Frame = { [Name in FrameName]: { readonly type: Name } & Payloads[Name] }[FrameName];

const item = oneOf<Item>({
  whole: struct<{ bytes: Bytes }>({ bytes: varBytes(envelopeBytesMost) }),
  stub: struct<{ bytes: Bytes }>({ bytes: varBytes(256) }),
});
const items = list(item, batchItemsMost);
const head = { writerId: id<WriterId>(), wseq: varUint, hash };
const heads = list(struct<WriterHead>(head), 20_000);
const proof = optional(varBytes(envelopeBytesMost));
const code = text(64);

/** In the order of their numbers, from 1. */
export const frameCodecs: { readonly [Name in FrameName]: Codec<Payloads[Name]> } = {
  hello: struct({ versions: list(varUint, 16) }),
  challenge: struct({ version: varUint, nonce: raw(32), clock: varUint }),
  auth: struct({ vaultId: id<VaultId>(), principalId: id<PrincipalId>(), signature: raw(64) }),
  ready: struct({
    feedEpoch: id<FeedEpoch>(),
    head: varUint,
    mseq: varUint,
    mhash: hash,
    epoch: varUint,
    limits: list(struct<{ name: string; value: number }>({ name: text(64), value: varUint }), 64),
    clock: varUint,
    writers: list(struct<HeldWriter>({ ...head, stub: optional(varBytes(256)) }), 20_000),
    checkpoint: optional(struct<{ seq: number; hash: Hash }>({ seq: varUint, hash })),
  }),
  sub: struct({
    cursor: struct<Cursor>({ feedEpoch: id<FeedEpoch>(), seq: varUint }),
    bodies: oneOf<BodiesWanted>({
      all: struct({}),
      none: struct({}),
      docTags: struct<{ docTags: readonly DocTag[] }>({ docTags: list(id<DocTag>(), 60_000) }),
    }),
  }),
  page: struct({ from: varUint, to: varUint, items, more: bool, head: varUint }),
  fetch: struct({
    wanted: oneOf<FetchWanted>({
      document: struct<{ docTag: DocTag }>({ docTag: id<DocTag>() }),
      writer: struct<{ writerId: WriterId; from: number; to: number }>({
        writerId: id<WriterId>(),
        from: varUint,
        to: varUint,
      }),
    }),
  }),
  bodies: struct({ items }),
  append: struct({ req: varUint, items }),
  ack: struct({
    req: varUint,
    runs: list(struct<AckRun>({ wseq: varUint, seq: varUint, n: varUint }), batchItemsMost),
  }),
  nack: struct({ req: varUint, code, retryAfter: optional(varUint), expect: optional(heads), proof }),
  wake: struct({ head: varUint }),
  ping: struct({ head: varUint, mseq: varUint, epoch: varUint }),
  pong: struct({}),
  eph: struct({ epoch: uint32, sealed: rest(40) }),
  reconcile: struct({ heads }),
  want: struct({
    writers: list(
      struct<{ writerId: WriterId; from: number }>({ writerId: id<WriterId>(), from: varUint }),
      20_000,
    ),
  }),
  credit: struct({ bytes: varUint }),
  goaway: struct({ code, retryAfter: varUint, proof }),
};
export const frameNames = Object.keys(frameCodecs) as readonly FrameName[];
