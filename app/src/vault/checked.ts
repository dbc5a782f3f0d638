/**
 * Values that stand in the clear (heads, counters, addresses) carry a checksum over name and content, so that a flipped
 * bit is unreadable instead of another number. It guards against rot, not against an attacker.
 */
import { blake2b, concat, decodeAny, encodeAny, equalBytes, type Stored, utf8 } from "@whisperwell/crypto";
import { Unreadable } from "./failure.ts";

const sumBytes = 16;
const sumOf = (name: string, content: Uint8Array) => blake2b(sumBytes, concat(utf8(`${name}\0`), content));

export const encodeChecked = (name: string, value: unknown) => {
  const content = encodeAny(value);
  return concat(sumOf(name, content), content);
};
export const decodeChecked = <T>(
  record: { readonly name: string; readonly value: Uint8Array } | undefined,
  parse: (value: unknown) => T | undefined,
): Stored<T> => {
  if (record === undefined) return { state: "absent" };
  const content = record.value.subarray(sumBytes);
  if (!equalBytes(sumOf(record.name, content), record.value.subarray(0, sumBytes)))
    return { state: "unreadable", cause: new Error("checksum") };
  const decoded = decodeAny(content);
  const value = decoded.ok ? parse(decoded.value) : undefined;
  return value === undefined
    ? { state: "unreadable", cause: new Error("shape") }
    : { state: "present", value };
};

/** For values without which a transaction cannot go on: absent is `undefined`, unreadable undoes the transaction. */
export const orThrow = <T>(stored: Stored<T>, what: string): T | undefined => {
  if (stored.state === "unreadable") throw new Unreadable(what, { cause: stored.cause });
  return stored.state === "present" ? stored.value : undefined;
};

/** Fields of an object that came from storage, parsed once at the edge. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !(value instanceof Uint8Array)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
export const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
