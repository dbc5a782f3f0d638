/** The page of the benches: the engine in its real worker behind a few calls, and editors to type into. */
import { createVault } from "../../../app/src/vault/index.ts";
import { createFiller } from "./fill.ts";
import { makePictures } from "./pictures.ts";
import { createTyping } from "./typing.ts";

const vault = createVault();
const calls = { ...createFiller(vault), ...createTyping(vault), makePictures };
declare global {
  var bench: typeof calls;
}
globalThis.bench = calls;
