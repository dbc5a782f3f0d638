/**
 * The page's half of importing: inspect what was chosen, start, follow, cancel, and read a report that names every item
 * not taken. Undo is the engine's (`undoImport`). An import can be cancelled and started again at any point: nothing is
 * added twice.
 */
import { err, ok, type Result } from "@whisperwell/crypto/result";
import { proxy, type Remote, transfer, wrap } from "comlink";
import type {
  ImportedDocument,
  ImportRun,
  IngestOutcome,
  Observable,
  Progress,
  Vault,
} from "../vault/api.ts";
import type { ChosenFile } from "./archive/archive.ts";
import { buffersOf } from "./batches.ts";
import type { ImportHost, InspectError, Preview, RunSink } from "./import-host.ts";
import { type Refusal, refusal } from "./refusal.ts";

export interface ImportReport {
  readonly run: ImportRun;
  readonly added: number;
  readonly unchanged: number;
  /** Were here already, and got photos or files that they lacked. */
  readonly completed: number;
  readonly restored: number;
  /** Photos and files that came to entries which were here already, in the trash or not. */
  readonly broughtMedia: number;
  /** Entries, media and files that were not taken, each with its reason. */
  readonly refused: readonly Refusal[];
  /** Taken, with the day of their file: they say none of their own. */
  readonly undated: readonly string[];
  readonly cancelled: boolean;
}
export interface RunningImport {
  readonly progress$: Observable<Progress>;
  readonly report: Promise<ImportReport>;
  readonly cancel: () => void;
}
export interface StartOptions {
  /** Name of the journal for entries that name none; without it they go to the first. */
  readonly journal?: string;
}
export interface Importer {
  readonly inspect: (name: string, files: readonly ChosenFile[]) => Promise<Result<Preview, InspectError>>;
  /** Imports what was inspected last. */
  readonly start: (preview: Preview, options?: StartOptions) => RunningImport;
  readonly close: () => void;
}

/** What the importer needs of a worker; a test passes the host itself. */
export type ImportWorker = {
  readonly host: Remote<ImportHost> | ImportHost;
  readonly terminate: () => void;
  /** Resolves when it died by itself: its answers will never come. */
  readonly stopped: Promise<void>;
};

/** The worker as a browser makes it: `createImporter({…, createWorker: () => importWorker(new Worker(…))})`. */
export const importWorker = (worker: Worker): ImportWorker => ({
  host: wrap<ImportHost>(worker),
  terminate: () => worker.terminate(),
  stopped: new Promise((resolve) => worker.addEventListener("error", () => resolve(), { once: true })),
});

/** `webkitRelativePath` where a folder was chosen or dropped, else the name. */
export const chosenFromFiles = (files: Iterable<File>): readonly ChosenFile[] =>
  [...files].map((file) => ({
    path: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath.replace(/^[^/]+\//, ""),
    blob: file,
    modified: file.lastModified,
  }));

const createProgress = (total: number) => {
  const listeners = new Set<(progress: Progress) => void>();
  let present: Progress = { done: 0, total };
  const progress$: Observable<Progress> = {
    subscribe: (listener) => {
      listeners.add(listener);
      listener(present);
      return () => listeners.delete(listener);
    },
  };
  const add = (done: number): void => {
    present = { done: Math.min(total, present.done + done), total };
    for (const listener of listeners) listener(present);
  };
  return { progress$, add };
};

const inJournal = (document: ImportedDocument, journal: string | undefined): ImportedDocument =>
  journal === undefined || document.entry.journal !== undefined
    ? document
    : { ...document, entry: { ...document.entry, journal } };

const notTaken = (document: ImportedDocument, outcome: IngestOutcome | undefined): Refusal =>
  refusal(
    document.entry.title === ""
      ? `${document.entry.when.day} (${document.sourceId})`
      : `${document.entry.when.day} ${document.entry.title}`,
    "not-stored",
    outcome?.code,
  );

export const createImporter = (deps: {
  readonly vault: Pick<Vault, "ingest" | "importedBefore">;
  readonly createWorker: () => ImportWorker;
  readonly deviceZone: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 32 hex digits. */
  readonly randomId: () => string;
}): Importer => {
  let worker: ImportWorker | undefined;
  const hosting = (): ImportWorker => {
    worker ??= deps.createWorker();
    return worker;
  };

  const letGo = () => {
    worker?.terminate();
    worker = undefined;
  };

  const start = (preview: Preview, { journal }: StartOptions = {}): RunningImport => {
    const { host, stopped } = hosting();
    const { progress$, add } = createProgress(preview.entries);
    const run: ImportRun = {
      id: deps.randomId(),
      importer: preview.format,
      label: preview.name,
      at: deps.now(),
    };
    const refused: Refusal[] = [];
    const undated: string[] = [];
    const counts = { added: 0, unchanged: 0, completed: 0, restored: 0 };
    let broughtMedia = 0;
    const sink: RunSink = {
      refused: async (each) => {
        refused.push(each);
      },
      undated: async (item) => {
        undated.push(item);
      },
      documents: async (read) => {
        const documents = read.map((document) => inJournal(document, journal));
        const names = documents.map((document) => ({ ...document, media: [] }));
        const outcomes = await deps.vault.ingest(run, transfer(documents as never, buffersOf(documents)));
        documents.forEach((document, at) => {
          const outcome = outcomes.find(({ sourceId }) => sourceId === document.sourceId);
          if (outcome === undefined || outcome.outcome === "failed")
            refused.push(notTaken(names[at] ?? document, outcome));
          else {
            counts[outcome.outcome] += 1;
            broughtMedia += outcome.media ?? 0;
          }
        });
        add(documents.length);
      },
    };
    const work = async (): Promise<ImportReport> => {
      // A worker that died has brought what it brought: importing again brings the rest.
      const died = stopped.then(() => false);
      const whole = await Promise.race([host.run({ deviceZone: deps.deviceZone() }, proxy(sink)), died]);
      return { run, ...counts, broughtMedia, refused, undated, cancelled: !whole };
    };
    return { progress$, report: work(), cancel: () => void host.cancel() };
  };

  return {
    inspect: async (name, files) => {
      const { host, stopped } = hosting();
      const died = stopped.then(() => {
        letGo();
        return err({ code: "worker-stopped" } as const);
      });
      const found = await Promise.race([host.inspect(name, files, { deviceZone: deps.deviceZone() }), died]);
      if (!found.ok) return found;
      const { format, sourceIds } = found.value;
      return ok({ ...found.value, before: await deps.vault.importedBefore(format, sourceIds) });
    },
    start,
    close: letGo,
  };
};
