/** What of a journal is exported. Every part that is given must hold. */
import type { EntryContent } from "../../documents/model.ts";

export interface ExportFilter {
  /** Journal ids. */
  readonly journals?: readonly string[];
  /** Tag ids. */
  readonly tags?: readonly string[];
  /** Local days, both included. */
  readonly from?: string;
  readonly to?: string;
  /** The trash stays out unless asked for. */
  readonly withTrash?: boolean;
}

export const isExported = ({ row }: EntryContent, filter: ExportFilter): boolean =>
  (filter.withTrash === true || row.trashedAt === undefined) &&
  (filter.journals === undefined || filter.journals.includes(row.journal)) &&
  (filter.tags === undefined || row.tags.some(({ id }) => filter.tags?.includes(id))) &&
  (filter.from === undefined || row.when.day >= filter.from) &&
  (filter.to === undefined || row.when.day <= filter.to);
