/** What runs in the import worker: opens what was chosen, counts it, reads it. Framework-free; the worker's shell is import-worker.ts. */
import { err, ok, type Result } from "@whisperwell/crypto/result";
import { excerptOf, plainTextOf } from "../documents/text.ts";
import type { ImportedDocument } from "../vault/api.ts";
import type { Archive, ChosenFile } from "./archive/archive.ts";
import { openArchive } from "./archive/open.ts";
import { createBatcher } from "./batches.ts";
import { type Format, importEvents, unlikeMedia } from "./draft.ts";
import { recognise } from "./recognise.ts";
import type { Refusal } from "./refusal.ts";

/** What the files hold. */
export interface Found {
  readonly format: Format["id"];
  /** Name of what was chosen: the label of the run. */
  readonly name: string;
  readonly entries: number;
  readonly media: number;
  /** Bytes of all media. */
  readonly bytes: number;
  readonly firstDay?: string;
  readonly lastDay?: string;
  /** Names of journals, in the order they appear; without any, entries go to the first journal. */
  readonly journals: readonly string[];
  readonly tags: number;
  /** A few entries, as they will appear. */
  readonly samples: readonly {
    readonly day: string;
    readonly title: string;
    /** First words of the text. */
    readonly excerpt: string;
    readonly tags: readonly string[];
  }[];
  /** Entries that name no journal. */
  readonly withoutJournal: number;
  /** Entries that say no day of their own and get the one of their file. */
  readonly undated: readonly string[];
  readonly refused: readonly Refusal[];
  /** One for each entry: what it is called where it came from. */
  readonly sourceIds: readonly string[];
}
export interface Preview extends Found {
  /** Of the entries, how many are in this journal already, and how many of those in its trash. */
  readonly before: { readonly here: number; readonly trashed: number };
}
export type InspectError = {
  readonly code:
    | "nothing-chosen"
    | "not-a-zip"
    | "unknown-format"
    | "unreadable-json"
    /** The worker died: out of memory, or its script could not be fetched. */
    | "worker-stopped"
    | "cancelled";
};
export interface RunSink {
  /** Resolves when these are durable: the next batch waits for it. */
  readonly documents: (documents: readonly ImportedDocument[]) => Promise<void>;
  readonly refused: (refusal: Refusal) => Promise<void>;
  readonly undated: (item: string) => Promise<void>;
}
export interface RunOptions {
  readonly deviceZone: string;
}
export interface ImportHost {
  /** Reads texts, no media; what it opened stays open for `run`. */
  readonly inspect: (
    name: string,
    files: readonly ChosenFile[],
    options: RunOptions,
  ) => Promise<Result<Found, InspectError>>;
  /** False when it was cancelled. */
  readonly run: (options: RunOptions, sink: RunSink) => Promise<boolean>;
  readonly cancel: () => void;
  readonly close: () => Promise<void>;
}

const sampleCount = 5;
/** Characters of a sample's text: two lines. */
const sampleWords = 140;
/** Entries whose pictures may be decoding while the next is read. */
const ahead = 3;

const findIn = async (
  archive: Archive,
  format: Format,
  options: RunOptions,
  signal: AbortSignal,
): Promise<Found> => {
  const refused: Refusal[] = [...archive.refused];
  const days: string[] = [];
  const journals = new Set<string>();
  const tags = new Set<string>();
  const samples: Found["samples"][number][] = [];
  const undated: string[] = [];
  const sourceIds: string[] = [];
  let withoutJournal = 0;
  let media = 0;
  let bytes = 0;
  for await (const event of format.drafts(archive, { ...options, signal })) {
    if (event.kind === "refused") {
      refused.push(event.refusal);
      continue;
    }
    if (event.kind === "undated") {
      undated.push(event.item);
      continue;
    }
    const { entry } = event.draft;
    days.push(entry.when.day);
    sourceIds.push(event.draft.sourceId);
    for (const { item } of event.draft.media) {
      const why = await unlikeMedia(item, signal);
      if (why !== undefined) {
        refused.push(why);
        continue;
      }
      media += 1;
      bytes += item.size;
    }
    if (entry.journal === undefined) withoutJournal += 1;
    else journals.add(entry.journal);
    for (const tag of entry.tags) tags.add(tag);
    if (samples.length < sampleCount)
      samples.push({
        day: entry.when.day,
        title: entry.title,
        excerpt: excerptOf(plainTextOf(entry.body), sampleWords),
        tags: entry.tags,
      });
  }
  const [firstDay, lastDay] = [days.toSorted()[0], days.toSorted().at(-1)];
  return {
    format: format.id,
    name: archive.name,
    entries: days.length,
    media,
    bytes,
    ...(firstDay === undefined ? {} : { firstDay }),
    ...(lastDay === undefined ? {} : { lastDay }),
    journals: [...journals],
    tags: tags.size,
    samples,
    withoutJournal,
    undated,
    refused,
    sourceIds,
  };
};

type Opened = { readonly archive: Archive; readonly format: Format };

export const createImportHost = (deps: {
  /** Adds sizes and thumbnails where pictures can be decoded. */
  readonly finishMedia: (
    media: ImportedDocument["media"][number],
  ) => Promise<ImportedDocument["media"][number]>;
}): ImportHost => {
  let opened: Opened | undefined;
  let stop = new AbortController();

  const close = async (): Promise<void> => {
    await opened?.archive.close();
    opened = undefined;
  };

  const open = async (name: string, files: readonly ChosenFile[]): Promise<Result<Opened, InspectError>> => {
    const archive = await openArchive(name, files);
    if (!archive.ok) return archive;
    const format = await recognise(archive.value, stop.signal);
    if (format.ok) return ok({ archive: archive.value, format: format.value });
    await archive.value.close();
    return format;
  };

  const ended = <T>(work: Promise<T>): Promise<T | "cancelled"> =>
    work.catch((error: unknown) => {
      if (stop.signal.aborted && error === stop.signal.reason) return "cancelled";
      throw error;
    });

  return {
    inspect: async (name, files, options) => {
      await close();
      stop = new AbortController();
      const result = await ended(open(name, files));
      if (result === "cancelled") return err({ code: "cancelled" });
      if (!result.ok) return result;
      opened = result.value;
      const found = await ended(findIn(opened.archive, opened.format, options, stop.signal));
      return found === "cancelled" ? err({ code: "cancelled" }) : ok(found);
    },
    run: async (options, sink) => {
      if (opened === undefined) return false;
      const { archive, format } = opened;
      const batcher = createBatcher(sink.documents);
      const finished = async (document: ImportedDocument): Promise<ImportedDocument> => ({
        ...document,
        media: await Promise.all(document.media.map(deps.finishMedia)),
      });
      const work = async (): Promise<void> => {
        // Pictures are decoded beside the reading of what follows; order stays.
        const pending: Promise<ImportedDocument>[] = [];
        const settle = async (most: number): Promise<void> => {
          while (pending.length > most)
            await batcher.add(await (pending.shift() as Promise<ImportedDocument>));
        };
        for await (const event of importEvents(format, archive, { ...options, signal: stop.signal })) {
          if (event.kind === "refused") {
            await sink.refused(event.refusal);
            continue;
          }
          if (event.kind === "undated") {
            await sink.undated(event.item);
            continue;
          }
          pending.push(finished(event.document));
          await settle(ahead);
        }
        await settle(0);
      };
      const result = await ended(work());
      // What was read before the end, or before cancelling, is kept: importing again adds the rest.
      await batcher.flush();
      return result !== "cancelled";
    },
    cancel: () => stop.abort(),
    close,
  };
};
