/** Frames to bytes and back. Bytes from outside are judged here and nowhere else. */
import { assert, type Bytes, err, ok, type Result } from "@whisperwell/crypto";
import {
  type Codec,
  createEncoder,
  createReader,
  remaining,
  toUint8Array,
  varBytes,
  varUint,
  writeUint8,
} from "./codec.ts";
import { type Frame, type FrameName, frameCodecs, frameNames } from "./frames.ts";
import { frameBytesMost } from "./limits.ts";

/**
 * too-big: longer than allowed here. unknown-frame: a type or stream this version does not have.
 * malformed: cut short, over a cap, not in shortest form, or followed by more bytes.
 */
export type FrameError = {
  readonly code: "too-big" | "unknown-frame" | "malformed";
  readonly frame: FrameName | undefined;
};

/** Throws when our own frame exceeds 1 MiB: callers split by `limits.ts` before they get here. */
export const encodeFrame = (frame: Frame): Bytes => {
  const encoder = createEncoder();
  writeUint8(encoder, frameNames.indexOf(frame.type) + 1);
  varUint.write(encoder, 0);
  (frameCodecs[frame.type] as unknown as Codec<Frame>).write(encoder, frame);
  const bytes = toUint8Array(encoder) as Bytes;
  assert(bytes.length <= frameBytesMost, "a frame is at most 1 MiB");
  return bytes;
};

/**
 * Byte fields are views into `bytes`. `most` is the cap of the moment: 4 KiB before authentication, else 1 MiB.
 */
export const decodeFrame = (bytes: Uint8Array, most = frameBytesMost): Result<Frame, FrameError> => {
  const frame = frameNames[(bytes[0] ?? 0) - 1];
  if (bytes.length > Math.min(most, frameBytesMost)) return err({ code: "too-big", frame });
  if (frame === undefined) return err({ code: bytes.length === 0 ? "malformed" : "unknown-frame", frame });
  const reader = createReader(bytes);
  reader.at = 1;
  const stream = varUint.read(reader);
  if (!reader.failed && stream !== 0) return err({ code: "unknown-frame", frame });
  const payload = (frameCodecs[frame] as Codec<object>).read(reader);
  if (reader.failed || remaining(reader) > 0) return err({ code: "malformed", frame });
  return ok({ type: frame, ...payload } as Frame);
};

/** Several frames as one body of HTTP: `varBytes` each, one after the other. */
export const encodeFrames = (frames: readonly Bytes[]): Bytes => {
  const encoder = createEncoder();
  const one = varBytes(frameBytesMost);
  for (const frame of frames) one.write(encoder, frame);
  return toUint8Array(encoder) as Bytes;
};
/** Views into `bytes`; undefined when they do not hold together. The frames themselves are not looked at. */
export const decodeFrames = (bytes: Uint8Array): readonly Bytes[] | undefined => {
  const reader = createReader(bytes);
  const one = varBytes(frameBytesMost);
  const frames: Bytes[] = [];
  while (remaining(reader) > 0 && !reader.failed) frames.push(one.read(reader));
  return reader.failed ? undefined : frames;
};
