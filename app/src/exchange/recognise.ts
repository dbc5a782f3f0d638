/** Which format an archive is. Reads only what it must: the JSON files near the top. */
import { err, ok, type Result } from "@whisperwell/crypto/result";
import type { Archive, ArchiveItem } from "./archive/archive.ts";
import { dayOne, isDayOne } from "./dayone/format.ts";
import type { Format } from "./draft.ts";
import { parseJson } from "./json.ts";
import { isNote } from "./markdown/attachments.ts";
import { markdown } from "./markdown/format.ts";
import { isManifest, whisperwell } from "./whisperwell/format.ts";

export type RecogniseError = { readonly code: "unknown-format" | "unreadable-json" };

const depth = (item: ArchiveItem): number => item.path.split("/").length;
/** An export lies at the top, or in the one folder that was zipped. */
const deepest = 3;

export const recognise = async (
  archive: Archive,
  signal?: AbortSignal,
): Promise<Result<Format, RecogniseError>> => {
  const jsons = archive.items
    .filter((item) => !item.beside && /\.json$/i.test(item.path) && depth(item) <= deepest)
    .sort((a, b) => depth(a) - depth(b));
  const manifest = jsons.find(({ path }) => /(?:^|\/)manifest\.json$/.test(path));
  if (manifest !== undefined) {
    const json = await parseJson(manifest, signal);
    if (json.ok && isManifest(json.value)) return ok(whisperwell);
  }
  let unreadable = false;
  for (const item of jsons) {
    const json = await parseJson(item, signal);
    if (json.ok && isDayOne(json.value)) return ok(dayOne);
    unreadable ||= !json.ok;
  }
  if (archive.items.some((item) => !item.beside && isNote(item.path))) return ok(markdown);
  return err({ code: unreadable ? "unreadable-json" : "unknown-format" });
};
