/** What tests of importers share: samples of ours, archives made in memory, everything an archive gives. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BlobReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import type { ImportedDocument } from "../vault/api.ts";
import { type Archive, type ChosenFile, defaultLimits, type Limits } from "./archive/archive.ts";
import { openArchive } from "./archive/open.ts";
import { chosenFiles } from "./cli/chosen.ts";
import { importEvents } from "./draft.ts";
import { recognise } from "./recognise.ts";
import type { Refusal } from "./refusal.ts";

const checkout = join(dirname(fileURLToPath(import.meta.url)), "../../..");
export const fixture = (path: string): string => join(checkout, "fixtures", path);

export const textFile = (path: string, text: string | Uint8Array<ArrayBuffer>): ChosenFile => ({
  path,
  blob: new Blob([text]),
  modified: Date.UTC(2026, 0, 2, 12),
});

/** A zip of the files as they are, names included. */
export const zipped = async (
  files: readonly ChosenFile[],
  name = "sample.zip",
): Promise<readonly ChosenFile[]> => {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  for (const file of files) await zip.add(file.path, new BlobReader(file.blob));
  const bytes = (await zip.close()) as Uint8Array<ArrayBuffer>;
  return [textFile(name, bytes)];
};
export const zipOf = (files: Readonly<Record<string, string>>): Promise<readonly ChosenFile[]> =>
  zipped(Object.entries(files).map(([path, text]) => textFile(path, text)));

/** The file's name in a note's source id. */
export const noteName = ({ sourceId }: ImportedDocument): string =>
  sourceId.replace(/#[0-9a-f]{32}(?:#\d+)?$/, "");

export interface Imported {
  readonly format: string;
  readonly documents: readonly ImportedDocument[];
  readonly refused: readonly Refusal[];
  readonly undated: readonly string[];
}

/** Throws when the archive cannot be opened or recognised: tests of that call openArchive and recognise themselves. */
export const importAll = async (
  files: readonly ChosenFile[],
  deviceZone = "UTC",
  limits: Limits = defaultLimits,
): Promise<Imported> => {
  const archive = await openArchive("sample", files, limits);
  if (!archive.ok) throw new Error(archive.error.code);
  return importOpened(archive.value, deviceZone);
};
const importOpened = async (archive: Archive, deviceZone: string): Promise<Imported> => {
  const format = await recognise(archive);
  if (!format.ok) throw new Error(format.error.code);
  const documents: ImportedDocument[] = [];
  const refused: Refusal[] = [];
  const undated: string[] = [];
  for await (const event of importEvents(format.value, archive, { deviceZone })) {
    if (event.kind === "document") documents.push(event.document);
    else if (event.kind === "undated") undated.push(event.item);
    else refused.push(event.refusal);
  }
  await archive.close();
  return { format: format.value.id, documents, refused, undated };
};
export const importPath = async (path: string, deviceZone = "UTC"): Promise<Imported> =>
  importAll(await chosenFiles(path), deviceZone);
