/** Who a token speaks for. Live at each use, not only when the token was made. */
import { livePrincipal } from "@whisperwell/crypto";
import type { FastifyRequest } from "fastify";
import type { LiveVault } from "../relay/index.ts";
import type { TokenScope } from "../wire/index.ts";
import type { HttpContext } from "./context.ts";
import type { TokenClaims } from "./tokens.ts";

export type Bearer =
  | {
      readonly code: "live" | "revoked";
      readonly vault: LiveVault;
      readonly claims: TokenClaims & { readonly scope: TokenScope };
    }
  | { readonly code: "signed-out" };

export const bearerOf = async (
  { tokens, relay }: HttpContext,
  request: FastifyRequest,
  scopes: readonly TokenScope[],
): Promise<Bearer> => {
  const token = /^Bearer ([\w.-]{1,2048})$/.exec(request.headers.authorization ?? "")?.[1];
  const claims = token === undefined ? undefined : await tokens.verify(token, scopes);
  const vault = claims && (await relay.vaults.current(claims.vaultId));
  if (claims === undefined || vault === undefined) return { code: "signed-out" };
  const isLive = livePrincipal(vault.membership, claims.principalId) !== undefined;
  return { code: isLive ? "live" : "revoked", vault, claims };
};
