/** The page of the benches: the engine in its real worker behind a few calls, and editors to type into. */
import { createVault } from "../../../app/src/vault/index.ts";
import { createFiller } from "./fill.ts";
import { createTyping } from "./typing.ts";

const vault = createVault();
export const bench = { ...createFiller(vault), ...createTyping(vault) };
export type Bench = typeof bench;
declare global {
  var bench: Bench;
}
globalThis.bench = bench;
