/** POST /v1/sync/auth: HELLO for a CHALLENGE, then AUTH for a token. */
import { type Bytes, fromBase64Url, toBase64Url } from "@whisperwell/crypto";
import type { FastifyInstance } from "fastify";
import { authenticate, chooseVersion, readyFrame } from "../relay/index.ts";
import {
  type AuthAnswer,
  type AuthRequest,
  decodeFrame,
  encodeFrame,
  type Frame,
  paths,
} from "../wire/index.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";
import { tokenLives } from "./tokens.ts";

const frame = { type: "string", maxLength: 6000 };
const schema = {
  body: {
    type: "object",
    required: ["hello"],
    properties: {
      hello: frame,
      challenge: frame,
      auth: frame,
      scope: { type: "string", enum: ["blob", "sync", "push", "account"] },
    },
    dependencies: { challenge: ["auth", "scope"], auth: ["challenge", "scope"] },
  },
};

const read = <Type extends Frame["type"]>(
  text: string,
  type: Type,
): { readonly bytes: Bytes; readonly frame: Extract<Frame, { type: Type }> } | undefined => {
  const bytes = fromBase64Url(text);
  const decoded = bytes && decodeFrame(bytes);
  return bytes && decoded?.ok && decoded.value.type === type
    ? { bytes, frame: decoded.value as Extract<Frame, { type: Type }> }
    : undefined;
};

export const authRoutes = (server: FastifyInstance, context: HttpContext): void => {
  const { relay, tokens, rates } = context;
  server.post<{ Body: AuthRequest }>(paths.auth, { schema, bodyLimit: 20_000 }, async (request, reply) => {
    const wait = rates.auth.take(request.ip);
    if (wait > 0) return sendProblem(reply, "rate", wait);
    const { body } = request;
    const hello = read(body.hello, "hello");
    if (!hello) return sendProblem(reply, "malformed");
    const version = chooseVersion(hello.frame.versions);
    if (version === undefined) return sendProblem(reply, "upgrade");
    if (!("auth" in body)) {
      const nonce = tokens.createNonce(hello.bytes);
      const challenge = encodeFrame({ type: "challenge", version, nonce, clock: relay.context.clock.now() });
      return { challenge: toBase64Url(challenge) } satisfies AuthAnswer;
    }
    const challenge = read(body.challenge, "challenge");
    const auth = read(body.auth, "auth");
    if (!challenge || !auth) return sendProblem(reply, "malformed");
    const { nonce } = challenge.frame;
    if (challenge.frame.version !== version || !tokens.isGoodNonce(nonce, hello.bytes))
      return sendProblem(reply, "signed-out");
    const claim = { ...auth.frame, hello: hello.bytes, challenge: challenge.bytes };
    const answer = await authenticate(relay.context, claim);
    if (answer.code !== "member") return sendProblem(reply, answer.code);
    if (!(await tokens.spendNonce(nonce))) return sendProblem(reply, "signed-out");
    const { vault, principalId, role } = answer.member;
    if (body.scope === "push" && role !== "device") return sendProblem(reply, "signed-out");
    const token = await tokens.issue({ vaultId: vault.vaultId, principalId }, body.scope);
    const expiresIn = tokenLives[body.scope];
    if (body.scope !== "sync") return { token, expiresIn } satisfies AuthAnswer;
    const ready = toBase64Url(encodeFrame(await readyFrame(relay.context, vault, principalId)));
    return { token, expiresIn, ready } satisfies AuthAnswer;
  });
};
