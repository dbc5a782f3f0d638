/** The browser's import worker: parses and decodes so that the page stays free, and hands bytes over without copying. */
import { expose, transfer } from "comlink";
import { buffersOf } from "./batches.ts";
import { createImportHost, type ImportHost } from "./import-host.ts";
import { withThumbnail } from "./thumbnail.ts";

const host = createImportHost({ finishMedia: withThumbnail });

const exposed: ImportHost = {
  ...host,
  run: (options, sink) =>
    host.run(options, {
      refused: (refusal) => sink.refused(refusal),
      undated: (item) => sink.undated(item),
      documents: (documents) =>
        sink.documents(transfer(documents as never, buffersOf(documents)) as typeof documents),
    }),
};

expose(exposed);
