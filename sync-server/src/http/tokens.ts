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

/** ms. A worker pushes for a month without its person; everything else asks again soon. */
export const tokenLives: Readonly<Record<TokenScope, number>> = {
  blob: 600_000,
  sync: 600_000,
  account: 600_000,
  push: 30 * 24 * 3_600_000,
};

export interface TokenClaims {
  readonly vaultId: VaultId;
  readonly principalId: PrincipalId;
}
export interface Tokens {
  readonly issue: (claims: TokenClaims, scope: TokenScope) => Promise<string>;
  /** undefined for anything but a token of ours, of one of these scopes, in its time. */
  readonly verify: (
    token: string,
    scopes: readonly TokenScope[],
  ) => Promise<(TokenClaims & { readonly scope: TokenScope }) | undefined>;
  /** 32 bytes that carry their own end and our MAC over what they answer: a HELLO, or another purpose. */
  readonly createNonce: (purpose: Uint8Array) => Bytes;
  readonly isGoodNonce: (nonce: Uint8Array, purpose: Uint8Array) => boolean;
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
        .setExpirationTime(now + tokenLives[scope] / 1000)
        .sign(privateKey);
    },
    verify: async (token, scopes) => {
      const verified = await jwtVerify(token, publicKey, {
        algorithms: ["EdDSA"],
        issuer: deps.origin(),
        audience: deps.origin(),
        currentDate: new Date(deps.clock.now()),
        requiredClaims: ["exp", "sub"],
      }).catch(() => undefined); // jose throws for every kind of bad token: all are the same refusal
      const vaultId = parseVaultId(verified?.payload.sub);
      const principalId = parsePrincipalId(verified?.payload.pid);
      const scope = scopes.find((one) => one === verified?.payload.scope);
      if (vaultId === undefined || principalId === undefined || scope === undefined) return undefined;
      return { vaultId, principalId, scope };
    },
    createNonce: (hello) => {
      const clear = concat(u48(deps.clock.now() + nonceLives), deps.random.bytes(10));
      return concat(clear, macOf(clear, hello));
    },
    isGoodNonce: (nonce, hello) =>
      nonce.length === 32 &&
      equalSecret(nonce.subarray(16), macOf(nonce.subarray(0, 16), hello)) &&
      deps.clock.now() < expiryOf(nonce),
    spendNonce: (nonce) => deps.spend(toHex(nonce), nonceLives),
  };
};
