/** What a file is, by its first bytes. The table holds what an entry may carry; anything else is no medium to us. */

export interface MediaType {
  readonly type: string;
  readonly extension: string;
}

const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));
const starts = (bytes: Uint8Array, ...prefix: number[]): boolean =>
  prefix.every((byte, at) => bytes[at] === byte);
const media = (type: string, extension: string): MediaType => ({ type, extension });

/** ISO base media: the brand after `ftyp` says which family. */
const isoBrand = (brand: string): MediaType => {
  if (/^(?:avif|avis)$/.test(brand)) return media("image/avif", "avif");
  if (/^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) return media("image/heic", "heic");
  if (/^M4[AB] $/.test(brand)) return media("audio/mp4", "m4a");
  if (brand === "qt  ") return media("video/quicktime", "mov");
  if (/^3g/.test(brand)) return media("video/3gpp", "3gp");
  return media("video/mp4", "mp4");
};

const riff = (form: string): MediaType | undefined =>
  form === "WEBP"
    ? media("image/webp", "webp")
    : form === "WAVE"
      ? media("audio/wav", "wav")
      : form === "AVI "
        ? media("video/x-msvideo", "avi")
        : undefined;

/** Undefined for anything that is not a picture, sound, film or PDF of a kind listed here. SVG is not: it can run scripts. */
export const sniff = (bytes: Uint8Array): MediaType | undefined => {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return media("image/jpeg", "jpg");
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return media("image/png", "png");
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return media("image/gif", "gif");
  if (ascii(bytes, 0, 4) === "RIFF") return riff(ascii(bytes, 8, 12));
  if (ascii(bytes, 4, 8) === "ftyp") return isoBrand(ascii(bytes, 8, 12));
  if (ascii(bytes, 0, 5) === "%PDF-") return media("application/pdf", "pdf");
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return media("video/webm", "webm");
  if (ascii(bytes, 0, 4) === "OggS") return media("audio/ogg", "ogg");
  if (ascii(bytes, 0, 4) === "fLaC") return media("audio/flac", "flac");
  if (ascii(bytes, 0, 4) === "caff") return media("audio/x-caf", "caf");
  if (ascii(bytes, 0, 5) === "#!AMR") return media("audio/amr", "amr");
  if (ascii(bytes, 0, 2) === "BM" && bytes.length > 26) return media("image/bmp", "bmp");
  if (starts(bytes, 0x49, 0x49, 0x2a, 0) || starts(bytes, 0x4d, 0x4d, 0, 0x2a))
    return media("image/tiff", "tiff");
  if (ascii(bytes, 0, 3) === "ID3") return media("audio/mpeg", "mp3");
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return media("audio/aac", "aac");
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0) return media("audio/mpeg", "mp3");
  return undefined;
};
