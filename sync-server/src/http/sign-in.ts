/**
 * POST /v1/signin and /v1/recover: ways to a vault for a device that has nothing yet. A handle nobody has gets the same
 * steps and the same refusal as one whose proof is wrong; its salt is derived, so it stays the same when asked again.
 */
import {
  type Bytes,
  blake2b,
  createPrincipal,
  foldHandle,
  fromBase64Url,
  hash256,
  idOf,
  kdf,
  type LookupId,
  livePrincipal,
  parseSlot,
  toBase64Url,
  toHex,
  utf8,
  verifyLogin,
} from "@whisperwell/crypto";
import type { FastifyInstance } from "fastify";
import type { SignIn } from "../store/index.ts";
import {
  paths,
  type RecoverAnswer,
  type RecoverRequest,
  type SignInAnswer,
  type SignInRequest,
} from "../wire/index.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";

const text = { type: "string", maxLength: 200 };
const schema = {
  body: {
    type: "object",
    required: ["handle"],
    properties: { handle: text, nonce: text, signature: text },
    dependencies: { nonce: ["signature"], signature: ["nonce"] },
  },
};
const recoverSchema = {
  body: {
    type: "object",
    required: ["lookupId"],
    properties: { lookupId: { type: "string", pattern: "^[0-9a-f]{32}$" } },
  },
};
/** Of all relays together. Slow enough to make guessing dear, and it lets go again by itself. */
const perAddress = { perSecond: 1, burst: 60 };
const perHandle = { perSecond: 1 / 6, burst: 20 };

export const signInRoutes = (server: FastifyInstance, context: HttpContext): void => {
  const { relay, tokens } = context;
  const { store, vaults, wake } = relay.context;
  const handleKey = kdf(store.secret, "relay-handle");
  const nobody = createPrincipal("device", kdf(store.secret, "relay-nobody")).edPub;
  const purposeOf = (handle: string): Bytes => utf8(`signin/${handle}`);

  /** Only while its slot is the one the log names. */
  const find = async (handle: string): Promise<(SignIn & { readonly salt: Bytes }) | undefined> => {
    const found = await store.signIn({ handle });
    const vault = found && (await vaults.current(found.vaultId));
    const member = vault && livePrincipal(vault.membership, found.principalId);
    const slot = found && parseSlot(found.slot);
    if (member?.signInSlotHash !== (found && idOf(hash256(found.slot)))) return undefined;
    const header = slot?.ok ? slot.value.header : undefined;
    return found && header?.kdf ? { ...found, salt: header.kdf.salt } : undefined;
  };
  const waitOf = async (ip: string, handle: string | undefined): Promise<number> => {
    const alone = await wake.take(`signin/ip/${ip}`, perAddress);
    if (alone > 0 || handle === undefined) return alone;
    return wake.take(`signin/${toHex(blake2b(16, utf8(handle), handleKey))}`, perHandle);
  };

  server.post<{ Body: SignInRequest }>(paths.signIn, { schema, bodyLimit: 4096 }, async (request, reply) => {
    const { body } = request;
    const handle = foldHandle(body.handle);
    const wait = await waitOf(request.ip, handle);
    if (wait > 0) return sendProblem(reply, "rate", wait);
    const found = await find(handle);
    if (!("nonce" in body)) {
      const salt = found?.salt ?? blake2b(16, utf8(handle), handleKey);
      const nonce = tokens.createNonce(purposeOf(handle));
      return { salt: toBase64Url(salt), nonce: toBase64Url(nonce) } satisfies SignInAnswer;
    }
    const [nonce, signature] = [fromBase64Url(body.nonce), fromBase64Url(body.signature)];
    if (nonce === undefined || signature?.length !== 64) return sendProblem(reply, "malformed");
    if (!tokens.isGoodNonce(nonce, purposeOf(handle))) return sendProblem(reply, "signed-out");
    const claim = { audience: context.origin(), handle, nonce };
    const isProven = verifyLogin(claim, signature, found?.loginKey ?? nobody);
    if (!isProven || found === undefined) return sendProblem(reply, "signed-out");
    if (!(await tokens.spendNonce(nonce))) return sendProblem(reply, "signed-out");
    return { vaultId: found.vaultId, slot: toBase64Url(found.slot) } satisfies SignInAnswer;
  });

  server.post<{ Body: RecoverRequest }>(
    paths.recover,
    { schema: recoverSchema, bodyLimit: 1024 },
    async (request, reply) => {
      const wait = await waitOf(request.ip, undefined);
      if (wait > 0) return sendProblem(reply, "rate", wait);
      const vaultId = await store.vaultByLookup(request.body.lookupId as LookupId);
      if (vaultId === undefined) return sendProblem(reply, "not-found");
      return { vaultId } satisfies RecoverAnswer;
    },
  );
};
