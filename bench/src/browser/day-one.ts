/** A Day One export of any size: invented words, photos that decode, everything from a seed. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { BlobReader, BlobWriter, TextReader, ZipWriter } from "@zip.js/zip.js";
import { seededRandom } from "../trace.ts";
import { paragraphs, sentence } from "../words.ts";

export interface DayOneOptions {
  readonly entries: number;
  readonly photos: number;
  /** JPEG files to make the photos from: each gets a comment of its own and so a checksum of its own. */
  readonly pictures: readonly Buffer[];
  readonly seed: number;
}
const uuidOf = (name: string) => createHash("md5").update(name).digest("hex").toUpperCase();

/** The comment goes right behind the mark that begins the file. */
const withComment = (jpeg: Buffer, comment: string): Buffer => {
  const text = Buffer.from(comment);
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
};

export const writeDayOne = async (
  path: string,
  { entries, photos, pictures, seed }: DayOneOptions,
): Promise<{ readonly bytes: number }> => {
  const random = seededRandom(seed);
  const zip = new ZipWriter(new BlobWriter(), { level: 0 });
  const every = Math.floor(entries / photos);
  const records: unknown[] = [];
  for (let at = 0; at < entries; at++) {
    const uuid = uuidOf(`entry ${at}`);
    const blocks = [`# ${sentence(random, 5)}`, ...paragraphs(random, 120)];
    const media: unknown[] = [];
    if (at % every === 0 && at / every < photos) {
      const picture = pictures[(at / every) % pictures.length];
      if (picture === undefined) throw new Error("there is no picture to make photos from");
      const file = withComment(picture, `photo ${at}`);
      const md5 = createHash("md5").update(file).digest("hex");
      const identifier = uuidOf(`photo ${at}`);
      blocks.push(`![](dayone-moment://${identifier})`);
      media.push({ identifier, md5, type: "jpeg", orderInEntry: 0, width: 2048, height: 1536 });
      await zip.add(`photos/${md5}.jpeg`, new BlobReader(new Blob([new Uint8Array(file)])), { level: 0 });
    }
    records.push({
      uuid,
      text: blocks.join("\n\n"),
      creationDate: new Date(Date.UTC(2026, 10, 24, 9) - at * 43_200_000).toISOString().replace(/\.\d+/u, ""),
      timeZone: "Europe/Oslo",
      tags: [["walks", "work", "family", "reading"][at % 4]],
      starred: at % 40 === 0,
      ...(media.length > 0 && { photos: media }),
    });
  }
  await zip.add(
    "Journal.json",
    new TextReader(JSON.stringify({ metadata: { version: "1.0" }, entries: records })),
    {
      level: 6,
    },
  );
  const bytes = Buffer.from(await (await zip.close()).arrayBuffer());
  await writeFile(path, bytes);
  return { bytes: bytes.length };
};
