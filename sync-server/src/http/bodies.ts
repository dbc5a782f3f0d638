/**
 * How much of requests the relay holds at a time. A body is read whole before its route sees it, so who may send one, and
 * how many bytes are under way, is settled from the headers: what is refused is never read into memory.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { paths, type TokenScope } from "../wire/index.ts";
import { bearerOf } from "./bearer.ts";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";

const MiB = 1 << 20;
/** Of one address, and of all that bring no token. */
const strangers = { each: 4 * MiB, all: 32 * MiB };
/** Of one journal, and of all. */
const members = { each: 32 * MiB, all: 256 * MiB };
const retryAfter = 1000;

const scopes: Readonly<Record<string, readonly TokenScope[]>> = {
  [paths.blobs]: ["blob"],
  [paths.sync]: ["sync", "push"],
  [paths.account]: ["account"],
};

const createBudget = (most: { readonly each: number; readonly all: number }) => {
  const held = new Map<string, number>();
  let total = 0;
  const add = (key: string, bytes: number): void => {
    const now = (held.get(key) ?? 0) + bytes;
    total += bytes;
    if (now > 0) held.set(key, now);
    else held.delete(key);
  };
  return {
    /** False where there is no room; nothing was taken then. */
    take: (key: string, bytes: number): boolean => {
      if ((held.get(key) ?? 0) + bytes > most.each || total + bytes > most.all) return false;
      add(key, bytes);
      return true;
    },
    giveBack: (key: string, bytes: number): void => add(key, -bytes),
  };
};

/** What the route will read at most: a body that says nothing of its length may be as long as the route allows. */
const bytesOf = ({ headers, routeOptions }: FastifyRequest): number => {
  const most = routeOptions.bodyLimit ?? MiB;
  const declared = headers["content-length"];
  if (declared === undefined) return headers["transfer-encoding"] === undefined ? 0 : most;
  return /^\d{1,12}$/.test(declared) ? Math.min(Number(declared), most) : most;
};

export const boundBodies = (server: FastifyInstance, context: HttpContext): void => {
  const [ofStrangers, ofMembers] = [createBudget(strangers), createBudget(members)];
  server.addHook("onRequest", async (request, reply) => {
    const bytes = bytesOf(request);
    if (bytes === 0) return undefined;
    const wanted = scopes[request.routeOptions.url ?? ""];
    const bearer = wanted && (await bearerOf(context, request, wanted));
    if (bearer?.code === "signed-out") return sendProblem(reply, "signed-out");
    const [budget, key] =
      bearer === undefined ? [ofStrangers, request.ip] : [ofMembers, bearer.claims.vaultId];
    if (!budget.take(key, bytes)) return sendProblem(reply, "busy", retryAfter);
    // Held until the answer is out or the connection is gone: so long is the body in memory.
    reply.raw.once("close", () => budget.giveBack(key, bytes));
    return undefined;
  });
};
