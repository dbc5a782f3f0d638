/** What the two sides tell each other once they share keys: the newcomer's offer, and the holder's anchor. */
import { isSorted } from "../byte-reader.ts";
import { type Bytes, concat, fromUtf8, utf8 } from "../bytes.ts";
import type { WriterHead } from "../chain.ts";
import { type FeedEpoch, type Hash, idBytes, type VaultId, type WriterId } from "../ids.ts";
import { fitLabel, maxLabelBytes } from "../membership/label.ts";
import { isUsableXPub, type Principal, type PublicPrincipal, publicPrincipalOf } from "../principal.ts";
import type { Random } from "../random.ts";
import { assert, err, ok, type Result } from "../result.ts";
import { createFieldReader, varBytes, varList, varUint } from "../sealed-fields.ts";
import { openWithNonce, sealWithNonce, sign, verifySignature } from "../sodium.ts";
import type { PairingKeys } from "./session.ts";

/** A device asking to be let in; its keys signed that they want this very pairing. */
export interface DeviceOffer {
  readonly device: PublicPrincipal;
  /** Four. */
  readonly writerIds: readonly WriterId[];
  /** Shown to the holder's person; at most 62 bytes. */
  readonly label: string;
}
/** What the newcomer's world must reach before it is believed: the holder's own, at this moment. */
export interface Anchor {
  readonly vaultId: VaultId;
  readonly genesisHash: Hash;
  readonly mseq: number;
  readonly mhash: Hash;
  /** Sorted by writer; writers that wrote nothing are left out. */
  readonly heads: readonly WriterHead[];
  readonly feedEpoch: FeedEpoch;
  readonly seq: number;
}
export type OfferError = {
  readonly code: "offer-forged" | "offer-malformed" | "offer-signature" | "weak-key";
};
export type AnchorError = { readonly code: "anchor-forged" | "anchor-malformed" };

const offerSigned = (transcript: Uint8Array, edPub: Uint8Array, xPub: Uint8Array): Bytes =>
  concat(utf8("ww/pair/1"), transcript, edPub, xPub);

/** nonce ‖ AEAD(up, edPub ‖ xPub ‖ 4 writerIds ‖ varBytes label ‖ signature over "ww/pair/1" ‖ T ‖ edPub ‖ xPub, AAD T). */
export const sealOffer = (
  { up, transcript }: PairingKeys,
  device: Principal,
  { writerIds, label }: Pick<DeviceOffer, "writerIds" | "label">,
  random: Random,
): Bytes => {
  assert(writerIds.length === 4, "a device begins with four writers");
  const signature = sign(offerSigned(transcript, device.edPub, device.xPub), device.edSecret);
  const content = concat(
    device.edPub,
    device.xPub,
    ...writerIds.map(idBytes),
    varBytes(utf8(fitLabel(label))),
    signature,
  );
  return sealWithNonce(up, content, transcript, random);
};

export const openOffer = (
  { up, transcript }: PairingKeys,
  sealed: Uint8Array,
): Result<DeviceOffer, OfferError> => {
  const content = openWithNonce(up, sealed, transcript);
  if (content === undefined) return err({ code: "offer-forged" });
  const reader = createFieldReader(content);
  const [edPub, xPub] = [reader.raw(32).slice() as Bytes, reader.raw(32).slice() as Bytes];
  const writerIds = Array.from({ length: 4 }, () => reader.id<WriterId>());
  const labelBytes = reader.varBytes();
  const signature = reader.raw(64);
  const label = fromUtf8(labelBytes);
  if (reader.failed() || reader.rest().length > 0 || label === undefined || labelBytes.length > maxLabelBytes)
    return err({ code: "offer-malformed" });
  if (!isUsableXPub(xPub)) return err({ code: "weak-key" });
  if (!verifySignature(signature, offerSigned(transcript, edPub, xPub), edPub))
    return err({ code: "offer-signature" });
  return ok({ device: publicPrincipalOf("device", edPub, xPub), writerIds, label });
};

/** nonce ‖ AEAD(down, vaultId ‖ genesisHash ‖ mseq ‖ mhash ‖ heads ‖ feedEpoch ‖ seq, AAD T), numbers varUint. */
export const sealAnchor = ({ down, transcript }: PairingKeys, anchor: Anchor, random: Random): Bytes => {
  const heads = [...anchor.heads].sort((a, b) => (a.writerId < b.writerId ? -1 : 1));
  const content = concat(
    idBytes(anchor.vaultId),
    idBytes(anchor.genesisHash),
    varUint(anchor.mseq),
    idBytes(anchor.mhash),
    varList(heads.map((head) => concat(idBytes(head.writerId), varUint(head.wseq), idBytes(head.hash)))),
    idBytes(anchor.feedEpoch),
    varUint(anchor.seq),
  );
  return sealWithNonce(down, content, transcript, random);
};

export const openAnchor = (
  { down, transcript }: PairingKeys,
  sealed: Uint8Array,
): Result<Anchor, AnchorError> => {
  const content = openWithNonce(down, sealed, transcript);
  if (content === undefined) return err({ code: "anchor-forged" });
  const reader = createFieldReader(content);
  const anchor: Anchor = {
    vaultId: reader.id(),
    genesisHash: reader.id(32),
    mseq: reader.varUint(),
    mhash: reader.id(32),
    heads: reader.list(49, () => ({
      writerId: reader.id<WriterId>(),
      wseq: reader.varUint(),
      hash: reader.id<Hash>(32),
    })),
    feedEpoch: reader.id(),
    seq: reader.varUint(),
  };
  const whole = !reader.failed() && reader.rest().length === 0;
  return whole && isSorted(anchor.heads.map((head) => head.writerId))
    ? ok(anchor)
    : err({ code: "anchor-malformed" });
};
