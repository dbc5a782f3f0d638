/** Who was here and is not any more, by two pictures of the peers that follow each other. */
import type { DocId, PrincipalId, SessionId } from "@whisperwell/crypto";
import { modifyAwarenessUpdate } from "y-protocols/awareness";
import type { Peer } from "../sync/index.ts";

export interface Departures {
  /** Devices of which no session is left. */
  readonly devices: readonly PrincipalId[];
  /** An awareness update for each document that takes the carets of what left out of it. */
  readonly carets: readonly {
    readonly deviceId: PrincipalId;
    readonly docId: DocId;
    readonly awareness: Uint8Array;
  }[];
}

/** The same update, saying of every caret in it that it is gone; undefined for bytes that are no update: they showed nothing. */
const takenOut = (awareness: Uint8Array): Uint8Array | undefined => {
  try {
    return modifyAwarenessUpdate(awareness, () => null);
  } catch {
    return undefined;
  }
};

export const departures = (before: readonly Peer[], now: readonly Peer[]): Departures => {
  const devices = new Set(now.map(({ deviceId }) => deviceId));
  const open = new Map<SessionId, ReadonlySet<DocId>>(
    now.map(({ session, documents }) => [session, new Set(documents.map(({ docId }) => docId))]),
  );
  const carets = before.flatMap(({ deviceId, session, documents }) =>
    documents.flatMap(({ docId, awareness }) => {
      const removal = open.get(session)?.has(docId) === true ? undefined : takenOut(awareness);
      return removal === undefined ? [] : [{ deviceId, docId, awareness: removal }];
    }),
  );
  const gone = new Set(before.map(({ deviceId }) => deviceId).filter((deviceId) => !devices.has(deviceId)));
  return { devices: [...gone], carets };
};
