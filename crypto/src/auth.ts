/** What is signed to prove to a relay who asks: socket and sign-in (docs/protocol.md, "Signed for the relay"). */
import { type Bytes, concat, lp, utf8 } from "./bytes.ts";
import { idBytes, type PrincipalId, type VaultId } from "./ids.ts";
import type { Principal } from "./principal.ts";
import { hash256, sign, sodium, verifySignature } from "./sodium.ts";

export interface AuthClaim {
  /** The whole frames as sent, type and stream included: versions cannot be lowered unnoticed. */
  readonly hello: Uint8Array;
  readonly challenge: Uint8Array;
  /** The origin dialled, spelled with http(s) as URL.origin does. */
  readonly audience: string;
  readonly vaultId: VaultId;
  readonly principalId: PrincipalId;
}

/** "ww/auth/1" ‖ H(H(HELLO) ‖ H(CHALLENGE)) ‖ lp(audience) ‖ vaultId ‖ principalId. */
export const authMessage = ({ hello, challenge, audience, vaultId, principalId }: AuthClaim): Bytes =>
  concat(
    utf8("ww/auth/1"),
    hash256(concat(hash256(hello), hash256(challenge))),
    lp(utf8(audience)),
    idBytes(vaultId),
    idBytes(principalId),
  );
export const signAuth = (
  claim: Omit<AuthClaim, "principalId">,
  principal: Pick<Principal, "id" | "edSecret">,
): Bytes => sign(authMessage({ ...claim, principalId: principal.id }), principal.edSecret);
export const verifyAuth = (claim: AuthClaim, signature: Uint8Array, edPub: Uint8Array): boolean =>
  verifySignature(signature, authMessage(claim), edPub);

/** An audience as it is signed: ws and wss are spelled http and https. undefined for what is no such address. */
export const audienceOf = (address: string): string | undefined => {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host } = new URL(address);
  if (protocol === "https:" || protocol === "wss:") return `https://${host}`;
  if (protocol === "http:" || protocol === "ws:") return `http://${host}`;
  return undefined;
};

export interface LoginClaim {
  readonly audience: string;
  readonly handle: string;
  /** The relay's 32 bytes. */
  readonly nonce: Uint8Array;
}
/** Handles are compared and signed as lower case of NFKC. */
export const foldHandle = (handle: string): string => handle.normalize("NFKC").toLowerCase();
/** "ww/login/1" ‖ lp(audience) ‖ lp(handle) ‖ nonce. */
export const loginMessage = ({ audience, handle, nonce }: LoginClaim): Bytes =>
  concat(utf8("ww/login/1"), lp(utf8(audience)), lp(utf8(foldHandle(handle))), nonce);

/** The login key pair: the seed as it is, so that a relay keeps only its public half. */
export const loginPublicKey = (loginSeed: Uint8Array): Bytes =>
  sodium.crypto_sign_seed_keypair(loginSeed).publicKey as Bytes;
export const signLogin = (claim: LoginClaim, loginSeed: Uint8Array): Bytes =>
  sign(loginMessage(claim), sodium.crypto_sign_seed_keypair(loginSeed).privateKey as Bytes);
export const verifyLogin = (claim: LoginClaim, signature: Uint8Array, edPub: Uint8Array): boolean =>
  verifySignature(signature, loginMessage(claim), edPub);
