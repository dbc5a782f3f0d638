/** How much of each writer is set aside: bounded, shown, and never skipped. */
import { parseWriterId, type WriterId } from "@whisperwell/crypto";
import { decodeChecked, fieldsOf, isCount, orThrow } from "../checked.ts";
import { type MetaTx, metaField, unreadableUnder } from "./meta.ts";
import type { Quarantined } from "./page-intake.ts";

const prefix = "quarantine/";
const parse = (value: unknown): Quarantined | undefined => {
  const fields = fieldsOf(value);
  return isCount(fields?.count) && isCount(fields.bytes)
    ? { count: fields.count, bytes: fields.bytes }
    : undefined;
};
export const readQuarantined = async (tx: MetaTx): Promise<ReadonlyMap<WriterId, Quarantined>> => {
  const all = new Map<WriterId, Quarantined>();
  for (const record of await tx.meta.all(prefix)) {
    const writer = parseWriterId(record.name.slice(prefix.length));
    const value = orThrow(decodeChecked(record, parse), prefix);
    if (writer !== undefined && value !== undefined) all.set(writer, value);
  }
  return all;
};
export const unreadableQuarantined = (tx: MetaTx) => unreadableUnder(tx, prefix, parse);
export const putQuarantined = (tx: MetaTx, all: ReadonlyMap<WriterId, Quarantined>): Promise<void> =>
  tx.meta.put([...all].map(([writer, value]) => metaField(prefix + writer, parse).record(value)));
