/** /v1/sync: WebSockets handed to the relay. Each end of a bad one is its own; the process lives on. */
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { frameBytesMost, paths, protocolName } from "../wire/index.ts";
import type { HttpContext } from "./context.ts";

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/**
 * What a stranger may send in all: HELLO and AUTH in frames of at most 4 KiB. ws would hold a frame of 1 MiB until it
 * is whole, so the bytes are counted below it, with those that came along with the upgrade.
 */
const bytesBeforeAuth = 16 * 1024;

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

  /** Sockets not yet heard as members. They stay here until they are gone, also while they are being closed. */
  const strangers = new Set<Duplex>();

  /** Cuts off who sends too much before it is a member; stops counting with the first bytes of a member. */
  const watch = (socket: Duplex, isMember: () => boolean): void => {
    let received = 0;
    const leave = (): void => {
      strangers.delete(socket);
      socket.off("data", count);
      socket.off("close", leave);
    };
    const count = (bytes: Buffer): void => {
      received += bytes.length;
      if (isMember()) leave();
      else if (received > bytesBeforeAuth) socket.destroy();
    };
    strangers.add(socket);
    socket.on("close", leave);
    socket.prependListener("data", count); // before ws takes the bytes
  };

  const accept = (socket: WebSocket, duplex: Duplex): void => {
    const session = context.relay.connect({
      send: (bytes) => socket.send(bytes),
      // Who does not read would not read the end of it either, and its bytes would be kept until then.
      close: (code) => (code === "slow" ? socket.terminate() : socket.close(closeCodes[code] ?? 1008, code)),
      backlog: () => socket.bufferedAmount,
    });
    watch(duplex, () => session.principalId() !== undefined);
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
    if (strangers.size >= context.config.limits.strangersMost)
      return refuse(socket, "503 Service Unavailable");
    sockets.handleUpgrade(request, socket, head, (accepted) => accept(accepted, socket));
  });

  return {
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
};
