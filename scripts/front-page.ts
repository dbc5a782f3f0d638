/**
 * Vite plugin: the first page of a first visit stands in index.html, drawn from the app's own components while it is built
 * (app/src/front/prerender.tsx), with its styles as one file; and the page names the files the app starts with, so that
 * they are fetched side by side. While developing there is no such page: the app starts at once.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin, type Rollup } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "node_modules", ".cache", "whisperwell", "front");
const styleSheet = "virtual:front.css";
/** Scripts whose static imports, and they themselves, are what the app starts with. */
const starts = [
  /src\/main\.tsx$/,
  /browser\/worker\.ts$/,
  /browser\/vault-worker\.ts$/,
  /src\/onboarding\/index\.ts$/,
];

interface Drawn {
  readonly markup: string;
  readonly styles: string;
  readonly texts: { readonly opening: string; readonly failed: string };
}

const draw = async (): Promise<Drawn> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    configFile: false,
    root: join(root, "app"),
    logLevel: "error",
    ssr: { noExternal: true },
    build: { ssr: "src/front/prerender.tsx", outDir: folder, emptyOutDir: true, minify: false },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const drawing = (await import(
    `${pathToFileURL(join(folder, "prerender.js")).href}?${process.hrtime.bigint()}`
  )) as {
    readonly drawFront: () => Pick<Drawn, "markup" | "styles">;
    readonly texts: Drawn["texts"];
  };
  return { ...drawing.drawFront(), texts: drawing.texts };
};

/** The files of these scripts and of everything they import, each once. */
const filesOf = (bundle: Rollup.OutputBundle): readonly string[] => {
  const files = new Set<string>();
  const add = (file: string) => {
    const chunk = bundle[file];
    if (files.has(file) || chunk?.type !== "chunk") return;
    files.add(file);
    for (const imported of chunk.imports) add(imported);
  };
  for (const chunk of Object.values(bundle))
    if (chunk.type === "chunk" && starts.some((start) => start.test(chunk.facadeModuleId ?? "")))
      add(chunk.fileName);
  const wasm = Object.keys(bundle).filter((file) => file.endsWith(".wasm"));
  return [...files, ...wasm];
};

export const frontPage = (): Plugin => {
  let drawn: Drawn | undefined;
  let developing = false;
  return {
    name: "front-page",
    configResolved: ({ command }) => {
      developing = command === "serve";
    },
    async buildStart() {
      if (!developing) drawn ??= await draw();
    },
    resolveId: (id) => (id === styleSheet ? join(folder, "front.css") : undefined),
    load(id) {
      if (id !== join(folder, "front.css")) return undefined;
      const own = readFileSync(join(root, "app", "src", "front", "front.css"), "utf8");
      return `${drawn?.styles ?? ""}\n${own}`;
    },
    transformIndexHtml: {
      order: "post",
      handler: (page, { bundle }) => {
        if (drawn === undefined || bundle === undefined) return page;
        const { markup, texts } = drawn;
        return {
          html: page
            .replace(
              '<div id="front" hidden>',
              () => `<div id="front" data-opening="${texts.opening}" hidden>${markup}`,
            )
            .replace(/(<p id="front-failed"[^>]*>)/, (opening) => opening + texts.failed),
          tags: [
            {
              tag: "meta",
              injectTo: "head",
              attrs: {
                name: "ww-parts",
                content: filesOf(bundle)
                  .map((file) => `/${file}`)
                  .join(" "),
              },
            },
          ],
        };
      },
    },
  };
};
