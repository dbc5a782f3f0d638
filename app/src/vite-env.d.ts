/// <reference types="vite/client" />

/** Made by scripts/passphrase-dictionaries.ts: the commonest of each list, by rank. */
declare module "virtual:passphrase-dictionaries" {
  export const dictionary: Readonly<Record<string, string[]>>;
  /** Which keys lie beside which, by keyboard. */
  export const graphs: Readonly<Record<string, Record<string, (string | null)[]>>>;
}

/** The address of a worker's script, an entry of the same build: scripts/worker-chunks.ts. */
declare module "*?worker-chunk" {
  const url: string;
  export default url;
}

/** Styles of the first page, drawn at build time: scripts/front-page.ts. */
declare module "virtual:front.css";
