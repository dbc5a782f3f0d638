/** /v1/sync: WebSockets handed to the relay. Each end of a bad one is its own; the process lives on. */
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { frameBytesMost, paths, protocolName } from "../wire/index.ts";
import type { HttpContext } from "./context.ts";

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** A page of another origin gets no socket; a program sends no Origin. */
export const isForeignOrigin = (origin: string | undefined, own: string): boolean =>
  origin !== undefined && origin !== own;

export interface Sockets {
  /** Ends those that have not gone by themselves. */
  readonly close: () => void;
}

/** 1000-range codes say the kind of end; the reason repeats the GOAWAY's code for logs of the client. */
const closeCodes: Readonly<Record<string, number>> = { busy: 1013, malformed: 1002, "too-big": 1009 };

export const openSockets = (server: Server, context: HttpContext): Sockets => {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: frameBytesMost,
    perMessageDeflate: false,
    clientTracking: true,
    handleProtocols: (offered) => (offered.has(protocolName) ? protocolName : false),
  });

  const accept = (socket: WebSocket): void => {
    const session = context.relay.connect({
      send: (bytes) => socket.send(bytes),
      close: (code) => socket.close(closeCodes[code] ?? 1008, code),
      backlog: () => socket.bufferedAmount,
    });
    socket.on("message", (data, isBinary) => {
      if (!isBinary || !Buffer.isBuffer(data)) session.goaway("malformed");
      else session.receive(data);
    });
    socket.on("close", session.closed);
    // ws closes by itself on what is not a WebSocket frame or too long; the close event follows.
    socket.on("error", session.closed);
  };

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    if (request.url?.split("?")[0] !== paths.sync) return refuse(socket, "404 Not Found");
    if (context.isDraining()) return refuse(socket, "503 Service Unavailable");
    if (isForeignOrigin(request.headers.origin, context.origin())) return refuse(socket, "403 Forbidden");
    if (context.rates.connect.take(request.socket.remoteAddress ?? "") > 0)
      return refuse(socket, "429 Too Many Requests");
    sockets.handleUpgrade(request, socket, head, accept);
  });

  return {
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
};
