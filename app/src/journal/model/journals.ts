import type { Journal, Taxonomy } from "../../documents/index.ts";

/** As the person ordered them; those put away come last. */
export const orderedJournals = (taxonomy: Taxonomy): readonly Journal[] =>
  [...taxonomy.journals].sort((a, b) => Number(a.archived) - Number(b.archived) || a.order - b.order);

/** Where new entries go. */
export const firstOpenJournal = (taxonomy: Taxonomy): Journal | undefined =>
  orderedJournals(taxonomy).find(({ archived }) => !archived);
