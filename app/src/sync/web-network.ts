/** Sockets and fetch of the platform: a browser, a worker, or Node 24. */
import { protocolName } from "@whisperwell/sync-server/wire";
import type { Network } from "./ports.ts";

export const createWebNetwork = (
  platform: Pick<typeof globalThis, "WebSocket" | "fetch"> = globalThis,
): Network => ({
  fetch: (input, init) => platform.fetch(input, init),
  dial: (url, events) => {
    const socket = new platform.WebSocket(url, protocolName);
    socket.binaryType = "arraybuffer";
    let closed = false;
    const close = () => {
      if (closed) return;
      closed = true;
      events.onClose();
    };
    socket.addEventListener("open", () => {
      if (!closed) events.onOpen();
    });
    socket.addEventListener("message", ({ data }) => {
      if (closed) return;
      if (data instanceof ArrayBuffer) events.onFrame(new Uint8Array(data));
      else socket.close(1003); // text is no frame of ours
    });
    socket.addEventListener("close", close);
    return {
      send: (frame) => {
        if (socket.readyState === platform.WebSocket.OPEN) socket.send(frame);
      },
      // A half-open socket never fires `close` of its own: whoever hangs up is told at once.
      close: () => {
        socket.close();
        close();
      },
      buffered: () => socket.bufferedAmount,
    };
  },
});
