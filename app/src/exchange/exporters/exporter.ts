/** The common half of all exporters: entries in, one at a time, a zip out as a stream, a report of what is in it. */
import type { Result } from "@whisperwell/crypto/result";
import { configure, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";
import { timeOf } from "../../documents/days.ts";
import { mediaNames, safeFileName } from "../../documents/media-names.ts";
import type { Attachment, BlobManifest, EntryContent, Taxonomy } from "../../documents/model.ts";
import { type ExportFilter, isExported } from "./filter.ts";

configure({ useWebWorkers: false });

export interface ExportSource {
  readonly entries: AsyncIterable<EntryContent>;
  readonly taxonomy: Taxonomy;
  /** Opened bytes, or why they are not to be had here. */
  readonly readBlob: (
    manifest: BlobManifest,
    signal?: AbortSignal,
  ) => Promise<Result<Uint8Array, { readonly code: string }>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
export interface ExportOptions {
  readonly filter?: ExportFilter;
  readonly signal?: AbortSignal;
  /** Called after each entry with how many are in. */
  readonly onEntry?: (done: number) => void;
}
export interface ExportReport {
  readonly entries: number;
  readonly media: number;
  /** Media that were not on this device or damaged: entry and name. */
  readonly missing: readonly { readonly docId: string; readonly name: string; readonly code: string }[];
}

export interface WrittenMedia {
  readonly attachment: Attachment;
  /** Path in the zip; undefined when its bytes were not to be had. */
  readonly file: string | undefined;
}
export interface ZipTarget {
  readonly addText: (path: string, text: string) => Promise<void>;
  /** Writes an entry's attachments, each path once, and says where each is. */
  readonly addMedia: (
    content: EntryContent,
    pathOf: (attachment: Attachment, name: string, bytes: Uint8Array) => string,
  ) => Promise<readonly WrittenMedia[]>;
}

/** Runs an exporter. Aborting leaves a zip without an end, which no reader takes for a whole one. */
export const exportZip = async (
  source: ExportSource,
  sink: WritableStream<Uint8Array>,
  options: ExportOptions,
  steps: {
    readonly entry: (content: EntryContent, target: ZipTarget) => Promise<void>;
    readonly end: (target: ZipTarget, report: ExportReport) => Promise<void>;
  },
): Promise<ExportReport> => {
  const zip = new ZipWriter(sink, {
    useUnicodeFileNames: true,
    lastModDate: new Date(source.now()),
  });
  const missing: ExportReport["missing"][number][] = [];
  let entries = 0;
  const paths = new Set<string>();
  let media = 0;
  const target: ZipTarget = {
    addText: async (path, text) => {
      await zip.add(path, new Uint8ArrayReader(new TextEncoder().encode(text)));
    },
    addMedia: async (content, pathOf) => {
      const names = mediaNames(content.attachments);
      const written: WrittenMedia[] = [];
      for (const attachment of content.attachments) {
        const bytes = await source.readBlob(attachment.manifest, options.signal);
        if (!bytes.ok) {
          missing.push({ docId: content.row.docId, name: attachment.name, code: bytes.error.code });
          written.push({ attachment, file: undefined });
          continue;
        }
        const file = pathOf(attachment, names.get(attachment.id) ?? attachment.id, bytes.value);
        if (!paths.has(file)) {
          // Pictures, sound and film are compressed already.
          await zip.add(file, new Uint8ArrayReader(bytes.value), { level: 0 });
          paths.add(file);
          media += 1;
        }
        written.push({ attachment, file });
      }
      return written;
    },
  };
  for await (const content of source.entries) {
    options.signal?.throwIfAborted();
    if (!isExported(content, options.filter ?? {})) continue;
    await steps.entry(content, target);
    entries += 1;
    options.onEntry?.(entries);
  }
  const report: ExportReport = { entries, media, missing };
  await steps.end(target, report);
  await zip.close();
  return report;
};

/** `2024-04-17 By the sea`, unique by the document's id where two entries share it. */
export const createEntryNames = (): ((content: EntryContent) => string) => {
  const taken = new Set<string>();
  return ({ row }) => {
    const title = safeFileName(row.title.slice(0, 80), "").trim();
    const base = title === "" ? row.when.day : `${row.when.day} ${title}`;
    const timed = taken.has(base.toLowerCase()) ? `${base} ${timeOf(row.when).replace(":", ".")}` : base;
    const name = taken.has(timed.toLowerCase()) ? `${timed} ${row.docId.slice(0, 8)}` : timed;
    taken.add(name.toLowerCase());
    return name;
  };
};

export const journalName = (taxonomy: Taxonomy, id: string): string | undefined =>
  taxonomy.journals.find((journal) => journal.id === id)?.name;
