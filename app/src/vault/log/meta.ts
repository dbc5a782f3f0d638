/** The table `meta`, typed: one name and one decoder a value. Everything here is what the relay sees too, or a preference. */
import {
  type FeedEpoch,
  type Hash,
  type HashPrefix,
  type Hlc,
  parseFeedEpoch,
  parseHash,
  parseHlc,
  parseWriterId,
  type Stored,
  type WriterId,
  type WriterPrefix,
} from "@whisperwell/crypto";
import type { Cursor } from "../../sync/ports.ts";
import { decodeChecked, encodeChecked, fieldsOf, isCount, orThrow } from "../checked.ts";
import type { MetaRecord, Transaction } from "../store/port.ts";

export type MetaTx = Pick<Transaction, "meta">;

export interface Link {
  readonly wseq: number;
  readonly hash: Hash;
}
/** A writer's head here: the last link known, and how much of it the feed has shown or the relay acknowledged. */
export interface StoredHead extends Link {
  /** Last link that came from the feed and is accepted: what may be cited. */
  readonly feed?: Link;
  /** Last link of our own that was acknowledged. */
  readonly acknowledged?: Link;
  /** Never written to again: its storage generation is over, or it forked. */
  readonly frozen?: boolean;
  /** Code of a refusal that is a bug: nothing of it is sent until the next version. */
  readonly stopped?: string;
}
export const further = (a: Link | undefined, b: Link | undefined): Link | undefined =>
  (a?.wseq ?? -1) >= (b?.wseq ?? -1) ? a : b;
export type SeenVector = ReadonlyMap<WriterPrefix, { readonly wseq: number; readonly hash: HashPrefix }>;
export interface Clocks {
  /** The last one this device wrote, and the highest received. */
  readonly own: Hlc;
  readonly received: Hlc;
}

export interface MetaField<T> {
  readonly name: string;
  readonly read: (tx: MetaTx) => Promise<Stored<T>>;
  /** undefined when absent; unreadable undoes the transaction. */
  readonly get: (tx: MetaTx) => Promise<T | undefined>;
  readonly record: (value: T) => MetaRecord;
  readonly put: (tx: MetaTx, value: T) => Promise<void>;
}
export const metaField = <T>(name: string, parse: (value: unknown) => T | undefined): MetaField<T> => {
  const record = (value: T): MetaRecord => ({ name, value: encodeChecked(name, value) });
  const read = async (tx: MetaTx) => decodeChecked(await tx.meta.get(name), parse);
  return {
    name,
    read,
    get: async (tx) => orThrow(await read(tx), name),
    record,
    put: (tx, value) => tx.meta.put([record(value)]),
  };
};

const parseLink = (value: unknown): Link | undefined => {
  const fields = fieldsOf(value);
  const hash = parseHash(fields?.hash);
  return hash !== undefined && isCount(fields?.wseq) ? { wseq: fields.wseq, hash } : undefined;
};
const parseHead = (value: unknown): StoredHead | undefined => {
  const link = parseLink(value);
  const fields = fieldsOf(value);
  if (link === undefined || fields === undefined) return undefined;
  const feed = parseLink(fields.feed);
  const acknowledged = parseLink(fields.acknowledged);
  return {
    ...link,
    ...(feed && { feed }),
    ...(acknowledged && { acknowledged }),
    ...(fields.frozen === true && { frozen: true }),
    ...(typeof fields.stopped === "string" && { stopped: fields.stopped }),
  };
};
const parseSeen = (value: unknown): SeenVector | undefined => {
  if (!Array.isArray(value)) return undefined;
  const vector = new Map<WriterPrefix, { wseq: number; hash: HashPrefix }>();
  for (const item of value) {
    if (!Array.isArray(item)) return undefined;
    const [writer, wseq, hash] = item as unknown[];
    if (typeof writer !== "string" || !isCount(wseq) || typeof hash !== "string") return undefined;
    vector.set(writer as WriterPrefix, { wseq, hash: hash as HashPrefix });
  }
  return vector;
};
const parseCursor = (value: unknown): Cursor | undefined => {
  const fields = fieldsOf(value);
  const feedEpoch: FeedEpoch | undefined = parseFeedEpoch(fields?.feedEpoch);
  return feedEpoch !== undefined && isCount(fields?.seq) ? { feedEpoch, seq: fields.seq } : undefined;
};
const parseClocks = (value: unknown): Clocks | undefined => {
  const fields = fieldsOf(value);
  const own = parseHlc(fields?.own);
  const received = parseHlc(fields?.received);
  return own && received ? { own, received } : undefined;
};
const parseCount = (value: unknown): number | undefined => (isCount(value) ? value : undefined);

