/** The files of our own export, version 1: what a zip of it holds and how an entry is written in JSON. */
import type { EntryContent, EntryRow, PmNode } from "../../documents/model.ts";

export const manifestName = "manifest.json";
export const exportVersion = 1;

export interface Manifest {
  readonly format: "whisperwell";
  readonly version: number;
  /** Editor schema of the bodies. */
  readonly schema: number;
  /** Milliseconds since 1970. */
  readonly exportedAt: number;
  readonly entries: number;
  readonly media: number;
  /** Names of journals by id. */
  readonly journals: Readonly<Record<string, string>>;
}

export interface ExportedMedia {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Path in the zip; absent when the bytes were not on this device. */
  readonly file?: string;
  readonly width?: number;
  readonly height?: number;
}

/** No key and no blob id: only what the person wrote. */
export interface ExportedEntry {
  readonly docId: string;
  readonly title: string;
  readonly when: EntryRow["when"];
  readonly journal?: string;
  readonly favourite: boolean;
  readonly pinned: boolean;
  readonly trashedAt?: number;
  readonly tags: readonly string[];
  readonly people: readonly string[];
  readonly place?: string;
  readonly moods: readonly { readonly value: number; readonly scale: string; readonly at: number }[];
  readonly body: PmNode;
  readonly media: readonly ExportedMedia[];
  readonly source?: { readonly importer: string; readonly id: string; readonly raw?: unknown };
  readonly versions: EntryContent["versions"];
}
