/**
 * Reads fixed-width fields in order. A read past the end does not throw: it latches `failed`, answers zeros, and the
 * caller looks once, at the end. List counts are checked against what is left before anything is allocated.
 */
import { type Bytes, readU16, readU32, readU64 } from "./bytes.ts";
import { idOf } from "./ids.ts";

export interface ByteReader {
  readonly bytes: (length: number) => Bytes;
  readonly id: <Id extends string>(length?: number) => Id;
  readonly u8: () => number;
  readonly u16: () => number;
  readonly u32: () => number;
  /** Milliseconds and other u48 values. */
  readonly u48: () => number;
  /** Fails at 2^53 and beyond. */
  readonly u64: () => number;
  /** 0 or 1; anything else fails. */
  readonly flag: () => boolean;
  /** `count` items of `itemLength` bytes each, read by `item`. */
  readonly times: <T>(count: number, itemLength: number, item: () => T) => readonly T[];
  readonly left: () => number;
  /** True when every read was within bounds and nothing follows. */
  readonly finished: () => boolean;
}

/** Copies what it returns: nothing keeps a reference to `source`. */
export const createByteReader = (source: Uint8Array): ByteReader => {
  let at = 0;
  let failed = false;
  const left = () => source.length - at;
  const bytes = (length: number): Bytes => {
    if (failed || length > left()) {
      failed = true;
      return new Uint8Array(length <= 4096 ? length : 0);
    }
    at += length;
    return Uint8Array.from(source.subarray(at - length, at));
  };
  const u64From = (value: Bytes): number => {
    const number = readU64(value, 0);
    if (number === undefined) failed = true;
    return number ?? 0;
  };
  return {
    bytes,
    id: (length = 16) => idOf(bytes(length)),
    u8: () => bytes(1)[0] ?? 0,
    u16: () => readU16(bytes(2), 0),
    u32: () => readU32(bytes(4), 0),
    u48: () => {
      const padded = new Uint8Array(8);
      padded.set(bytes(6), 2);
      return u64From(padded);
    },
    u64: () => u64From(bytes(8)),
    flag: () => {
      const value = bytes(1)[0];
      if (value !== 0 && value !== 1) failed = true;
      return value === 1;
    },
    times: (count, itemLength, item) => {
      if (failed || count * itemLength > left()) {
        failed = true;
        return [];
      }
      return Array.from({ length: count }, item);
    },
    left,
    finished: () => !failed && left() === 0,
  };
};

/** True when ids (lower-case hex of one length) stand in ascending order, none twice. */
export const isSorted = (ids: readonly string[]): boolean =>
  ids.every((id, i) => i === 0 || (ids[i - 1] as string) < id);
