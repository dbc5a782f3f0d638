/** The built app: hashed files for ever, index.html and sw.js asked again each time, other names sent to the origin. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { HttpContext } from "./context.ts";
import { sendProblem } from "./problem.ts";

const operations = new Set(["/healthz", "/readyz", "/metrics"]);
const isPage = (url: string): boolean => !url.startsWith("/v1/") && !operations.has(url.split("?")[0] ?? "");
/** A name with a hash of eight or more, as the build writes them. */
const isHashed = (path: string): boolean => /[/\\]assets[/\\][^/\\]*-[\w-]{8,}\.\w+(\.(br|gz))?$/.test(path);

const notBuilt = "The app is not built here. Run `npm start`, or `npm run build` and start again.\n";

export const pageRoutes = async (server: FastifyInstance, context: HttpContext): Promise<void> => {
  const { appDir } = context.config;
  const root = appDir === undefined ? undefined : resolve(appDir);

  server.addHook("onRequest", async (request, reply) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || !isPage(request.url) || request.headers["x-forwarded-host"] !== undefined) return;
    const origin = new URL(context.origin());
    if (request.headers.host === origin.host) return;
    // Only the path: a browser ties the journal to its origin, so the page opens where the journal is.
    const path = request.url.startsWith("/") && !request.url.startsWith("//") ? request.url : "/";
    return reply.redirect(origin.origin + path, 307);
  });

  const hasApp = (): boolean => root !== undefined && existsSync(join(root, "index.html"));
  if (root !== undefined && hasApp())
    await server.register(fastifyStatic, {
      root,
      preCompressed: true,
      cacheControl: false,
      dotfiles: "ignore",
      setHeaders: (response, path) => {
        response.header("cache-control", isHashed(path) ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });

  const index = (reply: FastifyReply): FastifyReply => {
    if (!hasApp()) return reply.code(503).type("text/plain; charset=utf-8").send(notBuilt);
    return reply.sendFile("index.html");
  };
  if (!hasApp()) server.get("/", async (_request, reply) => index(reply));
  server.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === "GET" && isPage(request.url) && !/\.\w+(\?|$)/.test(request.url);
    return wantsPage && (request.headers.accept ?? "").includes("text/html")
      ? index(reply)
      : sendProblem(reply, "not-found");
  });
};
