/**
 * app/src/sw/sw.ts → app/dist/sw.js, with the list of what Vite built. Names that hold a hash need no revision; the rest
 * get the hash of their bytes, so a changed index.html is a new service worker.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import webpack from "webpack";
import workbox from "workbox-webpack-plugin";

const here = dirname(fileURLToPath(import.meta.url));
const app = join(here, "..", "..", "app");
const dist = join(app, "dist");
const { version } = createRequire(import.meta.url)("../../package.json");

/** Loaded only when needed, then kept by the runtime cache: other scripts' fonts, compressed copies, maps. */
const onDemand =
  /\.(map|br|gz)$|^\.|^sw\.js|^hashes\.json|-(cyrillic|cyrillic-ext|greek|greek-ext|vietnamese|latin-ext)-/;
const hashed = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

const entries = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
  .filter((name) => !onDemand.test(name) && !onDemand.test(name.split("/").at(-1)))
  .sort()
  .map((name) => ({
    url: `/${name}`,
    revision:
      name.startsWith("assets/") && hashed.test(name)
        ? null
        : createHash("sha256")
            .update(readFileSync(join(dist, name)))
            .digest("hex")
            .slice(0, 16),
  }));

const compiler = webpack({
  mode: "production",
  context: app,
  entry: join(app, "src", "sw", "no-page.ts"),
  output: { path: dist, filename: "sw-unused.js" },
  target: "webworker",
  module: { rules: [{ test: /\.ts$/, loader: join(here, "strip-types-loader.cjs") }] },
  resolve: { extensions: [".ts", ".js", ".mjs"] },
  plugins: [
    new workbox.InjectManifest({
      swSrc: join(app, "src", "sw", "sw.ts"),
      swDest: "sw.js",
      include: [],
      additionalManifestEntries: entries,
      maximumFileSizeToCacheInBytes: 20_000_000,
      webpackCompilationPlugins: [new webpack.DefinePlugin({ __APP_VERSION__: JSON.stringify(version) })],
    }),
  ],
});

compiler.run((error, stats) => {
  if (error || stats.hasErrors()) {
    process.stderr.write(`${error ?? stats.toString({ all: false, errors: true })}\n`);
    process.exitCode = 1;
  }
  rmSync(join(dist, "sw-unused.js"), { force: true });
  compiler.close(() => undefined);
});
