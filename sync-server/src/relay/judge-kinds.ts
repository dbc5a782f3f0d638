/** What the relay asks of an envelope by its kind: only what its clear extension shows, for the relay opens nothing. */
import {
  type Bytes,
  type Cover,
  concat,
  cosignedTypes,
  encodeCovers,
  encodeEnvelope,
  envelopeKinds,
  hash256,
  idBytes,
  isSlot,
  livePrincipal,
  parseBlobsetExt,
  parseCheckpointExt,
  parseSnapshotExt,
  parseTombstoneExt,
  stubOf,
  type TombstoneExt,
  type VerifiedEnvelope,
  vaultTag,
  verifyCoSignature,
  zeroHash,
  zeroWriter,
} from "@whisperwell/crypto";
import { clearExtension } from "../store/index.ts";
import type { RefusalCode } from "../wire/index.ts";
import type { LiveVault } from "./vaults.ts";

/** Nothing is covered that is not held here, or earlier in the same chain. */
const areKnown = (vault: LiveVault, envelope: VerifiedEnvelope, covers: readonly Cover[]): boolean =>
  covers.every(({ writerId, wseq }) => {
    if (writerId === zeroWriter) return wseq <= vault.membership.mseq;
    if (writerId === envelope.header.writerId) return wseq < envelope.header.wseq;
    const held = vault.heads.get(writerId);
    return held !== undefined && wseq <= held.wseq;
  });

/** The consent to erase at once: `docTag ‖ H(covers ‖ successor)`, type 134. */
const isConsented = (
  vault: LiveVault,
  envelope: VerifiedEnvelope,
  ext: TombstoneExt,
  isHistory: boolean,
): boolean => {
  if (ext.cosign === undefined) return true;
  const { cosignerId } = ext.cosign;
  // Brought again after a relay was lost, its co-signer may have been replaced since.
  const slot = isHistory
    ? vault.membership.principals.get(cosignerId)
    : livePrincipal(vault.membership, cosignerId);
  if (slot === undefined || !isSlot(slot)) return false;
  const erased = hash256(concat(encodeCovers(ext.covers), idBytes(ext.successor ?? zeroHash)));
  const intent = concat(idBytes(envelope.header.docTag), erased);
  return verifyCoSignature(ext.cosign, slot.edPub, vault.vaultId, cosignedTypes.tombstone, intent);
};

type Rule = (
  vault: LiveVault,
  envelope: VerifiedEnvelope,
  ext: Bytes,
  isHistory: boolean,
) => RefusalCode | undefined;
const rules: Readonly<Record<number, Rule>> = {
  [envelopeKinds.snapshot]: (vault, envelope, bytes) => {
    const ext = parseSnapshotExt(bytes);
    if (!ext.ok || envelope.header.docTag === vaultTag) return "malformed";
    return areKnown(vault, envelope, ext.value.covers) ? undefined : "covers";
  },
  [envelopeKinds.tombstone]: (vault, envelope, bytes, isHistory) => {
    const ext = parseTombstoneExt(bytes);
    if (!ext.ok || envelope.header.docTag === vaultTag) return "malformed";
    if (!isConsented(vault, envelope, ext.value, isHistory)) return "signature";
    return areKnown(vault, envelope, ext.value.covers) ? undefined : "covers";
  },
  // It travels alone, so that it is signed itself; only a run that is brought again may hold it inside.
  [envelopeKinds.checkpoint]: (_vault, envelope, bytes, isHistory) =>
    parseCheckpointExt(bytes).ok && (isHistory || envelope.signature !== undefined) ? undefined : "malformed",
  [envelopeKinds.blobset]: (vault, _envelope, bytes, isHistory) => {
    const ext = parseBlobsetExt(bytes);
    if (!ext.ok) return "malformed";
    // Seqs of a feed that was lost say nothing here.
    return isHistory || ext.value.feedSeq <= vault.head ? undefined : "covers";
  },
};

/** undefined when nothing speaks against it; versions we do not know are kept as they are. */
export const refusalByKind = (
  vault: LiveVault,
  envelope: VerifiedEnvelope,
  isHistory: boolean,
): RefusalCode | undefined => {
  const { kind, version } = envelope.header;
  const rule = version === 1 ? rules[kind] : undefined;
  if (rule === undefined) return undefined;
  const ext = clearExtension(kind, encodeEnvelope(stubOf(envelope)), envelope.body as Bytes);
  return ext === undefined ? "malformed" : rule(vault, envelope, ext, isHistory);
};
