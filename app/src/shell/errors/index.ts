export type { ErrorCode, ErrorWords } from "./codes.ts";
export { ErrorNotice, useErrorWords } from "./ErrorNotice.tsx";
export { errorTexts } from "./texts.ts";
