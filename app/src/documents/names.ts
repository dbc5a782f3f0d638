/** The one way names are compared: it must stay equal to the fold inside the protocol's ids of names. */
import type { NameIds, Taxonomy } from "./model.ts";

/** NFKC, trimmed, inner white space to one space, lower case without a locale. */
export const foldName = (name: string): string =>
  name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

/** A name as it is shown: trimmed, inner white space to one space. */
export const tidyName = (name: string): string => name.trim().replace(/\s+/g, " ");

/** The journal that every vault starts with, whatever it is called now. */
export const firstJournalId = (ids: Pick<NameIds, "idOf">): string => ids.idOf("journal", "first");

/**
 * The journal a name means: one that bears it now, else the id that a new journal of that name gets. Without a name, the
 * first journal.
 */
export const journalIdFor = (
  name: string | undefined,
  taxonomy: Taxonomy | undefined,
  ids: Pick<NameIds, "idOf">,
): string => {
  if (name === undefined || foldName(name) === "") return firstJournalId(ids);
  const folded = foldName(name);
  const known = taxonomy?.journals.find((journal) => foldName(journal.name) === folded);
  return known?.id ?? ids.idOf("journal", name);
};
