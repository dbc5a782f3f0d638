export { createWakeAlone } from "./alone.ts";
export type { Listening, Wake, Word } from "./port.ts";
