/** The bench page, bundled beside the app but never into it: the same sources, workers and options. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { leanSodium } from "../../../scripts/lean-sodium.ts";
import { workerChunks } from "../../../scripts/worker-chunks.ts";
import appConfig from "../../../vite.config.ts";
import { pagePath } from "./front.ts";

/** Answers the folder it lies in; whoever asked removes it. */
export const buildPage = async (): Promise<string> => {
  const outDir = await mkdtemp(join(tmpdir(), "whisperwell-bench-page-"));
  const { define, resolve, build: appBuild } = appConfig;
  await build({
    configFile: false,
    logLevel: "warn",
    root: fileURLToPath(new URL("../page", import.meta.url)),
    base: pagePath,
    ...(define && { define }),
    ...(resolve && { resolve }),
    plugins: [leanSodium(), workerChunks()],
    build: {
      target: appBuild?.target ?? "esnext",
      assetsInlineLimit: 0,
      modulePreload: false,
      outDir,
      emptyOutDir: true,
    },
  });
  return outDir;
};
