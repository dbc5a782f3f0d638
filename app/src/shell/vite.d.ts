/** Style sheets, assets and `import.meta.env` are the bundler's. */
/// <reference types="vite/client" />

declare module "@zxcvbn-ts/language-en/dist/firstnames.json.mjs" {
  const names: string[];
  export default names;
}
