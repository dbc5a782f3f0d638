export { type ErrorCode, type ErrorWords, threeParts } from "./codes.ts";
export { ErrorNotice, useErrorWords } from "./ErrorNotice.tsx";
export { errorTexts } from "./texts.ts";
