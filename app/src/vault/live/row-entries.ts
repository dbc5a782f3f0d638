/**
 * The index of documents: for each its row, who wrote it, and how far every writer got in it. Sealed in packed pages, so
 * that 10,000 rows list in one read, with the newest beside them one by one. A cache: the log rebuilds it.
 */
import {
  type DocId,
  type DocTag,
  decodeAny,
  encodeAny,
  type Hlc,
  parseDocId,
  parseDocTag,
  parseHlc,
  parseWriterId,
  type Random,
  type WriterId,
} from "@whisperwell/crypto";
import { isMoodLevel } from "../../documents/entry-row.ts";
import type { Row } from "../../documents/model.ts";
import { isInstant, isWhen } from "../../documents/when.ts";
import { fieldsOf, isCount } from "../checked.ts";
import { openRecord, sealRecord } from "../local-seal.ts";
import { metaFields } from "../log/meta.ts";
import type { RowsRecord, Transaction } from "../store/port.ts";

export interface RowEntry {
  readonly docId: DocId;
  readonly tag: DocTag;
  /** undefined for documents that lists do not show, and until one was made. */
  readonly row: Row | undefined;
  /** Of the commit the row came with. */
  readonly hlc: Hlc;
  readonly writer: WriterId;
  /** The last accepted commit of each writer in this document. */
  readonly heads: ReadonlyMap<WriterId, number>;
  /** A commit exists that the row's author had not seen: the row is to be made again from the document. */
  readonly stale: boolean;
}
export interface RowKeys {
  readonly cache: Uint8Array;
}

const rowPrefix = "row/";
const pagePrefix = "page/";
const pageRows = 256;
/** So many single rows are kept before they are packed. */
export const packAfter = 192;

const encodeEntry = ({ docId, tag, row, hlc, writer, heads, stale }: RowEntry): unknown => [
  docId,
  tag,
  row ?? null,
  hlc,
  writer,
  [...heads],
  stale,
];
const parseHeads = (value: unknown): ReadonlyMap<WriterId, number> | undefined => {
  if (!Array.isArray(value)) return undefined;
  const heads = new Map<WriterId, number>();
  for (const [id, wseq] of value as [unknown, unknown][]) {
    const writer = parseWriterId(id);
    if (writer === undefined || !isCount(wseq)) return undefined;
    heads.set(writer, wseq);
  }
  return heads;
};
/** Written by us and sealed since; `kind` says what a row is, unknown keys of it are kept. */
const parseRow = (value: unknown): Row | undefined =>
  fieldsOf(value)?.kind === "entry" ? (value as Row) : undefined;
const isListOf = (value: unknown, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isOne);
const isNamed = (value: unknown): boolean => {
  const { id, name } = fieldsOf(value) ?? {};
  return typeof id === "string" && typeof name === "string";
};
const isMood = (value: unknown): boolean => {
  const { id, value: level, at } = fieldsOf(value) ?? {};
  return typeof id === "string" && isMoodLevel(level) && isInstant(at);
};
/** A row as it stands in a commit: another device wrote it, so what lists rely on is asked. */
export const parseSentRow = (bytes: Uint8Array): Row | undefined => {
  const decoded = decodeAny(bytes);
  const fields = decoded.ok ? fieldsOf(decoded.value) : undefined;
  const whole =
    typeof fields?.docId === "string" &&
    typeof fields.title === "string" &&
    typeof fields.excerpt === "string" &&
    typeof fields.journal === "string" &&
    isWhen(fields.when) &&
    isListOf(fields.tags, isNamed) &&
    isListOf(fields.people, isNamed) &&
    isListOf(fields.moods, isMood);
  return whole ? parseRow(fields) : undefined;
};
const parseEntry = (value: unknown): RowEntry | undefined => {
  if (!Array.isArray(value)) return undefined;
  const [id, tagText, row, clock, by, at, stale] = value as unknown[];
  const docId = parseDocId(id);
  const tag = parseDocTag(tagText);
  const hlc = parseHlc(clock);
  const writer = parseWriterId(by);
  const heads = parseHeads(at);
  if (!docId || !tag || !hlc || !writer || !heads) return undefined;
  return { docId, tag, row: parseRow(row), hlc, writer, heads, stale: stale === true };
};

