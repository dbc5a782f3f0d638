/**
 * Who else is here. A frame counts only under the current epoch, with a rising counter, and when it names this very
 * session: a replay cannot know it. So two sessions greet each other first: a frame that does not name us is answered,
 * and the answer names its sender.
 * One goes out on connecting and to a session not heard before; on change and every 15 s only while another is there.
 */
import {
  type Bytes,
  concat,
  createKeyring,
  type DocId,
  type Keyring,
  openPresence,
  type Presence,
  type PrincipalId,
  presenceCounts,
  randomId,
  readU32,
  type SessionId,
  type SessionPrefix,
  sealPresence,
  sessionPrefixOf,
  u32,
} from "@whisperwell/crypto";
import type { Frame, Payloads } from "@whisperwell/sync-server/wire";
import { LogUnreadable } from "./guard.ts";
import type { Clock, LogPort } from "./ports.ts";

/** Another session that was heard within 35 s. `documents`: what it has open, with its awareness update. */
export interface Peer {
  readonly deviceId: PrincipalId;
  readonly session: SessionId;
  readonly documents: readonly { readonly docId: DocId; readonly awareness: Bytes }[];
}
export interface PresenceDeps {
  readonly clock: Clock;
  readonly log: Pick<LogPort, "vaultId" | "deviceId" | "epochKey" | "random" | "position" | "joins">;
  readonly send: (frame: Frame) => void;
  readonly onPeers: (peers: readonly Peer[]) => void;
}
export interface PresenceSession {
  readonly hear: (frame: Payloads["eph"]) => Promise<void>;
  /** undefined: no longer open here. */
  readonly setAwareness: (docId: DocId, awareness: Bytes | undefined) => void;
  /** Says what was held back while this device had not joined; nothing otherwise. */
  readonly greet: () => Promise<void>;
  readonly end: () => void;
}

export const onlineFor = 35_000;
const repeatEvery = 15_000;
/** Cursor moves are gathered this long. */
const gatherFor = 50;
/** Sessions remembered to be named: a vault has few devices, and a stranger cannot add any. */
const heardMost = 32;

interface Heard {
  readonly deviceId: PrincipalId;
  readonly session: SessionId;
  counter: number;
  /** It named us: it is really there. */
  confirmedAt: number | undefined;
  /** Repeated while open, so one that is not is closed, also when the word of it was lost. */
  readonly documents: Map<DocId, { readonly awareness: Bytes; readonly at: number }>;
}

