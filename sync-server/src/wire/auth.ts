/** What a principal signs to be let in: over both opening frames, so that nobody between can lower the version. */
import {
  type Bytes,
  concat,
  hash256,
  idBytes,
  lp,
  type PrincipalId,
  utf8,
  type VaultId,
} from "@whisperwell/crypto";

export interface AuthClaim {
  /** The whole HELLO and CHALLENGE frames as they went over the wire. */
  readonly hello: Uint8Array;
  readonly challenge: Uint8Array;
  /** The origin dialled, with http or https, as `URL.origin` spells it. */
  readonly audience: string;
  readonly vaultId: VaultId;
  readonly principalId: PrincipalId;
}

/** `"ww/auth/1" ‖ H(H(HELLO) ‖ H(CHALLENGE)) ‖ lp(audience) ‖ vaultId ‖ principalId`. */
export const authMessage = (claim: AuthClaim): Bytes =>
  concat(
    utf8("ww/auth/1"),
    hash256(concat(hash256(claim.hello), hash256(claim.challenge))),
    lp(utf8(claim.audience)),
    idBytes(claim.vaultId),
    idBytes(claim.principalId),
  );
