/** The door for the app and the relay alike: frames, refusals, limits and HTTP bodies. No Node here. */
export { type AuthClaim, authMessage } from "@whisperwell/crypto";
export { decodeFrame, decodeFrames, encodeFrame, encodeFrames, type FrameError } from "./frame-bytes.ts";
export {
  type AckRun,
  type BodiesWanted,
  type Cursor,
  type FetchWanted,
  type Frame,
  type FrameName,
  frameNames,
  type HeldWriter,
  type Item,
  type Payloads,
  type WriterHead,
} from "./frames.ts";
export * from "./http.ts";
export * from "./limits.ts";
export { parseRefusal, type RefusalClass, type RefusalCode, refusals } from "./refusals.ts";
