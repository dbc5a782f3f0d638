/** Day One's JSON zip: one file per journal, media by the MD5 of their bytes, texts as Markdown. */

import { bodyToMarkdown } from "../../documents/markdown/write.ts";
import { safeFileName } from "../../documents/media-names.ts";
import type { Attachment, EntryContent } from "../../documents/model.ts";
import {
  type ExportOptions,
  type ExportReport,
  type ExportSource,
  exportZip,
  journalName,
  type WrittenMedia,
} from "./exporter.ts";
import { md5 } from "./md5.ts";
import { tidied } from "./tidied.ts";

const kindOf = (type: string): { readonly list: string; readonly folder: string; readonly link: string } =>
  type.startsWith("image/")
    ? { list: "photos", folder: "photos", link: "" }
    : type.startsWith("audio/")
      ? { list: "audios", folder: "audios", link: "audio/" }
      : type.startsWith("video/")
        ? { list: "videos", folder: "videos", link: "video/" }
        : { list: "pdfAttachments", folder: "pdfs", link: "pdfAttachment/" };

const endings: Readonly<Record<string, string>> = {
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/heic": "heic",
  "image/avif": "avif",
  "image/tiff": "tiff",
  "image/bmp": "bmp",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "audio/aac": "aac",
  "audio/wav": "wav",
  "audio/ogg": "ogg",
  "audio/flac": "flac",
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "application/pdf": "pdf",
};
const identifier = ({ id }: Attachment): string => id.toUpperCase();
/** We have no place for it; an entry that came from Day One keeps it beside. */
const isAllDay = (source: EntryContent["source"]): boolean =>
  source?.importer === "dayone" &&
  source.raw !== null &&
  typeof source.raw === "object" &&
  "isAllDay" in source.raw &&
  source.raw.isAllDay === true;
const utc = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, "Z");

const record = (
  content: EntryContent,
  media: readonly WrittenMedia[],
  sums: ReadonlyMap<string, string>,
): Record<string, unknown> => {
  const { row, body, source } = content;
  const links = new Map(
    media.map(({ attachment }) => [
      attachment.id,
      `dayone-moment:${kindOf(attachment.type).link === "" ? "//" : `/${kindOf(attachment.type).link}`}${identifier(attachment)}`,
    ]),
  );
  const text = bodyToMarkdown(tidied(body), { mediaPath: (id) => links.get(id) }).trimEnd();
  const lists: Record<string, unknown[]> = {};
  media.forEach(({ attachment }, orderInEntry) => {
    const { list } = kindOf(attachment.type);
    lists[list] ??= [];
    lists[list].push({
      identifier: identifier(attachment),
      md5: sums.get(attachment.id) ?? "",
      type: endings[attachment.type] ?? "bin",
      filename: attachment.name,
      fileSize: attachment.manifest.size,
      orderInEntry,
      ...(attachment.width === undefined ? {} : { width: attachment.width }),
      ...(attachment.height === undefined ? {} : { height: attachment.height }),
    });
  });
  return {
    uuid: source?.importer === "dayone" ? source.id : row.docId.toUpperCase(),
    creationDate: utc(row.when.instant),
    timeZone: row.when.zone,
    text: row.title === "" ? text : `# ${row.title.replace(/([\\`*_[\]<>#])/g, "\\$1")}\n\n${text}`,
    tags: row.tags.map(({ name }) => name),
    starred: row.favourite,
    isPinned: row.pinned,
    isAllDay: isAllDay(source),
    ...(row.place === undefined
      ? {}
      : { location: { placeName: row.place.name, timeZoneName: row.when.zone } }),
    ...lists,
  };
};

/** Records of each journal are held in memory until the end; their media are not. */
export const exportDayOne = (
  source: ExportSource,
  sink: WritableStream<Uint8Array>,
  options: ExportOptions = {},
): Promise<ExportReport> => {
  const journals = new Map<string, Record<string, unknown>[]>();
  return exportZip(source, sink, options, {
    entry: async (content, target) => {
      const sums = new Map<string, string>();
      // Day One finds media by the sum of their bytes: the same picture in two entries is one file.
      const media = await target.addMedia(content, ({ id, type }, _, bytes) => {
        const sum = md5(bytes);
        sums.set(id, sum);
        return `${kindOf(type).folder}/${sum}.${endings[type] ?? "bin"}`;
      });
      const journal = safeFileName(journalName(source.taxonomy, content.row.journal) ?? "Journal", "Journal");
      journals.set(journal, [...(journals.get(journal) ?? []), record(content, media, sums)]);
    },
    end: async (target) => {
      for (const [journal, entries] of journals) {
        await target.addText(
          `${journal}.json`,
          `${JSON.stringify({ metadata: { version: "1.0" }, entries }, undefined, 1)}\n`,
        );
      }
    },
  });
};
