/** Finds the file a note means: by path from the note, by path from the top, by name anywhere. */
import type { Archive, ArchiveItem } from "../archive/archive.ts";

export const isNote = (path: string): boolean => /\.(?:md|markdown|mdown|txt)$/i.test(path);

const decoded = (target: string): string => {
  try {
    return decodeURIComponent(target);
  } catch (error) {
    if (error instanceof URIError) return target;
    throw error;
  }
};

/** Undefined when it leads out of the archive. */
const resolved = (folder: string, target: string): string | undefined => {
  const parts: string[] = target.startsWith("/") ? [] : folder.split("/").filter((part) => part !== "");
  for (const part of target.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
};

export type FindFile = (notePath: string, target: string) => ArchiveItem | undefined;

/** Names are compared without case: vaults move between systems that care and systems that do not. */
export const fileFinder = (archive: Archive): FindFile => {
  const paths = new Map<string, ArchiveItem>();
  const names = new Map<string, ArchiveItem>();
  for (const item of archive.items) {
    const path = item.path.toLowerCase();
    paths.set(path, item);
    const name = path.split("/").at(-1) ?? path;
    const known = names.get(name);
    if (known === undefined || item.path.length < known.path.length) names.set(name, item);
  }
  return (notePath, target) => {
    const folder = notePath.split("/").slice(0, -1).join("/");
    const wanted =
      decoded(target).normalize("NFC").replaceAll("\\", "/").split(/[?#]/)[0]?.trim().toLowerCase() ?? "";
    if (wanted === "") return undefined;
    const near = resolved(folder.toLowerCase(), wanted);
    const top = resolved("", wanted);
    const name = wanted.split("/").at(-1) ?? wanted;
    return (
      (near === undefined ? undefined : paths.get(near)) ??
      (top === undefined ? undefined : paths.get(top)) ??
      names.get(name)
    );
  };
};

const mediaEnding =
  /\.(?:jpe?g|png|gif|webp|hei[cf]|avif|bmp|tiff?|mp3|m4a|aac|wav|ogg|opus|flac|caf|amr|mp4|m4v|mov|webm|mkv|3gp|avi|pdf|svg)$/i;
export const looksLikeMedia = (target: string): boolean => mediaEnding.test(target.split(/[?#]/)[0] ?? "");
export const looksLikeImage = (path: string): boolean =>
  /\.(?:jpe?g|png|gif|webp|hei[cf]|avif|bmp|tiff?)$/i.test(path);
