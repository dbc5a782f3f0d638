/**
 * A gate between browsers and a relay: passes bytes both ways, and can hold back what the relay answers, so that a relay
 * can be killed when it has stored something and nobody has heard so.
 */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface Gate {
  readonly url: string;
  /** From now on nothing the relay says goes through. Answers when it has said at least so many bytes. */
  readonly hold: () => { readonly answered: (bytes: number) => Promise<void> };
  /** Drops every connection, and with it what was held back. Later ones pass again. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

export const openGate = async (behind: number): Promise<Gate> => {
  const sockets = new Set<Socket>();
  let holding: ((bytes: number) => void) | undefined;
  const server = createServer((near) => {
    const far = connect(behind, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      // A cut connection errs on both sides; each is then gone, and that is all there is to know.
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on("data", (bytes) => far.write(bytes));
    far.on("data", (bytes) => {
      if (holding === undefined) near.write(bytes);
      else holding(bytes.length);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate has no port");
  const cut = () => {
    holding = undefined;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://localhost:${address.port}`,
    hold: () => {
      let held = 0;
      const waiting = new Set<() => void>();
      holding = (bytes) => {
        held += bytes;
        for (const look of waiting) look();
      };
      return {
        answered: (bytes) =>
          new Promise((resolve) => {
            const look = () => {
              if (held >= bytes) resolve();
            };
            waiting.add(look);
            look();
          }),
      };
    },
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, "close");
    },
  };
};
