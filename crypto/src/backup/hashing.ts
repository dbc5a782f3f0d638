/** BLAKE2b-256 over bytes that come in pieces. */
import type { Bytes } from "../bytes.ts";
import { sodium } from "../sodium.ts";

export interface RunningHash {
  readonly update: (bytes: Uint8Array) => void;
  /** Once. */
  readonly digest: () => Bytes;
}
export const createRunningHash = (): RunningHash => {
  const state = sodium.crypto_generichash_init(null, 32);
  return {
    update: (bytes) => sodium.crypto_generichash_update(state, bytes),
    digest: () => sodium.crypto_generichash_final(state, 32) as Bytes,
  };
};
