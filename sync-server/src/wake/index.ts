export { createWakeAlone } from "./alone.ts";
export type { Wake, Word } from "./port.ts";
