/** The engine's door: what rooms of the app import. Everything behind it is the engine's own. */
export type * from "./api.ts";
export { createVault } from "./browser/page.ts";
