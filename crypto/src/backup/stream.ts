/** Reads exact numbers of bytes from pieces of any size, hashing what passes. */
import type { Bytes } from "../bytes.ts";
import { createRunningHash, type RunningHash } from "./hashing.ts";

export interface ByteStream {
  /** undefined when the source ends before `length` bytes. Callers check `length` against a cap first. */
  readonly take: (length: number) => Promise<Bytes | undefined>;
  /** True when nothing follows. */
  readonly ended: () => Promise<boolean>;
  /** Hashes everything taken from now on until `digest`. */
  readonly hashing: () => RunningHash;
  /** Stops reading and lets go of the source. */
  readonly close: () => Promise<void>;
}

export const createByteStream = (source: AsyncIterable<Uint8Array>): ByteStream => {
  const pieces = source[Symbol.asyncIterator]();
  const hashes = new Set<RunningHash>();
  let piece: Uint8Array = new Uint8Array(0);
  /** Makes `piece` hold at least one byte; false at the end. */
  const fill = async (): Promise<boolean> => {
    while (piece.length === 0) {
      const next = await pieces.next();
      if (next.done === true) return false;
      piece = next.value;
    }
    return true;
  };
  return {
    take: async (length) => {
      const taken = new Uint8Array(length);
      for (let at = 0; at < length; ) {
        if (!(await fill())) return undefined;
        const part = piece.subarray(0, length - at);
        taken.set(part, at);
        at += part.length;
        piece = piece.subarray(part.length);
      }
      for (const hash of hashes) hash.update(taken);
      return taken;
    },
    ended: async () => !(await fill()),
    hashing: () => {
      const hash = createRunningHash();
      const listed: RunningHash = {
        update: hash.update,
        digest: () => {
          hashes.delete(listed);
          return hash.digest();
        },
      };
      hashes.add(listed);
      return listed;
    },
    close: async () => {
      await pieces.return?.();
    },
  };
};
