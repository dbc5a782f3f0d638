/**
 * Fields of ciphertext contents and frames: lib0 varUint and varBytes, and raw fixed-width bytes. Like byte-reader.ts a
 * bad read latches instead of throwing, and lengths are checked against what is left before anything is taken. (lib0's
 * own decoder reads past the end of a view into the buffer behind it.)
 */
import { createDecoder, readAny } from "lib0/decoding";
import { createEncoder, toUint8Array, writeAny, writeVarUint } from "lib0/encoding";
import { type Bytes, concat, toHex } from "./bytes.ts";
import { err, ok, type Result } from "./result.ts";

export interface FieldReader {
  /** Below 2^53. */
  readonly varUint: () => number;
  /** A view, not a copy. */
  readonly varBytes: () => Uint8Array;
  /** A view of exactly `length` bytes. */
  readonly raw: (length: number) => Uint8Array;
  readonly id: <Id extends string>(length?: number) => Id;
  /** varUint count, then items of at least `itemLength` bytes. */
  readonly list: <T>(itemLength: number, item: () => T) => readonly T[];
  /** A view of everything not read yet. */
  readonly rest: () => Uint8Array;
  readonly failed: () => boolean;
}

const nothing = new Uint8Array(0);

export const createFieldReader = (source: Uint8Array): FieldReader => {
  let at = 0;
  let bad = false;
  const raw = (length: number): Uint8Array => {
    if (bad || length > source.length - at) {
      bad = true;
      return nothing;
    }
    at += length;
    return source.subarray(at - length, at);
  };
  const varUint = (): number => {
    let value = 0;
    let unit = 1;
    for (let i = 0; i < 8; i++) {
      const byte = raw(1)[0] ?? 0;
      value += (byte & 0x7f) * unit;
      if (value > Number.MAX_SAFE_INTEGER) break;
      if (byte < 0x80) return value;
      unit *= 128;
    }
    bad = true;
    return 0;
  };
  return {
    varUint,
    varBytes: () => raw(varUint()),
    raw,
    id: <Id extends string>(length = 16) => {
      const bytes = raw(length);
      return (bad ? "0".repeat(2 * length) : toHex(bytes)) as Id;
    },
    list: (itemLength, item) => {
      const count = varUint();
      if (bad || count * itemLength > source.length - at) {
        bad = true;
        return [];
      }
      return Array.from({ length: count }, item);
    },
    rest: () => (bad ? nothing : source.subarray(at)),
    failed: () => bad,
  };
};

export const varUint = (value: number): Bytes => {
  const encoder = createEncoder();
  writeVarUint(encoder, value);
  return toUint8Array(encoder) as Bytes;
};
export const varBytes = (bytes: Uint8Array): Bytes => concat(varUint(bytes.length), bytes);
/** varUint count ‖ items. */
export const varList = (items: readonly Uint8Array[]): Bytes => concat(varUint(items.length), ...items);

/** One lib0 `any` value: JSON, plus undefined, bigint and Uint8Array. */
export const encodeAny = (value: unknown): Bytes => {
  const encoder = createEncoder();
  writeAny(encoder, value as Parameters<typeof writeAny>[1]);
  return toUint8Array(encoder) as Bytes;
};
/** Exactly one value and nothing behind it. The shape is the caller's to check. */
export const decodeAny = (bytes: Uint8Array): Result<unknown, { readonly code: "malformed" }> => {
  try {
    const decoder = createDecoder(Uint8Array.from(bytes)); // its own buffer: lib0 then cannot read past the end
    const value: unknown = readAny(decoder);
    return decoder.pos === decoder.arr.length ? ok(value) : err({ code: "malformed" });
  } catch {
    return err({ code: "malformed" }); // lib0 throws at the end of its input and on unknown types
  }
};
