/** One way to read a file, a zip or a folder. Items are read one at a time, under caps that hold for what really comes out. */
import type { Result } from "@whisperwell/crypto/result";
import type { Refusal, RefusalCode } from "../refusal.ts";

export interface Limits {
  /** Bytes of one file, as declared and as they come out. */
  readonly fileBytes: number;
  /** Bytes of all files of an archive together. */
  readonly totalBytes: number;
  readonly files: number;
  /** Inflated over compressed size, for files over 1 MiB. */
  readonly ratio: number;
}

/** A picture or film is held in memory once while it is sealed: hence the cap on one file. */
export const defaultLimits: Limits = {
  fileBytes: 512 * 1024 * 1024,
  totalBytes: 64 * 1024 * 1024 * 1024,
  files: 200_000,
  ratio: 200,
};

export type ReadError = {
  readonly code: Extract<RefusalCode, "too-large" | "inflates-too-far" | "archive-too-large" | "unreadable">;
};

export interface ArchiveItem {
  /** `/` between folders, none of them `..`. */
  readonly path: string;
  /** As declared; what is read is checked again. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Found beside the chosen file, not chosen itself: never reported as unused. */
  readonly beside: boolean;
  readonly read: (signal?: AbortSignal) => Promise<Result<Uint8Array<ArrayBuffer>, ReadError>>;
  /** The first `headBytes`, without reading the rest: no checksum is held against them. */
  readonly head: (signal?: AbortSignal) => Promise<Result<Uint8Array<ArrayBuffer>, ReadError>>;
}
export const headBytes = 64;

export interface Archive {
  /** What was opened: a file's name or a folder's. */
  readonly name: string;
  /** Sorted by path. */
  readonly items: readonly ArchiveItem[];
  readonly refused: readonly Refusal[];
  readonly close: () => Promise<void>;
}

/** A file as the page or the command line hands it in. `path` is relative to what was chosen. */
export interface ChosenFile {
  readonly path: string;
  readonly blob: Blob;
  readonly modified: number;
  readonly beside?: boolean;
  /** Set by callers that see links; a browser never hands one in. */
  readonly link?: boolean;
}

export const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
