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
 * The stub of an envelope of `writerId` that this device signed; undefined for anything else. Ed25519 as
 * libsodium does it is deterministic: signing the same hash again gives the same 64 bytes, so no key but ours is needed.
 */
export const ownStub = (
  log: Pick<LogPort, "vaultId" | "sign">,
  stub: Uint8Array | undefined,
  writerId: WriterId,
): { readonly wseq: number; readonly hash: Hash } | undefined => {
  if (stub === undefined || stub.length !== stubBytes + 1 + 64) return undefined;
  const parsed = parseEnvelope(stub, "stub");
  if (!parsed.ok || !parsed.value.signed) return undefined;
  const { header, hash } = parsed.value;
  if (header.vaultId !== log.vaultId || header.writerId !== writerId) return undefined;
  const signature = log.sign(concat(utf8("ww/env/1"), idBytes(hash)));
  return equalBytes(stub.subarray(-64), signature) ? { wseq: header.wseq, hash } : undefined;
};

/** Does the proof show an envelope of ours that our log does not hold there? Then our storage went back. */
export const provesOtherBranch = async (
  log: Pick<LogPort, "vaultId" | "sign" | "outbox">,
  proof: Uint8Array | undefined,
  writerId: WriterId,
): Promise<boolean> => {
  const shown = ownStub(log, proof, writerId);
  if (shown === undefined) return false;
  const [held] = await log.outbox.read(writerId, shown.wseq);
  const here = held === undefined ? undefined : parseEnvelope(held);
  return here === undefined || !here.ok || here.value.hash !== shown.hash;
};
