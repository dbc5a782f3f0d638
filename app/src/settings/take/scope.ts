/** What of the journal is taken out. */
import type { EntryRow, Taxonomy } from "../../documents/model.ts";
import type { ExportFilter } from "../../exchange/index.ts";

export type ScopeKind = "all" | "journal" | "tag" | "range";
export interface Scope {
  readonly kind: ScopeKind;
  readonly journal: string;
  readonly tag: string;
  /** Local days `YYYY-MM-DD`, both included; empty where there is no bound. */
  readonly from: string;
  readonly to: string;
}

/** The exporters' filter. A tag counts with every tag that was merged into it. */
export const filterOf = (scope: Scope, taxonomy: Taxonomy | undefined): ExportFilter => {
  switch (scope.kind) {
    case "all":
      return {};
    case "journal":
      return { journals: [scope.journal] };
    case "tag": {
      const tag = taxonomy?.tags.find(({ id }) => id === scope.tag);
      return { tags: [scope.tag, ...(tag?.aliases ?? [])] };
    }
    case "range":
      return {
        ...(scope.from === "" ? {} : { from: scope.from }),
        ...(scope.to === "" ? {} : { to: scope.to }),
      };
  }
};

/** Rows a filter takes, so that their number is known before anything is read. */
export const rowsIn = (rows: readonly EntryRow[], filter: ExportFilter): readonly EntryRow[] =>
  rows.filter(
    (row) =>
      (filter.journals === undefined || filter.journals.includes(row.journal)) &&
      (filter.tags === undefined || row.tags.some(({ id }) => filter.tags?.includes(id))) &&
      (filter.from === undefined || row.when.day >= filter.from) &&
      (filter.to === undefined || row.when.day <= filter.to),
  );
