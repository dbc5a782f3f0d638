/** A new Yjs document of ours. Its client id comes from the injected generator: random per session, replayable in tests. */
import { type Random, readU32 } from "@whisperwell/crypto";
import * as Y from "yjs";

export const newDoc = (random: Random): Y.Doc => {
  const doc = new Y.Doc({ gc: true });
  doc.clientID = readU32(random.bytes(4), 0);
  return doc;
};
export const stateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdateV2(doc);
