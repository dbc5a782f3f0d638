/** POST /v1/vaults: a vault certifies itself, so making one is handing over the first records of its log. */
import {
  encodeEnvelope,
  equalSecret,
  fromBase64Url,
  hash256,
  type MembershipStep,
  readMembershipLog,
  stubOf,
  utf8,
} from "@whisperwell/crypto";
import type { FastifyInstance } from "fastify";
import { shrinkingBound } from "../relay/index.ts";
import type { SealedEnvelope } from "../store/index.ts";
import {
  type CreateVaultAnswer,
  type CreateVaultRequest,
  type ProblemCode,
  paths,
  vaultRecordsMost,
} from "../wire/index.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";

const schema = {
  body: {
    type: "object",
    required: ["records"],
    properties: {
      records: {
        type: "array",
        minItems: 1,
        maxItems: vaultRecordsMost,
        items: { type: "string", maxLength: 700_000 },
      },
      invite: { type: "string", maxLength: 200 },
    },
  },
};

const sealedOf = ({ envelope }: MembershipStep): SealedEnvelope => ({
  ...envelope.header,
  hash: envelope.hash,
  signed: true,
  stub: encodeEnvelope(stubOf(envelope)),
  body: envelope.body as Uint8Array<ArrayBuffer>,
});

/** Compared as hashes: as long for a near miss as for nonsense. */
const isInvited = ({ config }: HttpContext, code: string | undefined): boolean => {
  const given = hash256(utf8(code ?? ""));
  return config.inviteCodes.filter((known) => equalSecret(hash256(utf8(known)), given)).length > 0;
};

const mayRegister = (context: HttpContext, invite: string | undefined): ProblemCode | undefined => {
  if (context.config.registration === "closed") return "closed";
  if (context.config.registration === "invite" && !isInvited(context, invite)) return "invite";
  return undefined;
};

export const vaultRoutes = (server: FastifyInstance, context: HttpContext): void => {
  const { relay, rates, config } = context;
  const { store, vaults } = relay.context;
  const most = shrinkingBound(config.limits.quota);

  /** undefined when another record stands in one of their places. */
  const appendAll = async (steps: readonly MembershipStep[]): Promise<number | undefined> => {
    let head = 0;
    for (const step of steps) {
      const batch = [sealedOf(step)];
      const outcome = await store.append(step.state.vaultId, batch, {
        most,
        create: true,
        at: relay.context.clock.now(),
      });
      if (outcome.code !== "stored") return undefined;
      head = Math.max(head, outcome.head);
      const live = await vaults.get(step.state.vaultId);
      if (live === undefined) continue;
      // Always: an append beside this one may have moved the head past this record without its membership.
      const grew = outcome.head > live.head;
      vaults.extended(live, batch, outcome, step.state);
      if (grew) relay.context.news.announce(live, undefined);
    }
    return head;
  };

  server.post<{ Body: CreateVaultRequest }>(
    paths.vaults,
    { schema, bodyLimit: 1 << 20 },
    async (request, reply) => {
      const wait = rates.vaults.take(request.ip);
      if (wait > 0) return sendProblem(reply, "rate", wait);
      const records = request.body.records.map(fromBase64Url);
      if (!records.every((record) => record !== undefined)) return sendProblem(reply, "malformed");
      const log = readMembershipLog(records);
      if (!log.ok) return sendProblem(reply, "record");
      const { vaultId } = log.value.state;
      const isKnown = (await vaults.current(vaultId)) !== undefined;
      const refused = isKnown ? undefined : mayRegister(context, request.body.invite);
      if (refused) return sendProblem(reply, refused);
      const head = await appendAll(log.value.steps);
      if (head === undefined) return sendProblem(reply, "conflict");
      reply.code(isKnown ? 200 : 201);
      return { vaultId, feedEpoch: store.feedEpoch, head } satisfies CreateVaultAnswer;
    },
  );
};
