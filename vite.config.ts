import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { frontPage } from "./scripts/front-page.ts";
import { iconWeights } from "./scripts/icon-weights.ts";
import { leanSodium } from "./scripts/lean-sodium.ts";
import { passphraseDictionaries } from "./scripts/passphrase-dictionaries.ts";
import { workerChunks } from "./scripts/worker-chunks.ts";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as {
  version: string;
};

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  root: "app",
  plugins: [react(), passphraseDictionaries(), iconWeights(), leanSodium(), workerChunks(), frontPage()],
  define: { __APP_VERSION__: JSON.stringify(version) },
  worker: { format: "es" },
  resolve: {
    alias: {
      // Its build for browsers asks the document, which workers have not.
      "decode-named-character-reference": fileURLToPath(
        new URL("node_modules/decode-named-character-reference/index.js", import.meta.url),
      ),
    },
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["chrome120", "firefox121", "safari17.4"],
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  server: {
    host: "127.0.0.1",
    port: 8787,
    strictPort: true,
    headers: isolation,
    proxy: { "/v1": { target: "http://127.0.0.1:8788", ws: true } },
  },
});
