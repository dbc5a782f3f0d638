/** JSON of an archive's item. */
import { err, ok, type Result } from "@whisperwell/crypto/result";
import type { ArchiveItem, ReadError } from "./archive/archive.ts";

export const parseJson = async (
  item: ArchiveItem,
  signal?: AbortSignal,
): Promise<Result<unknown, ReadError | { readonly code: "not-json" }>> => {
  const bytes = await item.read(signal);
  if (!bytes.ok) return bytes;
  try {
    return ok(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value)));
  } catch (error) {
    // TypeError: not UTF-8.
    if (error instanceof SyntaxError || error instanceof TypeError) return err({ code: "not-json" });
    throw error;
  }
};
