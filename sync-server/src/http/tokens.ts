/** Short-lived tokens for HTTP, and the challenge that earns one. Keys derive from the store's own secret. */
import {
  type Bytes,
  blake2b,
  concat,
  createPrincipal,
  equalSecret,
  hash256,
  kdf,
  type PrincipalId,
  parsePrincipalId,
  parseVaultId,
  toBase64Url,
  toHex,
  u48,
  type VaultId,
} from "@whisperwell/crypto";
import { importJWK, jwtVerify, SignJWT } from "jose";
import type { Clock } from "../relay/index.ts";
import { nonceLives, type TokenScope } from "../wire/index.ts";

export const tokenLives = 600_000;

export interface TokenClaims {
  readonly vaultId: VaultId;
  readonly principalId: PrincipalId;
}
export interface Tokens {
  readonly issue: (claims: TokenClaims, scope: TokenScope) => Promise<string>;
  /** undefined for anything but a token of ours, of this scope, in its ten minutes. */
  readonly verify: (token: string, scope: TokenScope) => Promise<TokenClaims | undefined>;
  /** 32 bytes that carry their own end and our MAC over the HELLO they answer. */
  readonly createNonce: (hello: Uint8Array) => Bytes;
  readonly isGoodNonce: (nonce: Uint8Array, hello: Uint8Array) => boolean;
  /** false when it was spent before. */
  readonly spendNonce: (nonce: Uint8Array) => Promise<boolean>;
}

export const createTokens = async (deps: {
  readonly secret: Bytes;
  readonly clock: Clock;
  readonly random: { readonly bytes: (length: number) => Bytes };
  readonly origin: () => string;
  readonly spend: (name: string, lives: number) => Promise<boolean>;
}): Promise<Tokens> => {
  const pair = createPrincipal("device", kdf(deps.secret, "relay-token"));
  const x = toBase64Url(pair.edPub);
  const d = toBase64Url(pair.edSecret.subarray(0, 32));
  const privateKey = await importJWK({ kty: "OKP", crv: "Ed25519", x, d }, "EdDSA");
  const publicKey = await importJWK({ kty: "OKP", crv: "Ed25519", x }, "EdDSA");
  const nonceKey = kdf(deps.secret, "relay-nonce");
  const macOf = (clear: Uint8Array, hello: Uint8Array): Bytes =>
    blake2b(16, concat(clear, hash256(hello)), nonceKey);
  const expiryOf = (nonce: Uint8Array): number => Number.parseInt(toHex(nonce.subarray(0, 6)), 16);

  return {
    issue: ({ vaultId, principalId }, scope) => {
      const now = Math.floor(deps.clock.now() / 1000);
      return new SignJWT({ pid: principalId, scope })
        .setProtectedHeader({ alg: "EdDSA" })
        .setIssuer(deps.origin())
        .setAudience(deps.origin())
        .setSubject(vaultId)
        .setIssuedAt(now)
        .setExpirationTime(now + tokenLives / 1000)
        .sign(privateKey);
    },
    verify: async (token, scope) => {
      const verified = await jwtVerify(token, publicKey, {
        algorithms: ["EdDSA"],
        issuer: deps.origin(),
        audience: deps.origin(),
        currentDate: new Date(deps.clock.now()),
        requiredClaims: ["exp", "sub"],
      }).catch(() => undefined); // jose throws for every kind of bad token: all are the same refusal
      const vaultId = parseVaultId(verified?.payload.sub);
      const principalId = parsePrincipalId(verified?.payload.pid);
      if (vaultId === undefined || principalId === undefined || verified?.payload.scope !== scope)
        return undefined;
      return { vaultId, principalId };
    },
    createNonce: (hello) => {
      const clear = concat(u48(deps.clock.now() + nonceLives), deps.random.bytes(10));
      return concat(clear, macOf(clear, hello));
    },
    isGoodNonce: (nonce, hello) =>
      equalSecret(nonce.subarray(16), macOf(nonce.subarray(0, 16), hello)) &&
      deps.clock.now() < expiryOf(nonce),
    spendNonce: (nonce) => deps.spend(toHex(nonce), nonceLives),
  };
};
