/** Opens what a person chose: one zip, one file, or the files of a folder. */
import { err, ok, type Result } from "@whisperwell/crypto/result";
import { type Refusal, refusal } from "../refusal.ts";
import {
  type Archive,
  type ArchiveItem,
  byPath,
  type ChosenFile,
  defaultLimits,
  headBytes,
  type Limits,
  type ReadError,
} from "./archive.ts";
import { safePath, systemPrefix, systemRefusals } from "./paths.ts";
import { openZip } from "./zip.ts";

export type OpenArchiveError = { readonly code: "nothing-chosen" | "not-a-zip" };

const readBlob = async (blob: Blob, limits: Limits): Promise<Result<Uint8Array<ArrayBuffer>, ReadError>> => {
  if (blob.size > limits.fileBytes) return err({ code: "too-large" });
  try {
    return ok(new Uint8Array(await blob.arrayBuffer()));
  } catch (error) {
    // The file went away or may not be read: the platform says so with a DOMException.
    if (error instanceof Error) return err({ code: "unreadable" });
    throw error;
  }
};

const isZip = async (blob: Blob): Promise<boolean> => {
  const head = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  const signature = String.fromCharCode(...head);
  return signature === "PK\u0003\u0004" || signature === "PK\u0005\u0006";
};

const openFolder = (name: string, files: readonly ChosenFile[], limits: Limits): Archive => {
  const items = new Map<string, ArchiveItem>();
  const refused: Refusal[] = [];
  const system: string[] = [];
  for (const file of files) {
    const path = safePath(file.path);
    if (path === undefined) refused.push(refusal(file.path, "path-unsafe"));
    else if (systemPrefix(path) !== undefined) system.push(path);
    else if (file.link === true) refused.push(refusal(path, "link"));
    else if (items.size >= limits.files) refused.push(refusal(path, "too-many-files"));
    else if (items.has(path)) refused.push(refusal(path, "same-path"));
    else if (file.blob.size > limits.fileBytes)
      refused.push(refusal(path, "too-large", `${file.blob.size} bytes`));
    else {
      items.set(path, {
        path,
        size: file.blob.size,
        modified: file.modified,
        beside: file.beside === true,
        read: () => readBlob(file.blob, limits),
        head: () => readBlob(file.blob.slice(0, headBytes), limits),
      });
    }
  }
  return {
    name,
    items: [...items.values()].sort(byPath),
    refused: [...refused, ...systemRefusals(system)],
    close: () => Promise.resolve(),
  };
};

export const openArchive = async (
  name: string,
  files: readonly ChosenFile[],
  limits: Limits = defaultLimits,
): Promise<Result<Archive, OpenArchiveError>> => {
  const chosen = files.filter(({ beside }) => beside !== true);
  const [only] = chosen;
  if (only === undefined) return err({ code: "nothing-chosen" });
  if (chosen.length === 1 && only.link !== true && (await isZip(only.blob)))
    return openZip(name, only.blob, limits);
  return ok(openFolder(name, files, limits));
};