export const createPresence = ({ clock, log, send, onPeers }: PresenceDeps): PresenceSession => {
  const session = randomId<SessionId>(log.random);
  const heard = new Map<SessionId, Heard>();
  const open = new Map<DocId, Bytes>();
  const changed = new Set<DocId>();
  let counter = 0;
  let ended = false;
  /** Nothing was said of this device because it had not joined yet. */
  let isHeldBack = false;
  let keyring: { readonly epoch: number; readonly keyring: Keyring } | undefined;
  let cancelGather: (() => void) | undefined;
  let cancelRepeat: () => void = () => undefined;

  /** undefined while the log does not answer: the conversation ends over it, presence is only not said. */
  const currentEpoch = async (): Promise<number | undefined> => {
    try {
      return (await log.position()).epoch;
    } catch (cause) {
      if (cause instanceof LogUnreadable) return undefined;
      throw cause;
    }
  };
  const currentKeyring = async (): Promise<typeof keyring> => {
    const epoch = await currentEpoch();
    if (epoch === undefined) return undefined;
    if (keyring?.epoch === epoch) return keyring;
    const key = log.epochKey(epoch);
    if (key === undefined || ended) return undefined;
    keyring?.keyring.wipe();
    keyring = { epoch, keyring: createKeyring(log.vaultId, [{ n: epoch, key }]) };
    return keyring;
  };

  const isRecent = (at: number | undefined) => at !== undefined && clock.now() - at < onlineFor;
  const peers = () => [...heard.values()].filter(({ confirmedAt }) => isRecent(confirmedAt));
  const toPeer = ({ deviceId, session: other, documents }: Heard): Peer => ({
    deviceId,
    session: other,
    documents: [...documents]
      .filter(([, { at }]) => isRecent(at))
      .map(([docId, { awareness }]) => ({ docId, awareness })),
  });
  let shown = "";
  /** A frame that only repeats that someone is there changes nothing for listeners. */
  const publish = () => {
    const now = peers();
    const key = now
      .map(({ session: other, counter: n, documents }) => `${other}/${documents.size === 0 ? 0 : n}`)
      .join(" ");
    if (key === shown) return;
    shown = key;
    onPeers(now.map(toPeer));
  };

  const say = async (docId: DocId | undefined, awareness: Bytes) => {
    isHeldBack = (await log.joins?.()) === true;
    const current = isHeldBack ? undefined : await currentKeyring();
    if (current === undefined || ended) return;
    const names = [...heard.keys()].slice(-heardMost).map(sessionPrefixOf);
    const presence: Presence = {
      deviceId: log.deviceId,
      session,
      counter: counter++,
      heard: names as SessionPrefix[],
      docId,
      awareness,
    };
    const sealed = sealPresence(presence, current.epoch, current.keyring, log.random);
    if (sealed.ok)
      send({ type: "eph", epoch: readU32(sealed.value, 0), sealed: sealed.value.subarray(4) as Bytes });
  };
  const sayEverything = async () => {
    if (open.size === 0) return say(undefined, new Uint8Array(0));
    for (const [docId, awareness] of open) await say(docId, awareness);
  };

  const repeat = () => {
    cancelRepeat = clock.after(repeatEvery, () => {
      if (peers().length > 0) void sayEverything();
      publish();
      repeat();
    });
  };

  const remember = ({ deviceId, session: other, counter: n }: Presence): Heard => {
    const known: Heard = {
      deviceId,
      session: other,
      counter: n,
      confirmedAt: undefined,
      documents: new Map(),
    };
    heard.set(other, known);
    for (const old of heard.keys()) {
      if (heard.size <= heardMost) break;
      heard.delete(old);
    }
    return known;
  };

  const take = (known: Heard, { counter: n, docId, awareness }: Presence) => {
    known.counter = n;
    known.confirmedAt = clock.now();
    for (const [id, { at }] of known.documents) if (!isRecent(at)) known.documents.delete(id);
    if (docId !== undefined && awareness.length > 0)
      known.documents.set(docId, { awareness: Uint8Array.from(awareness), at: clock.now() });
    else if (docId !== undefined) known.documents.delete(docId);
    else known.documents.clear();
    publish();
  };

  void sayEverything();
  repeat();
  return {
    hear: async ({ epoch, sealed }) => {
      const current = await currentKeyring();
      if (current === undefined || ended || epoch !== current.epoch) return;
      const opened = openPresence(concat(u32(epoch), sealed), current.keyring);
      if (!opened.ok) return; // noise: nothing rests on a presence frame
      const { presence } = opened.value;
      if (presence.session === session) return;
      const before = heard.get(presence.session);
      const known = before ?? remember(presence);
      const counts = presenceCounts(opened.value, {
        currentEpoch: current.epoch,
        session,
        lastCounter: before?.counter,
      });
      if (counts) take(known, presence);
      if (before === undefined) await sayEverything(); // it has not heard us, or we had forgotten it
    },
    setAwareness: (docId, awareness) => {
      if (awareness === undefined) open.delete(docId);
      else open.set(docId, awareness);
      changed.add(docId);
      if (ended || cancelGather !== undefined) return;
      cancelGather = clock.after(gatherFor, () => {
        cancelGather = undefined;
        const gathered = [...changed];
        changed.clear();
        if (peers().length === 0) return;
        for (const id of gathered) void say(id, open.get(id) ?? new Uint8Array(0));
      });
    },
    greet: async () => {
      if (isHeldBack && !ended) await sayEverything();
    },
    end: () => {
      ended = true;
      cancelGather?.();
      cancelRepeat();
      keyring?.keyring.wipe();
      onPeers([]);
    },
  };
};
