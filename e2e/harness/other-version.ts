/** What answers where a relay was: one that speaks another version only. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { encodeFrame, paths } from "../../sync-server/src/wire/index.ts";

/** No version of ours, and none that a version of ours will ever be called. */
const foreign = 60_000;

const goaway = encodeFrame({ type: "goaway", code: "upgrade", retryAfter: 0, proof: undefined });
/** RFC 6455: the answer to the handshake, and one short binary message, which a server sends unmasked. */
const accepted = (key: string, protocol: string): string =>
  [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64")}`,
    `Sec-WebSocket-Protocol: ${protocol}`,
    "\r\n",
  ].join("\r\n");
const message = Buffer.concat([Buffer.from([0x82, goaway.length]), goaway]);

/** Listens on a relay's port until it is closed; nobody else may listen there meanwhile. */
export const standIn = async (url: string): Promise<{ readonly close: () => Promise<void> }> => {
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => {
    if (request.url !== paths.about) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ name: "whisperwell-relay", registration: "open", versions: [foreign] }));
  });
  server.on("upgrade", ({ headers }, socket) => {
    sockets.add(socket);
    // A page that goes away resets the connection; it is gone, and that is all there is to know.
    socket.on("error", () => socket.destroy());
    socket.write(
      accepted(
        String(headers["sec-websocket-key"]),
        String(headers["sec-websocket-protocol"]).split(",")[0] ?? "",
      ),
    );
    socket.once("data", () => socket.write(message));
  });
  server.listen(Number(new URL(url).port), "127.0.0.1");
  await once(server, "listening");
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