const headPrefix = "head/";
const seenPrefix = "seen/";
export const headField = (writer: WriterId) => metaField(headPrefix + writer, parseHead);
const seenRecord = (writer: WriterId, vector: SeenVector): MetaRecord => {
  const name = seenPrefix + writer;
  return {
    name,
    value: encodeChecked(
      name,
      [...vector].map(([prefix, { wseq, hash }]) => [prefix, wseq, hash]),
    ),
  };
};

/** Commits of which only the stub is here, and whose body is asked for again: writer, wseq, hash. */
export interface Bodyless extends Link {
  readonly writer: WriterId;
}
const parseBodyless = (value: unknown): readonly Bodyless[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const all = value.map((item) => ({ writer: parseWriterId(fieldsOf(item)?.writer), link: parseLink(item) }));
  return all.flatMap(({ writer, link }) => (writer && link ? [{ writer, ...link }] : []));
};

const parseWriters = (value: unknown): readonly WriterId[] | undefined =>
  Array.isArray(value) ? value.flatMap((item) => parseWriterId(item) ?? []) : undefined;
const parseAgain = (value: unknown): readonly WrittenAgain[] | undefined =>
  Array.isArray(value)
    ? value.flatMap((item) => {
        const { writer: id, wseq } = fieldsOf(item) ?? {};
        const writer = parseWriterId(id);
        return writer !== undefined && isCount(wseq) ? [{ writer, wseq }] : [];
      })
    : undefined;

/** Content of this writer behind a damaged link was written again up to here. */
export interface WrittenAgain {
  readonly writer: WriterId;
  readonly wseq: number;
}
/** Places in the outbox begin here: what is issued again after a lost race goes before everything that waits. */
export const firstOrder = 2 ** 32;

export const metaFields = {
  cursor: metaField("cursor", parseCursor),
  clocks: metaField("clocks", parseClocks),
  /** Next place in the outbox. */
  nextOrder: metaField("next-order", parseCount),
  /** Counts holders of the lock `sync`: a write by an older one is refused. */
  holder: metaField("holder", parseCount),
  /** Changes with each packing of rows: an index read before it is out of date. */
  rowsGeneration: metaField("rows-generation", parseCount),
  /** A feed whose relay was not yet known to hold everything known here when the first page of it was stored. */
  unfilled: metaField("unfilled", parseFeedEpoch),
  bodyless: metaField("bodyless", parseBodyless),
  /** Writers with a branch here whose words still have to be written again. */
  branches: metaField("branches", parseWriters),
  /** What stands behind damaged links and needs no writing again. */
  writtenAgain: metaField("written-again", parseAgain),
  /** Documents of which a merged backup brought something that no relay is known to have. */
  owed: metaField("owed", parseCount),
  /** Those among them that are no entries. */
  owedOthers: metaField("owed-others", parseCount),
} as const;

const readAll = async <T>(
  tx: MetaTx,
  prefix: string,
  parse: (value: unknown) => T | undefined,
): Promise<Map<WriterId, T>> => {
  const all = new Map<WriterId, T>();
  for (const record of await tx.meta.all(prefix)) {
    const value = orThrow(decodeChecked(record, parse), prefix);
    if (value !== undefined) all.set(record.name.slice(prefix.length) as WriterId, value);
  }
  return all;
};
/** Writers whose record under `prefix` does not read. */
export const unreadableUnder = async <T>(
  tx: MetaTx,
  prefix: string,
  parse: (value: unknown) => T | undefined,
): Promise<readonly WriterId[]> =>
  (await tx.meta.all(prefix)).flatMap((record) => {
    const writer = parseWriterId(record.name.slice(prefix.length));
    return writer !== undefined && decodeChecked(record, parse).state === "unreadable" ? [writer] : [];
  });
export const unreadableHeads = (tx: MetaTx) => unreadableUnder(tx, headPrefix, parseHead);
export const unreadableSeen = (tx: MetaTx) => unreadableUnder(tx, seenPrefix, parseSeen);
export const readHeads = (tx: MetaTx): Promise<Map<WriterId, StoredHead>> =>
  readAll(tx, headPrefix, parseHead);
export const readSeen = (tx: MetaTx): Promise<Map<WriterId, SeenVector>> =>
  readAll(tx, seenPrefix, parseSeen);
export const putHeads = (tx: MetaTx, heads: ReadonlyMap<WriterId, StoredHead>): Promise<void> =>
  tx.meta.put([...heads].map(([writer, head]) => headField(writer).record(head)));
export const putSeen = (tx: MetaTx, seen: ReadonlyMap<WriterId, SeenVector>): Promise<void> =>
  tx.meta.put([...seen].map(([writer, vector]) => seenRecord(writer, vector)));
