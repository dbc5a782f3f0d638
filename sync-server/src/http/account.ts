/** POST /v1/account: what a journal's own devices may ask of the relay about it, and its end. */
import { Readable } from "node:stream";
import {
  type Bytes,
  concat,
  cosignedTypes,
  foldHandle,
  fromBase64Url,
  hash256,
  idBytes,
  idOf,
  isSlot,
  livePrincipal,
  parsePrincipalId,
  parseSlot,
  toBase64Url,
  utf8,
  verifyCoSignature,
} from "@whisperwell/crypto";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { LiveVault } from "../relay/index.ts";
import {
  type AccountDevices,
  type AccountRequest,
  batchBytesMost,
  batchItemsMost,
  encodeFrame,
  encodeFrames,
  paths,
} from "../wire/index.ts";
import { bearerOf } from "./bearer.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";

const text = { type: "string", maxLength: 400 };
const schema = {
  body: {
    type: "object",
    required: ["op"],
    properties: {
      op: {
        type: "string",
        enum: ["devices", "export", "nonce", "remove-sign-in", "set-sign-in", "delete"],
      },
      handle: { type: "string", minLength: 1, maxLength: 100, pattern: "^[^\\u0000-\\u001f]+$" },
      loginKey: text,
      slot: text,
      nonce: text,
      cosignerId: text,
      signature: text,
    },
  },
};
type Ask<Op extends AccountRequest["op"]> = Extract<AccountRequest, { readonly op: Op }>;
const bounds = { bytes: batchBytesMost, items: batchItemsMost };
const purposeOf = ({ vaultId }: LiveVault): Bytes => concat(utf8("account/"), idBytes(vaultId));

const setSignIn = async (
  { relay }: HttpContext,
  vault: LiveVault,
  ask: Ask<"set-sign-in">,
): Promise<"stored" | "taken" | "malformed" | "record"> => {
  const [loginKey, slot] = [fromBase64Url(ask.loginKey ?? ""), fromBase64Url(ask.slot ?? "")];
  const parsed = slot && parseSlot(slot);
  if (typeof ask.handle !== "string" || loginKey?.length !== 32 || !slot || !parsed?.ok) return "malformed";
  const { header } = parsed.value;
  if (header.kind !== "passphrase" || header.vaultId !== vault.vaultId) return "record";
  const member = livePrincipal(vault.membership, header.holder);
  if (member?.signInSlotHash !== idOf(hash256(slot))) return "record";
  const { vaultId } = vault;
  const handle = foldHandle(ask.handle);
  return relay.context.store.setSignIn({ handle, vaultId, principalId: header.holder, loginKey, slot });
};

const isConsented = ({ tokens }: HttpContext, vault: LiveVault, ask: Ask<"delete">): Bytes | undefined => {
  const [nonce, signature] = [fromBase64Url(ask.nonce ?? ""), fromBase64Url(ask.signature ?? "")];
  const cosignerId = parsePrincipalId(ask.cosignerId);
  const slot = cosignerId && livePrincipal(vault.membership, cosignerId);
  if (!nonce || signature?.length !== 64 || !slot || !isSlot(slot)) return undefined;
  const consent = { cosignerId: slot.id, signature };
  const isSigned = verifyCoSignature(consent, slot.edPub, vault.vaultId, cosignedTypes.account, nonce);
  return isSigned && tokens.isGoodNonce(nonce, purposeOf(vault)) ? nonce : undefined;
};

export const accountRoutes = (server: FastifyInstance, context: HttpContext): void => {
  const { relay, tokens, rates, config } = context;
  const { store, news, wake } = relay.context;

  const devices = async (vault: LiveVault): Promise<AccountDevices> => {
    const online = new Set([...vault.sessions].map((session) => session.principalId()));
    const summary = await store.vault(vault.vaultId);
    const signIn = await store.signIn({ vaultId: vault.vaultId });
    return {
      devices: [...vault.membership.principals.values()].map(({ id, kind, revokedAt }) => ({
        principalId: id,
        kind,
        live: revokedAt === undefined,
        online: online.has(id),
      })),
      ...(signIn ? { handle: signIn.handle } : {}),
      head: summary?.head ?? 0,
      used: summary?.usage ?? { bytes: 0, items: 0 },
      quota: config.limits.quota,
    };
  };

  async function* feedOf({ vaultId }: LiveVault): AsyncGenerator<Buffer> {
    for (let from = 1; ; ) {
      const page = await store.page(vaultId, from, { kind: "all" }, bounds);
      if (page === undefined || page.items.length === 0) return;
      const to = from + page.items.length - 1;
      const frame = {
        type: "page",
        from,
        to,
        items: page.items,
        more: to < page.head,
        head: page.head,
      } as const;
      yield Buffer.from(encodeFrames([encodeFrame(frame)]));
      from = to + 1;
    }
  }

  const remove = async (vault: LiveVault, ask: Ask<"delete">, reply: FastifyReply) => {
    const nonce = isConsented(context, vault, ask);
    if (nonce === undefined || !(await tokens.spendNonce(nonce))) return sendProblem(reply, "signature");
    await store.deleteVault(vault.vaultId);
    wake.tell(vault.vaultId, { kind: "wake", head: vault.head });
    await news.catchUp(vault);
    return reply.code(204).send();
  };

  server.post<{ Body: AccountRequest }>(
    paths.account,
    { schema, bodyLimit: 4096 },
    async (request, reply) => {
      const bearer = await bearerOf(context, request, ["account"]);
      if (bearer.code !== "live") return sendProblem(reply, bearer.code);
      const { vault } = bearer;
      const wait = rates.account.take(vault.vaultId);
      if (wait > 0) return sendProblem(reply, "rate", wait);
      const { body } = request;
      switch (body.op) {
        case "devices":
          return devices(vault);
        case "export":
          return reply.type("application/octet-stream").send(Readable.from(feedOf(vault)));
        case "nonce":
          return { nonce: toBase64Url(tokens.createNonce(purposeOf(vault))) };
        case "remove-sign-in":
          await store.removeSignIn(vault.vaultId);
          return reply.code(204).send();
        case "set-sign-in": {
          const outcome = await setSignIn(context, vault, body);
          return outcome === "stored" ? reply.code(204).send() : sendProblem(reply, outcome);
        }
        case "delete":
          return remove(vault, body, reply);
      }
    },
  );
};
