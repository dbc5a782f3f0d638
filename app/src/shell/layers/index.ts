export { layers, useBackCloses } from "./useBackCloses.ts";
