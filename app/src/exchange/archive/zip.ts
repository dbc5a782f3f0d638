/** Zip archives, ZIP64 included. A zip's own words about sizes and names are claims: checked before reading and while. */
import { err, ok, type Result } from "@whisperwell/crypto/result";
import { BlobReader, configure, type Entry, type FileEntry, ZipReader } from "@zip.js/zip.js";
import { type Refusal, refusal } from "../refusal.ts";
import { type Archive, type ArchiveItem, byPath, headBytes, type Limits, type ReadError } from "./archive.ts";
import { safePath, systemPrefix, systemRefusals } from "./paths.ts";

configure({ useWebWorkers: false });

const ratioFrom = 1024 * 1024;

/** Many programs write UTF-8 without saying so; only bytes that are not UTF-8 are read as the old code page. */
const nameOf = (entry: Entry): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(entry.rawFilename);
  } catch (error) {
    if (error instanceof TypeError) return entry.filename;
    throw error;
  }
};

class LimitReached extends Error {
  readonly code: ReadError["code"];
  constructor(code: ReadError["code"]) {
    super(code);
    this.code = code;
  }
}

/** Bytes that all reads of one archive may still bring out. */
interface Budget {
  left: number;
}

const readEntry = async (
  entry: FileEntry,
  budget: Budget,
  signal?: AbortSignal,
): Promise<Result<Uint8Array<ArrayBuffer>, ReadError>> => {
  // The caps on size and ratio were held before: what is claimed may be allocated.
  const bytes = new Uint8Array(entry.uncompressedSize);
  let size = 0;
  const sink = new WritableStream<Uint8Array>({
    write: (part) => {
      budget.left -= part.length;
      if (size + part.length > bytes.length) throw new LimitReached("too-large");
      if (budget.left < 0) throw new LimitReached("archive-too-large");
      bytes.set(part, size);
      size += part.length;
    },
  });
  try {
    await entry.getData(sink, {
      checkSignature: true,
      checkOverlappingEntry: true,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    return err({ code: error instanceof LimitReached ? error.code : "unreadable" });
  }
  if (size < bytes.length) return err({ code: "unreadable" });
  return ok(bytes);
};

/** Ends the inflating as soon as the head is there. */
const readHead = async (
  entry: FileEntry,
  signal?: AbortSignal,
): Promise<Result<Uint8Array<ArrayBuffer>, ReadError>> => {
  const head = new Uint8Array(Math.min(headBytes, entry.uncompressedSize));
  const enough = new AbortController();
  let size = 0;
  const sink = new WritableStream<Uint8Array>({
    write: (part) => {
      const taken = part.subarray(0, head.length - size);
      head.set(taken, size);
      size += taken.length;
      if (size === head.length) enough.abort();
    },
  });
  try {
    const signals = signal === undefined ? [enough.signal] : [enough.signal, signal];
    await entry.getData(sink, { signal: AbortSignal.any(signals) });
  } catch {
    signal?.throwIfAborted();
    if (size < head.length) return err({ code: "unreadable" });
  }
  return ok(head.subarray(0, size));
};

const refusalOf = (entry: Entry, path: string, limits: Limits): Refusal | undefined => {
  if (entry.symlink) return refusal(path, "link");
  if (entry.encrypted) return refusal(path, "encrypted");
  if (entry.uncompressedSize > limits.fileBytes)
    return refusal(path, "too-large", `${entry.uncompressedSize} bytes`);
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > ratioFrom && ratio > limits.ratio) {
    return refusal(path, "inflates-too-far", `${Math.round(ratio)} times`);
  }
  return undefined;
};

export const openZip = async (
  name: string,
  blob: Blob,
  limits: Limits,
): Promise<Result<Archive, { readonly code: "not-a-zip" }>> => {
  const reader = new ZipReader(new BlobReader(blob), { filenameValidation: "tolerant" });
  const items = new Map<string, ArchiveItem>();
  const refused: Refusal[] = [];
  const system: string[] = [];
  const budget: Budget = { left: limits.totalBytes };
  let declared = 0;
  try {
    let count = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      count += 1;
      if (count > limits.files) {
        refused.push(refusal(name, "too-many-files", `more than ${limits.files}`));
        break;
      }
      const raw = nameOf(entry);
      const path = safePath(raw);
      if (path === undefined) {
        refused.push(refusal(raw, "path-unsafe"));
        continue;
      }
      if (systemPrefix(path) !== undefined) {
        system.push(path);
        continue;
      }
      const why = refusalOf(entry, path, limits);
      declared += why === undefined ? entry.uncompressedSize : 0;
      if (why !== undefined) refused.push(why);
      else if (items.has(path)) refused.push(refusal(path, "same-path"));
      else if (declared > limits.totalBytes) refused.push(refusal(path, "archive-too-large"));
      else {
        items.set(path, {
          path,
          size: entry.uncompressedSize,
          modified: entry.lastModDate?.getTime() ?? 0,
          beside: false,
          read: (signal) => readEntry(entry, budget, signal),
          head: (signal) => readHead(entry, signal),
        });
      }
    }
  } catch (error) {
    await reader.close();
    if (error instanceof Error) return err({ code: "not-a-zip" });
    throw error;
  }
  return ok({
    name,
    items: [...items.values()].sort(byPath),
    refused: [...refused, ...systemRefusals(system)],
    close: () => reader.close(),
  });
};
