import { createContext } from "react";
import workerUrl from "../../exchange/import-worker.ts?worker-chunk";
import { createImporter, type Importer, importWorker } from "../../exchange/index.ts";
import type { Vault } from "../../vault/index.ts";

const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

/** The browser's importer: it parses in a worker of its own. */
const inBrowser = (vault: Vault): Importer =>
  createImporter({
    vault,
    createWorker: () => importWorker(new Worker(workerUrl, { type: "module", name: "import" })),
    deviceZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: () => Date.now(),
    randomId,
  });

/** Makes the importer of a page; a test has its own. */
export const ImporterContext = createContext<(vault: Vault) => Importer>(inBrowser);
