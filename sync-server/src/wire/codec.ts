/**
 * Little codecs that compose: each writes with lib0 and reads with every length checked before anything is made.
 * One description serves both directions, so what is sent and what is understood cannot drift apart.
 * A reader never throws: the first failure sticks, later reads give zero values, and the caller asks once at the end.
 */
import { type Bytes, fromUtf8, type Hash, idBytes, idOf, utf8 } from "@whisperwell/crypto";
import * as lib0 from "lib0/encoding";

export type Encoder = lib0.Encoder;
export const { createEncoder, toUint8Array, writeUint8 } = lib0;

export interface Reader {
  readonly bytes: Bytes;
  at: number;
  failed: boolean;
}

export interface Codec<T> {
  readonly write: (encoder: Encoder, value: T) => void;
  readonly read: (reader: Reader) => T;
  /** Fewest bytes one value takes: bounds a list's count before it is allocated. */
  readonly least: number;
}

/** Views the same memory: what is decoded lives as long as the frame it came in. */
export const createReader = (bytes: Uint8Array): Reader => ({
  bytes: new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length),
  at: 0,
  failed: false,
});
export const remaining = (reader: Reader): number => reader.bytes.length - reader.at;
const fail = <T>(reader: Reader, zero: T): T => {
  reader.failed = true;
  return zero;
};
const none = new Uint8Array(0);
export const take = (reader: Reader, length: number): Bytes => {
  if (reader.failed || length > remaining(reader)) return fail(reader, none);
  const bytes = reader.bytes.subarray(reader.at, reader.at + length);
  reader.at += length;
  return bytes;
};

/** lib0 varUint below 2^53, in its shortest form only: one value has one spelling. */
export const varUint: Codec<number> = {
  least: 1,
  write: lib0.writeVarUint,
  read: (reader) => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (reader.failed || reader.at >= reader.bytes.length) return fail(reader, 0);
      const byte = reader.bytes[reader.at++] as number;
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) return fail(reader, 0);
      if (byte < 128) return byte === 0 && scale > 1 ? fail(reader, 0) : value;
      if (scale > 2 ** 49) return fail(reader, 0);
    }
  },
};

/** Fixed width, big-endian. */
export const uint32: Codec<number> = {
  least: 4,
  write: (encoder, value) => lib0.writeUint32BigEndian(encoder, value),
  read: (reader) => {
    const bytes = take(reader, 4);
    return reader.failed ? 0 : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  },
};

export const bool: Codec<boolean> = {
  least: 1,
  write: (encoder, value) => lib0.writeUint8(encoder, value ? 1 : 0),
  read: (reader) => {
    const byte = take(reader, 1)[0];
    return byte === 0 || byte === 1 ? byte === 1 : fail(reader, false);
  },
};

export const raw = (length: number): Codec<Bytes> => ({
  least: length,
  write: lib0.writeUint8Array,
  read: (reader) => take(reader, length),
});
/** Everything up to the end of the frame. */
export const rest = (least: number): Codec<Bytes> => ({
  least,
  write: lib0.writeUint8Array,
  read: (reader) => (remaining(reader) < least ? fail(reader, none) : take(reader, remaining(reader))),
});
/** 16 bytes as the lower-case hex of a branded id. */
export const id = <Id extends string>(): Codec<Id> => ({
  least: 16,
  write: (encoder, value) => lib0.writeUint8Array(encoder, idBytes(value)),
  read: (reader) => idOf<Id>(take(reader, 16)),
});
export const hash: Codec<Hash> = {
  least: 32,
  write: (encoder, value) => lib0.writeUint8Array(encoder, idBytes(value)),
  read: (reader) => idOf<Hash>(take(reader, 32)),
};
export const varBytes = (most: number): Codec<Bytes> => ({
  least: 1,
  write: lib0.writeVarUint8Array,
  read: (reader) => {
    const length = varUint.read(reader);
    return length > most ? fail(reader, none) : take(reader, length);
  },
});
export const text = (most: number): Codec<string> => {
  const bytes = varBytes(most);
  return {
    least: 1,
    write: (encoder, value) => bytes.write(encoder, utf8(value)),
    read: (reader) => fromUtf8(bytes.read(reader)) ?? fail(reader, ""),
  };
};

export const list = <T>(item: Codec<T>, most: number): Codec<readonly T[]> => ({
  least: 1,
  write: (encoder, values) => {
    lib0.writeVarUint(encoder, values.length);
    for (const value of values) item.write(encoder, value);
  },
  read: (reader) => {
    const count = varUint.read(reader);
    if (count > most || count * item.least > remaining(reader)) return fail(reader, []);
    const values: T[] = [];
    while (values.length < count && !reader.failed) values.push(item.read(reader));
    return values;
  },
});
export const optional = <T>(value: Codec<T>): Codec<T | undefined> => ({
  least: 1,
  write: (encoder, present) => {
    bool.write(encoder, present !== undefined);
    if (present !== undefined) value.write(encoder, present);
  },
  read: (reader) => (bool.read(reader) ? value.read(reader) : undefined),
});

/** Fields in the order they are listed. */
export const struct = <T extends object>(fields: { readonly [K in keyof T]-?: Codec<T[K]> }): Codec<T> => {
  const entries = Object.entries(fields) as [keyof T, Codec<T[keyof T]>][];
  return {
    least: entries.reduce((sum, [, field]) => sum + field.least, 0),
    write: (encoder, value) => {
      for (const [name, field] of entries) field.write(encoder, value[name]);
    },
    read: (reader) => {
      const value: Partial<T> = {};
      for (const [name, field] of entries) value[name] = field.read(reader);
      return value as T;
    },
  };
};

/** The fields of a union's member `K`; a member may go by several kinds. */
type ShapeOf<T extends { readonly kind: string }, K> = T extends unknown
  ? K extends T["kind"]
    ? Omit<T, "kind">
    : never
  : never;

/** One of several shapes, told apart by `kind`; on the wire a u8 from 0 in the order listed. */
export const oneOf = <T extends { readonly kind: string }>(
  shapes: {
    readonly [K in T["kind"]]: Codec<ShapeOf<T, K>>;
  },
): Codec<T> => {
  const entries = Object.entries(shapes) as [T["kind"], Codec<Omit<T, "kind">>][];
  return {
    least: 1,
    write: (encoder, value) => {
      const index = entries.findIndex(([kind]) => kind === value.kind);
      lib0.writeUint8(encoder, index);
      entries[index]?.[1].write(encoder, value);
    },
    read: (reader) => {
      const entry = entries[take(reader, 1)[0] ?? entries.length];
      const [kind, shape] = entry ?? fail(reader, entries[0] as [T["kind"], Codec<Omit<T, "kind">>]);
      return { kind, ...shape.read(reader) } as unknown as T;
    },
  };
};
