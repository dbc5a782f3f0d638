/** What an entry, a taxonomy and settings are. Pure: no engine, no screen, no clock. The editor schema has its own door, schema.ts. */
export * from "./days.ts";
export {
  applyEntryChange,
  bodyFieldOf,
  bodyOf,
  chosenRun,
  createEntryDoc,
  type EntryInit,
  initEntryDoc,
  isWritable,
  titleOf,
} from "./entry.ts";
export { buildEntryDoc } from "./entry-build.ts";
export { contentOf } from "./entry-content.ts";
export { attachmentsOf, rowOf } from "./entry-row.ts";
export {
  bodyFromHtml,
  bodyFromMarkdown,
  type MediaReference,
  type ReadOptions,
  type TextPiece,
} from "./markdown/read.ts";
export { bodyToMarkdown, type WriteOptions } from "./markdown/write.ts";
export { mediaNames, safeFileName } from "./media-names.ts";
export * from "./model.ts";
export { firstJournalId, foldName, journalIdFor, tidyName } from "./names.ts";
export { coreExtensions, emptyBody, entrySchema, isSafeHref, normalBody } from "./schema.ts";
export { schemaVersion } from "./schema-version.ts";
export { applySettingsChange, readSettings } from "./settings.ts";
export { applyTaxonomyChange, initTaxonomy, readTaxonomy } from "./taxonomy.ts";
export { excerptOf, plainTextOf, wordCount } from "./text.ts";
