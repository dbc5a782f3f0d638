/** `npm run build`: the app with Vite, the service worker with webpack, compressed copies, and a list of hashes. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root, setUp } from "./setup.mjs";

const dist = join(root, "app", "dist");
const stamp = join(dist, ".built-from");
const sources = [
  "app",
  "crypto/src",
  "sync-server/src/wire",
  "scripts",
  "vite.config.ts",
  "package-lock.json",
];

const filesUnder = (path) => {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules" && entry.name !== "dist")
    .flatMap((entry) => filesUnder(join(path, entry.name)));
};

const sourceHash = () => {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((path) => filesUnder(join(root, path))).sort()) {
    if (/\.test\.tsx?$/.test(file)) continue;
    hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
};

const run = (program, args) => {
  const ended = spawnSync(program, args, { cwd: root, stdio: ["ignore", 2, 2], env: process.env });
  if (ended.status !== 0) throw new Error(`${args.join(" ")} failed: its message is above`);
};

const compressible = /\.(js|css|html|svg|json|webmanifest|wasm|txt)$/;
const writeCompressed = (file) => {
  const bytes = readFileSync(file);
  if (bytes.length < 1024) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
};

/** What a release publishes, so that anyone can compare what a server gave them. */
const writeHashes = (files) => {
  const hashes = Object.fromEntries(
    files.map((file) => [
      relative(dist, file),
      createHash("sha256").update(readFileSync(file)).digest("hex"),
    ]),
  );
  writeFileSync(join(dist, "hashes.json"), `${JSON.stringify(hashes, null, 1)}\n`);
};

/** Builds only when a source changed since the last build. */
export const build = async () => {
  const wanted = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  process.stderr.write("building the app\n");
  run(process.execPath, [join(root, "scripts", "build-app.mjs")]);
  run(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    join(root, "scripts", "service-worker", "build.mjs"),
  ]);
  const files = filesUnder(dist)
    .filter((file) => !/\.(map|br|gz)$/.test(file) && file !== stamp)
    .sort();
  writeHashes(files);
  for (const file of files.filter((name) => compressible.test(name))) writeCompressed(file);
  writeFileSync(stamp, wanted);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp({ tests: false });
  await build();
}
