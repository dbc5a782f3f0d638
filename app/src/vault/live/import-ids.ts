/** Which document an imported record is: the same one every time, from whichever file of it, so that nothing is doubled. */
import { type DocId, type DocTag, parseDocId, type VaultIdentity } from "@whisperwell/crypto";
import { fieldsOf } from "../checked.ts";

/** Our own zip, whose records are named by the documents they were. */
const own = "whisperwell";
/** UTF-16 units: what names a document is at most 65,535 bytes long. */
const nameMost = 16_000;
export const isNameable = (name: string): boolean => name.length <= nameMost;

interface Known {
  readonly identity: Pick<VaultIdentity, "importedDocId" | "docTagOf">;
  readonly has: (tag: DocTag) => boolean;
}
/**
 * A record of our own zip is the entry it was made of where that is here, else the one that its own source would make;
 * all others are named by importer and source id. undefined: the source names itself by more than a name can be.
 */
export const importedAs = (
  { identity, has }: Known,
  importer: string,
  sourceId: string,
  raw?: unknown,
): DocId | undefined => {
  if (!isNameable(sourceId)) return undefined;
  if (importer !== own) return identity.importedDocId(importer, sourceId);
  const before = parseDocId(sourceId);
  if (before !== undefined && has(identity.docTagOf(before))) return before;
  const source = fieldsOf(fieldsOf(raw)?.source);
  const isNamed = typeof source?.importer === "string" && typeof source.id === "string";
  return isNamed && isNameable(source.importer as string) && isNameable(source.id as string)
    ? identity.importedDocId(source.importer as string, source.id as string)
    : identity.importedDocId(own, sourceId);
};
