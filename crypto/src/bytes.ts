/** Byte strings: hex, base64url, joining, big-endian integers. Nothing here keeps a reference to its input. */
import { assert } from "./result.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
export const toHex = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += hexDigits[byte];
  return text;
};

/** Throws on anything but an even number of lower-case hex digits: parse untrusted text with `parse*Id` instead. */
export const fromHex = (text: string): Bytes => {
  assert(text.length % 2 === 0 && /^[0-9a-f]*$/.test(text), "hex is lower case and whole");
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
};

/** Unpadded base64url (RFC 4648 §5). */
export const toBase64Url = (bytes: Uint8Array): string => {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 0x2000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};
/** undefined for text that is not canonical unpadded base64url. */
export const fromBase64Url = (text: string): Bytes | undefined => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return toBase64Url(bytes) === text ? bytes : undefined;
};

export const concat = (...parts: readonly Uint8Array[]): Bytes => {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
export const fromUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // not UTF-8: the caller names the field
  }
};

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
export const u8 = (value: number): Bytes => Uint8Array.of(value);
export const u16 = (value: number): Bytes => {
  const bytes = new Uint8Array(2);
  view(bytes).setUint16(0, value);
  return bytes;
};
export const u32 = (value: number): Bytes => {
  const bytes = new Uint8Array(4);
  view(bytes).setUint32(0, value);
  return bytes;
};
export const u48 = (value: number): Bytes => u64(value).slice(2);
/** value is an integer below 2^53. */
export const u64 = (value: number): Bytes => {
  assert(Number.isSafeInteger(value) && value >= 0, "u64 values stay below 2^53");
  const bytes = new Uint8Array(8);
  view(bytes).setBigUint64(0, BigInt(value));
  return bytes;
};
export const readU16 = (bytes: Uint8Array, at: number): number => view(bytes).getUint16(at);
export const readU32 = (bytes: Uint8Array, at: number): number => view(bytes).getUint32(at);
/** undefined at 2^53 and beyond. */
export const readU64 = (bytes: Uint8Array, at: number): number | undefined => {
  const value = view(bytes).getBigUint64(at);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
};
/** u16 length ‖ bytes. */
export const lp = (bytes: Uint8Array): Bytes => {
  assert(bytes.length <= 0xffff, "lp holds at most 65,535 bytes");
  return concat(u16(bytes.length), bytes);
};

/** For public values. Secrets are compared with `equalSecret` of sodium.ts. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
/** Order of unsigned bytes, shorter first when one is a prefix: the order *sorted* means in docs/protocol.md. */
export const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};
