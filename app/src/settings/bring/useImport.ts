import { useContext, useEffect, useMemo, useState } from "react";
import type {
  ChosenFile,
  Importer,
  ImportReport,
  InspectError,
  Preview,
  RunningImport,
  StartOptions,
} from "../../exchange/index.ts";
import { useVault } from "../../store/index.ts";
import type { Progress } from "../../vault/index.ts";
import { ImporterContext } from "./tools.ts";

export type ImportState =
  | { readonly state: "choosing"; readonly code?: InspectError["code"] }
  | { readonly state: "reading"; readonly name: string }
  | { readonly state: "preview"; readonly preview: Preview }
  | {
      readonly state: "running";
      readonly preview: Preview;
      readonly progress: Progress;
      readonly stopping: boolean;
    }
  | { readonly state: "done"; readonly preview: Preview; readonly report: ImportReport };

/** One journal being brought in: chosen, looked at, taken, reported. */
export const useImport = () => {
  const vault = useVault();
  const makeImporter = useContext(ImporterContext);
  const importer = useMemo((): Importer => makeImporter(vault), [makeImporter, vault]);
  const [state, setState] = useState<ImportState>({ state: "choosing" });
  const [running, setRunning] = useState<RunningImport>();
  useEffect(() => () => importer.close(), [importer]);
  useEffect(
    () =>
      running?.progress$.subscribe((progress) =>
        setState((before) => (before.state === "running" ? { ...before, progress } : before)),
      ),
    [running],
  );

  const inspect = async (name: string, files: readonly ChosenFile[]): Promise<void> => {
    setState({ state: "reading", name });
    const inspected = await importer.inspect(name, files);
    if (inspected.ok) return setState({ state: "preview", preview: inspected.value });
    setState(
      inspected.error.code === "cancelled"
        ? { state: "choosing" }
        : { state: "choosing", code: inspected.error.code },
    );
  };
  /** Ends reading by letting its worker go; the next file starts another. */
  const stopReading = () => {
    importer.close();
    setState({ state: "choosing" });
  };
  const start = async (preview: Preview, options: StartOptions): Promise<void> => {
    const begun = importer.start(preview, options);
    setState({ state: "running", preview, progress: { done: 0, total: preview.entries }, stopping: false });
    setRunning(begun);
    const report = await begun.report;
    setRunning(undefined);
    setState({ state: "done", preview, report });
  };
  const stop = () => {
    running?.cancel();
    setState((before) => (before.state === "running" ? { ...before, stopping: true } : before));
  };
  return { state, inspect, stopReading, start, stop, restart: () => setState({ state: "choosing" }) };
};
