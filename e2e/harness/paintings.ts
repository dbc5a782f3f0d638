/** Two quiet pictures, painted pixel by pixel, so that no photograph of anybody is needed. */
import { deflateSync } from "node:zlib";

type Rgb = readonly [number, number, number];
const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

const crcTable = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});
const crc = (bytes: Buffer): number =>
  (bytes.reduce((sum, byte) => (crcTable[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8), 0xffffffff) ^
    0xffffffff) >>>
  0;

const chunk = (type: string, data: Buffer): Buffer => {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  typed.copy(framed, 4);
  framed.writeUInt32BE(crc(typed), typed.length + 4);
  return framed;
};

/** A PNG from a colour for every place; x and y run from 0 to 1. */
const paint = (width: number, height: number, colour: (x: number, y: number) => Rgb): Uint8Array => {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows.set(
        colour(x / width, y / height).map((part) => Math.round(part)),
        y * (width * 3 + 1) + 1 + x * 3,
      );
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

const ridge = (x: number, of: readonly (readonly [number, number])[]): number =>
  of.reduce((sum, [frequency, height]) => sum + Math.sin(x * frequency + frequency) * height, 0);

/** Sky over hills over water that holds them upside down. */
const landscape =
  (sky: readonly [Rgb, Rgb], far: Rgb, near: Rgb, water: Rgb) =>
  (x: number, y: number): Rgb => {
    const shore = 0.58;
    const mirrored = y > shore ? shore - (y - shore) * 0.9 : y;
    const wave = y > shore ? Math.sin(y * 420 + Math.sin(x * 30)) * 0.004 : 0;
    const level = mirrored + wave;
    const back =
      0.4 +
      ridge(x, [
        [5, 0.05],
        [11, 0.02],
        [23, 0.008],
      ]);
    const front =
      0.5 +
      ridge(x, [
        [3, 0.05],
        [17, 0.012],
      ]);
    const seen = level > front ? near : level > back ? far : mix(sky[0], sky[1], Math.min(1, level / 0.5));
    return y > shore ? mix(seen, water, 0.35 + (y - shore) * 0.5) : seen;
  };

export const paintings = {
  harbour: () =>
    paint(
      960,
      640,
      landscape(
        [
          [38, 52, 74],
          [214, 150, 112],
        ],
        [58, 70, 88],
        [30, 38, 48],
        [26, 38, 52],
      ),
    ),
  lake: () =>
    paint(
      960,
      640,
      landscape(
        [
          [196, 208, 214],
          [238, 226, 206],
        ],
        [142, 158, 166],
        [92, 108, 108],
        [150, 166, 172],
      ),
    ),
} as const;
