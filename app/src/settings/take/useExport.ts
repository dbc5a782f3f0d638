import { useContext, useEffect, useRef, useState } from "react";
import type { EntryContent, EntryRow } from "../../documents/model.ts";
import {
  type ExportFilter,
  type ExportReport,
  exportDayOne,
  exportMarkdown,
  exportOwn,
} from "../../exchange/index.ts";
import { useTaxonomy, useVault } from "../../store/index.ts";
import type { OpenError, Vault } from "../../vault/index.ts";
import { OpenTargetContext } from "../keep/useSaveBackup.ts";
import { datedName } from "../room/files.ts";

export const exportFormats = ["own", "markdown", "dayone"] as const;
export type ExportFormat = (typeof exportFormats)[number];
const exporters = { own: exportOwn, markdown: exportMarkdown, dayone: exportDayOne } as const;
const names = { own: "whisperwell", markdown: "markdown", dayone: "day-one" } as const;

/** An entry that could not be read, so that it is in no file. */
export interface LeftOut {
  readonly row: EntryRow;
  readonly code: OpenError["code"];
}
export type ExportState =
  | { readonly state: "idle" }
  | { readonly state: "writing"; readonly done: number; readonly total: number }
  | {
      readonly state: "written";
      readonly report: ExportReport;
      readonly leftOut: readonly LeftOut[];
      readonly format: ExportFormat;
    }
  | { readonly state: "stopped" }
  | { readonly state: "failed" };

/** Entries one at a time, so that no more than one is in memory; what cannot be read is noted and the rest goes on. */
async function* contentsOf(
  vault: Pick<Vault, "readEntry">,
  rows: readonly EntryRow[],
  leftOut: LeftOut[],
): AsyncGenerator<EntryContent> {
  for (const row of rows) {
    const content = await vault.readEntry(row.docId);
    if (content.ok) yield content.value;
    else leftOut.push({ row, code: content.error.code });
  }
}

/** Writes rows and what belongs to them into a zip that anyone can read. */
export const useExport = () => {
  const vault = useVault();
  const taxonomy = useTaxonomy();
  const open = useContext(OpenTargetContext);
  const [state, setState] = useState<ExportState>({ state: "idle" });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const write = async (
    format: ExportFormat,
    rows: readonly EntryRow[],
    filter: ExportFilter,
  ): Promise<void> => {
    const now = Date.now();
    const target = await open(datedName(names[format], "zip", now), "application/zip");
    if (target === "stopped") return setState({ state: "idle" });
    const stop = new AbortController();
    abort.current = stop;
    const leftOut: LeftOut[] = [];
    setState({ state: "writing", done: 0, total: rows.length });
    try {
      const report = await exporters[format](
        {
          entries: contentsOf(vault, rows, leftOut),
          taxonomy: taxonomy ?? { journals: [], tags: [] },
          readBlob: vault.readBlob,
          now: () => now,
        },
        target.sink,
        {
          filter,
          signal: stop.signal,
          onEntry: (done) => setState({ state: "writing", done, total: rows.length }),
        },
      );
      await target.finish();
      setState({ state: "written", report, leftOut, format });
    } catch (error) {
      if (stop.signal.aborted) return setState({ state: "stopped" });
      // The disk or the browser refused to write: both say so with a DOMException.
      if (error instanceof DOMException) return setState({ state: "failed" });
      throw error;
    }
  };
  return { state, write, stop: () => abort.current?.abort() };
};
