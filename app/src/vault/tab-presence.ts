/**
 * Presence between tabs, sealed like the frames of the wire: what one tab's editor says reaches the tab that talks to the
 * relay, and what other devices say reaches every tab.
 */
import {
  type DocId,
  headerEpoch,
  openPresence,
  type Presence,
  type PrincipalId,
  type Random,
  readU32,
  type SessionId,
  sealPresence,
  zeroId,
} from "@whisperwell/crypto";
import type { Session } from "./session.ts";
import type { TabMessage, TabSignal } from "./tab-signal.ts";

export interface HeardPresence {
  readonly deviceId: PrincipalId;
  readonly docId: DocId | undefined;
  /** Empty: closed there. Without a document: empty for a device that is there, `deviceLeft` for one that is not. */
  readonly awareness: Uint8Array;
}
/** Stands where an update would: the device is gone, as far as the tab that talks to the relay knows. */
export const deviceLeft = Uint8Array.of(0);

export interface TabPresence {
  readonly send: (heard: HeardPresence) => void;
  /** undefined for what does not open under the epoch of now. */
  readonly open: (message: Extract<TabMessage, { type: "presence" }>) => HeardPresence | undefined;
}

export const createTabPresence = (
  { signal, random }: { readonly signal: TabSignal; readonly random: Random },
  session: Session,
  tab: string,
): TabPresence => {
  let counter = 0;
  const epoch = () => headerEpoch(session.membership());
  return {
    send: ({ deviceId, docId, awareness }) => {
      const presence: Presence = {
        deviceId,
        session: zeroId as SessionId,
        counter: counter++,
        heard: [],
        docId,
        awareness,
      };
      const sealed = sealPresence(presence, epoch(), session.keyring, random);
      if (sealed.ok) signal.post({ type: "presence", from: tab, epoch: epoch(), sealed: sealed.value });
    },
    open: ({ sealed }) => {
      const opened = openPresence(sealed, session.keyring);
      return opened.ok && readU32(sealed, 0) === epoch() ? opened.value.presence : undefined;
    },
  };
};
