/**
 * Vite plugin: `import url from "./worker.ts?worker-chunk"`, the address of a worker's script. Vite bundles each worker by
 * itself, so what a page and its workers share (Yjs, the crypto, the editor's schema) would be fetched and kept twice; here
 * a worker is one more entry of the same build.
 */
import type { Plugin } from "vite";

const suffix = "?worker-chunk";

export const workerChunks = (): Plugin => {
  let building = false;
  return {
    name: "worker-chunks",
    enforce: "pre",
    configResolved: ({ command }) => {
      building = command === "build";
    },
    async resolveId(id, importer) {
      if (!id.endsWith(suffix)) return undefined;
      const script = await this.resolve(id.slice(0, -suffix.length), importer);
      return script === null ? undefined : `\0${script.id}${suffix}`;
    },
    load(id) {
      if (!id.startsWith("\0") || !id.endsWith(suffix)) return undefined;
      const script = id.slice(1, -suffix.length);
      if (!building) return `export { default } from ${JSON.stringify(`${script}?worker&url`)};`;
      const chunk = this.emitFile({ type: "chunk", id: script });
      return `export default import.meta.ROLLUP_FILE_URL_${chunk};`;
    },
  };
};
