import { useMemo } from "react";
import type { EntryRow, Taxonomy } from "../../documents/index.ts";
import { selectFilter, useAppSelector, useTaxonomy, useVisibleRows } from "../../store/index.ts";
import { idsOfTag, tagName } from "../model/tags.ts";
import {
  filterRows,
  isFiltering,
  type TimelineFilter,
  type TimelineItem,
  timelineItems,
} from "../model/timeline.ts";

/** Which entries a list is of; it comes from the address. */
export type TimelineScope =
  | { readonly kind: "all" }
  | { readonly kind: "journal"; readonly id: string }
  | { readonly kind: "tag"; readonly id: string }
  | { readonly kind: "favourites" };

export type Timeline =
  | { readonly state: "loading" }
  | {
      readonly state: "present";
      readonly items: readonly TimelineItem[];
      readonly shown: number;
      /** Entries of the scope before the text filter. */
      readonly inScope: number;
      readonly all: number;
      readonly filtering: boolean;
      readonly taxonomy: Taxonomy;
      /** The journal's or tag's name; undefined for the whole journal and for favourites. */
      readonly scopeName: string | undefined;
    };

const scopeFilter = (scope: TimelineScope, taxonomy: Taxonomy): TimelineFilter => {
  const none = { text: "", favourites: false };
  if (scope.kind === "journal") return { ...none, journal: scope.id };
  if (scope.kind === "tag") return { ...none, tagIds: idsOfTag(taxonomy.tags, scope.id) };
  return { ...none, favourites: scope.kind === "favourites" };
};

const nameOfScope = (
  scope: TimelineScope,
  taxonomy: Taxonomy,
  rows: readonly EntryRow[],
): string | undefined => {
  if (scope.kind === "journal") return taxonomy.journals.find(({ id }) => id === scope.id)?.name;
  if (scope.kind !== "tag") return undefined;
  const worn = rows.flatMap((row) => row.tags).find(({ id }) => id === scope.id);
  return tagName(taxonomy.tags, worn ?? { id: scope.id, name: "" }) || undefined;
};

export const useTimeline = (scope: TimelineScope): Timeline => {
  const rows = useVisibleRows();
  const taxonomy = useTaxonomy();
  const { text, favourites } = useAppSelector(selectFilter);
  return useMemo((): Timeline => {
    if (rows === undefined || taxonomy === undefined) return { state: "loading" };
    const ofScope = filterRows(rows, scopeFilter(scope, taxonomy));
    const extra: TimelineFilter = { text, favourites };
    const shown = isFiltering(extra) ? filterRows(ofScope, extra) : ofScope;
    return {
      state: "present",
      items: timelineItems(shown),
      shown: shown.length,
      inScope: ofScope.length,
      all: rows.length,
      filtering: isFiltering(extra),
      taxonomy,
      scopeName: nameOfScope(scope, taxonomy, rows),
    };
  }, [rows, taxonomy, scope, text, favourites]);
};