const place = (name: string) => ({ store: "rows", key: name });
const sealEntries = (
  entries: readonly RowEntry[],
  name: string,
  keys: RowKeys,
  random: Random,
): RowsRecord => ({
  name,
  value: sealRecord(keys.cache, place(name), encodeAny(entries.map(encodeEntry)), random),
});
const openEntries = ({ name, value }: RowsRecord, keys: RowKeys): readonly RowEntry[] | undefined => {
  const opened = openRecord(keys.cache, place(name), value);
  const decoded = opened === undefined ? undefined : decodeAny(opened);
  if (!decoded?.ok || !Array.isArray(decoded.value)) return undefined;
  const entries = decoded.value.map(parseEntry);
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
};

/** undefined when it does not open: the caller goes on with what it knows, and the next load says damaged. */
export const openSingle = (record: RowsRecord, keys: RowKeys): RowEntry | undefined =>
  openEntries(record, keys)?.[0];

export interface LoadedRows {
  readonly entries: ReadonlyMap<DocTag, RowEntry>;
  readonly generation: number;
  readonly pages: number;
  /** Rows that stand alone, to be packed at `packAfter`. */
  readonly single: number;
  /** Some page or row did not open: the index is to be rebuilt from the log. */
  readonly damaged: boolean;
}
export type RowsTx = Pick<Transaction, "rows" | "meta">;

export const loadRows = async (tx: RowsTx, keys: RowKeys): Promise<LoadedRows> => {
  const generation = (await metaFields.rowsGeneration.get(tx)) ?? 0;
  const entries = new Map<DocTag, RowEntry>();
  let single = 0;
  let pages = 0;
  let damaged = false;
  // In name order: later pages are newer than earlier ones, and single rows newer than all pages.
  for (const record of await tx.rows.all()) {
    const opened = openEntries(record, keys);
    if (opened === undefined) damaged = true;
    if (record.name.startsWith(rowPrefix)) single += 1;
    else pages += 1;
    for (const entry of opened ?? []) entries.set(entry.tag, entry);
  }
  return { entries, generation, pages, single, damaged };
};

/** Rows that stand alone: what another tab may have written since this one loaded. */
export const loadSingleRows = async (
  tx: RowsTx,
  keys: RowKeys,
): Promise<{
  readonly generation: number;
  readonly entries: readonly RowEntry[];
  readonly damaged: boolean;
}> => {
  const records = await tx.rows.all(rowPrefix);
  const opened = records.map((record) => openEntries(record, keys));
  return {
    generation: (await metaFields.rowsGeneration.get(tx)) ?? 0,
    entries: opened.flatMap((entries) => entries ?? []),
    damaged: opened.some((entries) => entries === undefined),
  };
};

export const putSingleRows = (
  tx: RowsTx,
  entries: readonly RowEntry[],
  keys: RowKeys,
  random: Random,
): Promise<void> =>
  tx.rows.put(entries.map((entry) => sealEntries([entry], rowPrefix + entry.tag, keys, random)));

const sealPages = (entries: readonly RowEntry[], from: number, keys: RowKeys, random: Random) => {
  const pages: RowsRecord[] = [];
  for (let at = 0; at < entries.length; at += pageRows) {
    const name = pagePrefix + String(from + pages.length).padStart(6, "0");
    pages.push(sealEntries(entries.slice(at, at + pageRows), name, keys, random));
  }
  return pages;
};
const nextGeneration = async (tx: RowsTx): Promise<number> => {
  const generation = ((await metaFields.rowsGeneration.get(tx)) ?? 0) + 1;
  await metaFields.rowsGeneration.put(tx, generation);
  return generation;
};
export interface Packed {
  readonly generation: number;
  readonly pages: number;
}

/** True when so many rows of old pages were overtaken that writing all of them anew is worth it. */
export const isWasteful = (pages: number, entries: number): boolean => pages * pageRows > 2 * entries + 4096;

/** Everything into pages again; whoever read the index before sees another generation and reads it anew. */
export const packRows = async (
  tx: RowsTx,
  entries: readonly RowEntry[],
  keys: RowKeys,
  random: Random,
): Promise<Packed> => {
  await tx.rows.delete((await tx.rows.all()).map((record) => record.name));
  const pages = sealPages(entries, 0, keys, random);
  await tx.rows.put(pages);
  return { generation: await nextGeneration(tx), pages: pages.length };
};

/** Rows that stand alone into further pages behind the `pages` there are: old pages stay as they are. */
export const packSingleRows = async (
  tx: RowsTx,
  entries: readonly RowEntry[],
  pages: number,
  keys: RowKeys,
  random: Random,
): Promise<Packed> => {
  const further = sealPages(entries, pages, keys, random);
  await tx.rows.delete(entries.map(({ tag }) => rowPrefix + tag));
  await tx.rows.put(further);
  return { generation: await nextGeneration(tx), pages: pages + further.length };
};
