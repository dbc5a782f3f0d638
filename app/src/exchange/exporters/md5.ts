/** MD5 (RFC 1321), only because Day One names media files by it. It protects nothing. */

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const table = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

const rotated = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

const padded = (bytes: Uint8Array): DataView => {
  const length = (((bytes.length + 8) >> 6) + 1) << 6;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setUint32(length - 8, (bytes.length << 3) >>> 0, true);
  view.setUint32(length - 4, Math.floor(bytes.length / 2 ** 29), true);
  return view;
};

const mix = (round: number, b: number, c: number, d: number): number =>
  round === 0
    ? (b & c) | (~b & d)
    : round === 1
      ? (d & b) | (~d & c)
      : round === 2
        ? b ^ c ^ d
        : c ^ (b | ~d);
const wordOf = (round: number, i: number): number => [i, 5 * i + 1, 3 * i + 5, 7 * i][round] as number;

/** 32 hex digits. */
export const md5 = (bytes: Uint8Array): string => {
  const view = padded(bytes);
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a, b, c, d] = state as unknown as [number, number, number, number];
    for (let i = 0; i < 64; i += 1) {
      const round = i >> 4;
      const word = view.getUint32(at + 4 * (wordOf(round, i) & 15), true);
      const sum = (a + mix(round, b, c, d) + (table[i] as number) + word) | 0;
      [a, d, c, b] = [d, c, b, (b + rotated(sum, shifts[(round << 2) | (i & 3)] as number)) | 0];
    }
    [a, b, c, d].forEach((value, index) => {
      state[index] = (state[index] as number) + value;
    });
  }
  return [...new Uint8Array(state.buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
