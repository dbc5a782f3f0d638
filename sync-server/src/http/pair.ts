/** POST /v1/pair: the mailbox two devices meet at. What is in it is sealed between them. */
import type { FastifyInstance } from "fastify";
import { type MailboxAnswer, type MailboxStep, stepMailbox } from "../store/index.ts";
import { longPollMost, mailboxMessageMost, type PairAnswer, type PairRequest, paths } from "../wire/index.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";

const hexId = { type: "string", pattern: "^[0-9a-f]{32}$" };
const schema = {
  body: {
    type: "object",
    required: ["op", "ch", "token"],
    properties: {
      op: { type: "string", enum: ["open", "join", "put", "get", "close"] },
      ch: hexId,
      token: hexId,
      n: { type: "integer", minimum: 0, maximum: 255 },
      message: {
        type: "string",
        pattern: "^[A-Za-z0-9_-]*$",
        maxLength: Math.ceil((mailboxMessageMost * 4) / 3),
      },
      after: { type: "integer", minimum: 0, maximum: 255 },
      wait: { type: "integer", minimum: 0, maximum: longPollMost },
    },
    allOf: [
      {
        if: { properties: { op: { const: "put" } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ["n", "message"] },
      },
      {
        if: { properties: { op: { const: "get" } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ["after"] },
      },
    ],
  },
};

/** Those who wait for a mailbox to change. Nothing is lost when they miss it: the next `get` reads the store. */
const createWaiters = () => {
  const waiting = new Map<string, Set<() => void>>();
  return {
    wake: (ch: string): void => {
      for (const resolve of waiting.get(ch) ?? []) resolve();
    },
    until: (ch: string, ms: number, after: (ms: number, run: () => void) => () => void): Promise<void> =>
      new Promise((resolve) => {
        const all = waiting.get(ch) ?? new Set();
        waiting.set(ch, all);
        const done = (): void => {
          cancel();
          all.delete(done);
          if (all.size === 0) waiting.delete(ch);
          resolve();
        };
        const cancel = after(ms, done);
        all.add(done);
      }),
  };
};

const answerOf = (
  answer: Extract<MailboxAnswer, { code: "open" }>,
  now: number,
  after?: number,
): PairAnswer => ({
  expiresIn: Math.max(0, answer.record.expiresAt - now),
  joined: answer.record.a !== undefined,
  ...(after === undefined
    ? {}
    : { messages: answer.record.messages.map((message, n) => ({ n, ...message })).slice(after) }),
});

export const pairRoutes = (server: FastifyInstance, context: HttpContext): void => {
  const { clock, store } = context.relay.context;
  const waiters = createWaiters();
  const step = (ch: string, given: MailboxStep): Promise<MailboxAnswer> =>
    store.changeMailbox(ch, clock.now(), (record) => stepMailbox(record, given, clock.now()));

  server.post<{ Body: PairRequest }>(paths.pair, { schema, bodyLimit: 16_384 }, async (request, reply) => {
    const retryAfter = context.rates.pair.take(request.ip);
    if (retryAfter > 0) return sendProblem(reply, "rate", retryAfter);
    const { body } = request;
    const endsAt = clock.now() + (body.op === "get" ? (body.wait ?? 0) : 0);
    for (;;) {
      const answer = await step(body.ch, body);
      if (answer.code === "closed") {
        waiters.wake(body.ch);
        return { expiresIn: 0, joined: false } satisfies PairAnswer;
      }
      if (answer.code !== "open") return sendProblem(reply, answer.code);
      if (body.op !== "get") {
        if (body.op !== "open") waiters.wake(body.ch);
        return answerOf(answer, clock.now());
      }
      const left = endsAt - clock.now();
      if (answer.record.messages.length > body.after || left <= 0 || context.isDraining())
        return answerOf(answer, clock.now(), body.after);
      await waiters.until(body.ch, left, clock.after);
    }
  });
};
