/** What a path in an archive may be. */
import { type Refusal, refusal } from "../refusal.ts";

/** The path with `/` between its parts, or undefined when it leads anywhere but into the archive. */
export const safePath = (raw: string): string | undefined => {
  const path = raw.replaceAll("\\", "/").normalize("NFC");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these make a path unsafe
  if (path === "" || path.length > 1024 || /[\u0000-\u001f\u007f]/.test(path)) return undefined;
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return undefined;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? undefined : parts.join("/");
};

const systemPart = /^(?:\..+|__MACOSX|Thumbs\.db|desktop\.ini|Icon\r)$/i;

/** `.obsidian`, `__MACOSX`, `.DS_Store` and their like: the path up to and including that part. */
export const systemPrefix = (path: string): string | undefined => {
  const parts = path.split("/");
  const at = parts.findIndex((part) => systemPart.test(part));
  return at < 0 ? undefined : parts.slice(0, at + 1).join("/");
};

/** One refusal for a whole folder of another program's settings. */
export const systemRefusals = (paths: readonly string[]): Refusal[] =>
  [...new Set(paths.flatMap((path) => systemPrefix(path) ?? []))]
    .sort()
    .map((path) => refusal(path, "system-file"));
