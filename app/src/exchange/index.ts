/** Bringing journals in and taking them out. */
export type { ChosenFile } from "./archive/archive.ts";
export { exportDayOne } from "./exporters/day-one.ts";
export type { ExportOptions, ExportReport, ExportSource } from "./exporters/exporter.ts";
export type { ExportFilter } from "./exporters/filter.ts";
export { exportMarkdown } from "./exporters/markdown.ts";
export { exportOwn } from "./exporters/whisperwell.ts";
export type { InspectError, Preview } from "./import-host.ts";
export {
  chosenFromFiles,
  createImporter,
  type Importer,
  type ImportReport,
  type ImportWorker,
  importWorker,
  type RunningImport,
  type StartOptions,
} from "./importer.ts";
export type { Refusal, RefusalCode } from "./refusal.ts";
