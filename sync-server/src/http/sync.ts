/** POST /v1/sync: the frames of a socket for whoever cannot have one, and for a worker that pushes while locked. */

import type { Bytes } from "@whisperwell/crypto";
import { livePrincipal } from "@whisperwell/crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Member } from "../relay/index.ts";
import {
  decodeFrames,
  encodeFrame,
  encodeFrames,
  frameNames,
  longPollMost,
  paths,
  syncHeaders,
} from "../wire/index.ts";
import { type Bearer, bearerOf } from "./bearer.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";

const bodyMost = 2 << 20;
const pingType = frameNames.indexOf("ping") + 1;

const numberOf = (request: FastifyRequest, name: string): number => {
  const value = request.headers[name];
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : 0;
};
const roleOf = ({ vault, claims }: Exclude<Bearer, { code: "signed-out" }>): Member["role"] => {
  if (claims.scope === "push") return "pusher";
  return livePrincipal(vault.membership, claims.principalId)?.kind === "device" ? "device" : "slot";
};

/** What a session says, kept in order until the answer goes out. */
const createCollector = () => {
  const said: Bytes[] = [];
  const spoken = Promise.withResolvers<void>();
  return {
    said,
    isNews: (): boolean => said.some((frame) => frame[0] !== pingType),
    /** Settles with the first frame that is news, or the end of the session. */
    spoken: spoken.promise,
    wire: {
      send: (frame: Bytes) => {
        said.push(frame);
        if (frame[0] !== pingType) spoken.resolve();
      },
      close: () => spoken.resolve(),
      backlog: () => said.reduce((sum, frame) => sum + frame.length, 0),
    },
  };
};

export const syncRoutes = (server: FastifyInstance, context: HttpContext): void => {
  const { relay, rates } = context;
  const { clock, vaults, limits } = relay.context;

  server.post<{ Body: Buffer }>(paths.sync, { bodyLimit: bodyMost }, async (request, reply) => {
    const bearer = await bearerOf(context, request, ["sync", "push"]);
    if (bearer.code === "signed-out") return sendProblem(reply, "signed-out");
    const { vault, claims } = bearer;
    const wait = rates.sync.take(claims.vaultId);
    if (wait > 0) return sendProblem(reply, "rate", wait);
    const answer = (frames: readonly Bytes[]) =>
      reply.type("application/octet-stream").send(Buffer.from(encodeFrames(frames)));
    if (bearer.code === "revoked") {
      const proof = await vaults.revocation(vault, claims.principalId);
      return answer([encodeFrame({ type: "goaway", code: "revoked", retryAfter: 0, proof })]);
    }
    const frames = Buffer.isBuffer(request.body) ? decodeFrames(new Uint8Array(request.body)) : undefined;
    if (frames === undefined) return sendProblem(reply, "malformed");
    if (context.isDraining() || vault.sessions.size >= limits.sessionsMost)
      return sendProblem(reply, "busy", 5000);

    const collector = createCollector();
    const member = { vault, principalId: claims.principalId, role: roleOf(bearer) };
    await relay.context.news.arrive(vault);
    const session = relay.connect(collector.wire, member);
    for (const frame of frames) session.receive(frame);
    await session.settled();
    const poll = Math.min(longPollMost, numberOf(request, syncHeaders.wait));
    const isNothingNew = !collector.isNews() && vault.head <= numberOf(request, syncHeaders.head);
    if (poll > 0 && isNothingNew) {
      const over = Promise.withResolvers<void>();
      const cancel = clock.after(poll, over.resolve);
      request.raw.socket.once("close", over.resolve);
      await Promise.race([collector.spoken, over.promise]);
      request.raw.socket.off("close", over.resolve);
      cancel();
    }
    session.ping(); // last: what is true now, the epoch above all
    session.closed();
    return answer(collector.said);
  });
};
