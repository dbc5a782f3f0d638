/**
 * A slot's consent to letting someone in or locking someone out. Nothing of the log's head is in it, so it survives
 * lost races and crashes; ids never return, so it cannot be used twice to effect.
 */
import { type Bytes, concat, u8, u16, utf8 } from "../bytes.ts";
import { type Hash, idBytes, type PrincipalId, type VaultId, zeroPrincipal } from "../ids.ts";
import type { Principal } from "../principal.ts";
import { sign, verifySignature } from "../sodium.ts";
import { type CoSignature, type RecordFields, recordTypes } from "./body.ts";

/** Erase at once (intent `docTag ‖ H(covers ‖ successor)`) and the relay's account calls (intent: its nonce). */
export const cosignedTypes = { add: 3, slot: 4, revoke: 5, tombstone: 134, account: 255 } as const;
export type CoSignedType = (typeof cosignedTypes)[keyof typeof cosignedTypes];

export const addIntent = (edPub: Uint8Array, xPub: Uint8Array): Bytes => concat(edPub, xPub);
export interface SlotIntent {
  readonly kind: number;
  readonly edPub: Bytes;
  readonly xPub: Bytes;
  /** Zero id when it replaces none. */
  readonly oldId: PrincipalId;
  readonly lookupId: string;
  readonly slotHash: Hash;
}
export const slotIntent = ({ kind, edPub, xPub, oldId, lookupId, slotHash }: SlotIntent): Bytes =>
  concat(u8(kind), edPub, xPub, idBytes(oldId), idBytes(lookupId), idBytes(slotHash));
/** ids are sorted here; the list carries its u16 count like every list in signed strings. */
export const revokeIntent = (principalIds: readonly PrincipalId[]): Bytes =>
  concat(u16(principalIds.length), ...[...principalIds].sort().map(idBytes));

const cosignedBytes = (vaultId: VaultId, type: CoSignedType, intent: Uint8Array): Bytes =>
  concat(utf8("ww/cosign/1"), idBytes(vaultId), u8(type), intent);

/** Ed25519 over "ww/cosign/1" ‖ vaultId ‖ type ‖ intent. The slot was opened for this one act and is dropped after. */
export const cosign = (
  slot: Principal,
  vaultId: VaultId,
  type: CoSignedType,
  intent: Uint8Array,
): CoSignature => ({
  cosignerId: slot.id,
  signature: sign(cosignedBytes(vaultId, type, intent), slot.edSecret),
});

export const verifyCoSignature = (
  { signature }: CoSignature,
  edPub: Uint8Array,
  vaultId: VaultId,
  type: CoSignedType,
  intent: Uint8Array,
): boolean => verifySignature(signature, cosignedBytes(vaultId, type, intent), edPub);

/** What a slot signs for a record; undefined for types that need no co-signature. */
export const intentOf = (
  fields: RecordFields,
): { readonly type: CoSignedType; readonly intent: Bytes } | undefined => {
  switch (fields.type) {
    case "add":
      return { type: recordTypes.add, intent: addIntent(fields.edPub, fields.xPub) };
    case "slot":
      return {
        type: recordTypes.slot,
        intent: slotIntent({ ...fields, oldId: fields.replaces?.oldId ?? zeroPrincipal }),
      };
    case "revoke":
      return { type: recordTypes.revoke, intent: revokeIntent(fields.principalIds) };
    default:
      return undefined;
  }
};

const acceptBytes = (vaultId: VaultId, genesisHash: Hash, edPub: Uint8Array, xPub: Uint8Array): Bytes =>
  concat(utf8("ww/slot/1"), idBytes(vaultId), idBytes(genesisHash), edPub, xPub);
/** A slot's own word that it belongs to this vault: nobody can put your recovery key into a vault of their making. */
export const signAccept = (slot: Principal, vaultId: VaultId, genesisHash: Hash): Bytes =>
  sign(acceptBytes(vaultId, genesisHash, slot.edPub, slot.xPub), slot.edSecret);
export const verifyAccept = (
  accept: Uint8Array,
  { edPub, xPub }: { readonly edPub: Uint8Array; readonly xPub: Uint8Array },
  vaultId: VaultId,
  genesisHash: Hash,
): boolean => verifySignature(accept, acceptBytes(vaultId, genesisHash, edPub, xPub), edPub);
