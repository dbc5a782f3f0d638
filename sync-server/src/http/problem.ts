/** Refusals as `application/problem+json`: a stable code, a sentence of ours, never an echo of what was sent. */
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Problem, ProblemCode } from "../wire/index.ts";

const problems: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  malformed: [400, "The request is not of the agreed form"],
  "too-big": [413, "The request is larger than allowed"],
  "not-found": [404, "Not here"],
  record: [422, "The membership records do not hold together"],
  conflict: [409, "Something else stands in that place"],
  closed: [403, "This relay takes no new journals"],
  invite: [403, "This relay takes new journals by invitation"],
  rate: [429, "Too many requests"],
  busy: [503, "Not now"],
  quota: [507, "No room is left"],
  "signed-out": [401, "Not authenticated"],
  revoked: [401, "This device was removed"],
  signature: [401, "The signature does not verify"],
  upgrade: [426, "No common version"],
  taken: [409, "Someone has joined already"],
  full: [409, "The mailbox is full"],
  internal: [500, "The relay failed"],
};

export const sendProblem = (reply: FastifyReply, code: ProblemCode, retryAfter?: number): FastifyReply => {
  const [status, title] = problems[code];
  const problem: Problem = {
    type: "about:blank",
    title,
    status,
    code,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  if (retryAfter !== undefined) reply.header("retry-after", Math.ceil(retryAfter / 1000));
  return reply.code(status).type("application/problem+json").send(JSON.stringify(problem));
};

const codeOf = (error: { statusCode?: number; code?: string }): ProblemCode => {
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE" || error.statusCode === 413) return "too-big";
  if (error.statusCode === 404) return "not-found";
  return error.statusCode !== undefined && error.statusCode < 500 ? "malformed" : "internal";
};

export const answerFailures = (server: FastifyInstance, report: (error: unknown) => void): void => {
  server.setErrorHandler((error: Error & { statusCode?: number; code?: string }, _request, reply) => {
    const code = codeOf(error);
    if (code === "internal") report(error);
    return sendProblem(reply, code);
  });
};
