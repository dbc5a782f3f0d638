/** Looks for marked words wherever bytes lie: as text, in two-byte letters, and in base64 at any of its three offsets. */
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

const base64Forms = (word: Buffer): readonly Buffer[] =>
  [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), word]).toString("base64");
    // The letters at both ends also depend on the neighbours.
    return Buffer.from(text.slice(offset === 0 ? 0 : offset + 1, -4));
  });

const formsOf = (word: string): readonly Buffer[] => [
  Buffer.from(word, "utf8"),
  Buffer.from(word, "utf16le"),
  ...base64Forms(Buffer.from(word, "utf8")),
];

/** Which of the words stand in the bytes. */
export const wordsIn = (bytes: Buffer, words: readonly string[]): readonly string[] =>
  words.filter((word) => formsOf(word).some((form) => bytes.includes(form)));

export interface Found {
  readonly place: string;
  readonly words: readonly string[];
}
const found = (place: string, bytes: Buffer, words: readonly string[]): readonly Found[] => {
  const inside = wordsIn(bytes, words);
  return inside.length === 0 ? [] : [{ place, words: inside }];
};

/** Every file below a folder, whatever it is called. */
export const scanFolder = async (folder: string, words: readonly string[]): Promise<readonly Found[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const all: Found[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    all.push(...found(relative(folder, path), await readFile(path), words));
  }
  return all;
};
export const scanPieces = (
  place: string,
  pieces: readonly (string | Buffer)[],
  words: readonly string[],
): readonly Found[] =>
  pieces.flatMap((piece) => found(place, Buffer.isBuffer(piece) ? piece : Buffer.from(piece), words));
