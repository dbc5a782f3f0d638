/**
 * Builds the app in two passes, so that what is fetched together is one file. Left alone, the bundler makes a file of every
 * set of modules that the same entries share: a hundred of them before the first word, each a request, and small files
 * compress badly (441 kB where 382 would do). The first pass tells which modules are needed by what, after everything that
 * nobody uses is gone; the second puts them together. What page and workers share stays apart, so that no worker fetches a
 * page; and packages stay apart from our own code, so that an update fetches little.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, loadConfigFromFile, mergeConfig } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = (path) => join(root, "app", "src", path);

/** Files of a bundle reached from the file of a source; with `later`, also by what is asked for later. */
const reachedFrom = (chunks, paths, later = false) => {
  const found = new Set();
  const add = (file) => {
    const chunk = chunks.get(file);
    if (chunk === undefined || found.has(chunk)) return;
    found.add(chunk);
    for (const next of later ? [...chunk.imports, ...chunk.dynamicImports] : chunk.imports) add(next);
  };
  for (const chunk of chunks.values())
    if (paths.some((path) => chunk.facadeModuleId === source(path))) add(chunk.fileName);
  return new Set([...found].flatMap((chunk) => Object.keys(chunk.modules)));
};

/** The file each module goes into, or null where the bundler may choose. */
const placesIn = (chunks) => {
  const first = reachedFrom(chunks, ["../index.html"]);
  const app = reachedFrom(chunks, ["main.tsx"]);
  const journal = reachedFrom(chunks, ["journal/index.ts"]);
  const engine = reachedFrom(chunks, ["vault/browser/vault-worker.ts"]);
  const workers = reachedFrom(chunks, ["vault/browser/worker.ts", "exchange/import-worker.ts"], true);
  // What an entry does when it runs must not run for those who only need what stands beside it.
  const entries = new Set([...chunks.values()].map(({ facadeModuleId }) => facadeModuleId));
  return (id) => {
    if (first.has(id) || entries.has(id)) return null;
    const part = app.has(id) ? "app" : journal.has(id) ? "journal" : engine.has(id) ? "engine" : undefined;
    if (part === undefined) return null;
    // One file: what it takes from packages and what they take from it would each wait for the other.
    if (part === "engine") return part;
    if (workers.has(id)) return `${part}-shared`;
    return id.includes("/node_modules/") ? `${part}-packages` : part;
  };
};

const { config } = await loadConfigFromFile(
  { command: "build", mode: "production" },
  join(root, "vite.config.ts"),
);
const chunks = new Map();
await build(
  mergeConfig(config, {
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false },
    plugins: [
      {
        name: "learn-chunks",
        generateBundle(_options, bundle) {
          for (const chunk of Object.values(bundle))
            if (chunk.type === "chunk") chunks.set(chunk.fileName, chunk);
        },
      },
    ],
  }),
);
const placeOf = placesIn(chunks);
await build(
  mergeConfig(config, {
    configFile: false,
    logLevel: "warn",
    build: {
      // Files are large on purpose.
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        output: {
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [{ name: placeOf, debugName: "what is fetched together" }],
          },
        },
      },
    },
  }),
);
