/** Whether a refusal's proof is the signed record that locks this device out. A relay's bare word never is. */
import {
  cosignedTypes,
  decodeRecordBody,
  envelopeKinds,
  headerBytes,
  isSlot,
  livePrincipal,
  liveSlots,
  parseEnvelope,
  readU32,
  reduceMembership,
  revokeIntent,
  verifyCoSignature,
  verifyEnvelope,
  zeroWriter,
} from "@whisperwell/crypto";
import type { Session } from "../session.ts";

/**
 * The next record of our log is judged by every rule of it. One further on, whose predecessors the relay no longer gives
 * to this device, has to be a membership record behind our head, signed by a device and co-signed by a slot that were
 * live as far as we know: nobody else's consent can be asked from here.
 */
export const provesRevocation = (
  session: Pick<Session, "membership" | "vaultId" | "device">,
  record: Uint8Array,
): boolean => {
  const state = session.membership();
  const parsed = parseEnvelope(record);
  if (!parsed.ok) return false;
  const { header } = parsed.value;
  if (header.vaultId !== session.vaultId || header.writerId !== zeroWriter) return false;
  if (header.kind !== envelopeKinds.membership || header.wseq <= state.mseq) return false;
  if (header.wseq === state.mseq + 1) {
    const step = reduceMembership(state, parsed.value);
    const fields = step.ok ? step.value.body.fields : undefined;
    return fields?.type === "revoke" && fields.principalIds.includes(session.device.id);
  }
  const body = decodeRecordBody(record.subarray(headerBytes, headerBytes + readU32(record, 120)));
  if (!body.ok || !("fields" in body.value) || body.value.fields.type !== "revoke") return false;
  const { fields, signerId, coSignature } = body.value;
  if (!fields.principalIds.includes(session.device.id)) return false;
  const signer = livePrincipal(state, signerId);
  if (signer === undefined || isSlot(signer) || !verifyEnvelope(parsed.value, signer).ok) return false;
  if (liveSlots(state).length === 0) return true;
  const cosigner = coSignature && livePrincipal(state, coSignature.cosignerId);
  return (
    coSignature !== undefined &&
    cosigner !== undefined &&
    isSlot(cosigner) &&
    verifyCoSignature(
      coSignature,
      cosigner.edPub,
      state.vaultId,
      cosignedTypes.revoke,
      revokeIntent(fields.principalIds),
    )
  );
};
