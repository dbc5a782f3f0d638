/** A claim of the relay about our own writers counts only with what we signed. */
import {
  concat,
  equalBytes,
  type Hash,
  idBytes,
  parseEnvelope,
  stubBytes,
  utf8,
  type WriterId,
} from "@whisperwell/crypto";
import type { LogPort } from "./ports.ts";

/**
 * Did this device sign an envelope of `writerId` with `wseq` (and `hash`, where the relay named one)? Ed25519 as
 * libsodium does it is deterministic: signing the same hash again gives the same 64 bytes, so no key but ours is needed.
 */
export const isOwnStub = (
  log: Pick<LogPort, "vaultId" | "sign">,
  stub: Uint8Array | undefined,
  claim: { readonly writerId: WriterId; readonly wseq: number; readonly hash?: Hash },
): boolean => {
  if (stub === undefined || stub.length !== stubBytes + 1 + 64) return false;
  const parsed = parseEnvelope(stub, "stub");
  if (!parsed.ok || !parsed.value.signed) return false;
  const { header, hash } = parsed.value;
  if (header.vaultId !== log.vaultId || header.writerId !== claim.writerId) return false;
  if (header.wseq !== claim.wseq || (claim.hash !== undefined && claim.hash !== hash)) return false;
  return equalBytes(stub.subarray(-64), log.sign(concat(utf8("ww/env/1"), idBytes(hash))));
};
