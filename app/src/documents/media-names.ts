/** Names of an entry's attachments as files: safe on every system, none twice. */
import type { Attachment } from "./model.ts";

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file name without path, control characters or what Windows refuses; at most 120 characters. */
export const safeFileName = (name: string, fallback: string): string => {
  const base = name
    .normalize("NFC")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const stem = base.replace(/\.[^.]*$/, "");
  if (base === "" || reserved.test(stem)) return fallback;
  if (base.length <= 120) return base;
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(base)?.[0] ?? "";
  return `${base.slice(0, 120 - extension.length).trimEnd()}${extension}`;
};

/** `name.jpg`, and `name (1a2b3c4d).jpg` for a second of that name, by attachment id. */
export const mediaNames = (attachments: readonly Pick<Attachment, "id" | "name">[]): Map<string, string> => {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const { id, name } of attachments) {
    const safe = safeFileName(name, id);
    const dot = safe.lastIndexOf(".");
    const [stem, extension] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ""];
    const unique = taken.has(safe.toLowerCase()) ? `${stem} (${id})${extension}` : safe;
    taken.add(unique.toLowerCase());
    names.set(id, unique);
  }
  return names;
};
