/**
 * One origin for everything a figure opens in a browser: the bench page from a folder, and behind it the relay with the
 * built app. It can take the relay away and give it back.
 */
import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect, type Socket } from "node:net";
import { extname, join, normalize } from "node:path";

/** Under this path lies the bench page. */
export const pagePath = "/bench-page/";

export interface Front {
  readonly url: string;
  /** False: sockets end, and what is asked of the relay finds nobody. */
  readonly setReachable: (reachable: boolean) => void;
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

export const openFront = async (behind: number, pageDir: string): Promise<Front> => {
  const sockets = new Set<Socket>();
  let reachable = true;
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url ?? "/", "http://localhost");
    if (pathname.startsWith(pagePath)) {
      const file = join(pageDir, normalize(pathname.slice(pagePath.length) || "index.html"));
      if (!file.startsWith(pageDir) || !existsSync(file)) return void answer.writeHead(404).end();
      const type = types[extname(file)] ?? "application/octet-stream";
      answer.writeHead(200, { ...isolation, "content-type": type });
      createReadStream(file).pipe(answer);
      return;
    }
    if (!reachable) return void asked.socket.destroy();
    const { method, headers, url } = asked;
    const further = request({ host: "127.0.0.1", port: behind, path: url, method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    further.on("error", () => answer.destroy());
    asked.pipe(further);
  });
  server.on("upgrade", (asked, near: Socket, head) => {
    if (!reachable) return void near.destroy();
    const far = connect(behind, "127.0.0.1");
    const lines = asked.rawHeaders.flatMap((name, at, all) =>
      at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : [],
    );
    far.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    far.write(head);
    near.setNoDelay(true);
    far.setNoDelay(true);
    near.pipe(far).pipe(near);
    sockets.add(near);
    for (const socket of [near, far]) {
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        sockets.delete(near);
        near.destroy();
        far.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the front has no port");
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://localhost:${address.port}`,
    setReachable: (next) => {
      reachable = next;
      if (!next) cut();
    },
    close: async () => {
      cut();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
