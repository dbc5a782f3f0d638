/** What y-websocket puts on the wire for one Yjs update. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as syncProtocol from "y-protocols/sync";

const messageSync = 0;

/** Read back at once, so that the peer's bytes are known to be what its server would accept. */
export const yWebsocketFrame = (update: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageSync);
  syncProtocol.writeUpdate(encoder, update);
  const frame = encoding.toUint8Array(encoder);
  if (decoding.readVarUint(decoding.createDecoder(frame)) !== messageSync)
    throw new Error("not a sync frame");
  return frame;
};
