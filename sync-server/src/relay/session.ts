/**
 * One socket's conversation. Frames are dealt with in the order they came; what they start may end later.
 * Before READY only HELLO and AUTH are heard, in frames of at most 4 KiB and within ten seconds.
 */
import { assert, type Bytes, livePrincipal, type PrincipalId } from "@whisperwell/crypto";
import {
  authWithin,
  decodeFrame,
  encodeFrame,
  type Frame,
  frameBytesBeforeAuth,
  frameBytesMost,
  heartbeatEvery,
  silenceCloses,
} from "../wire/index.ts";
import { createAppends } from "./appends.ts";
import type { RelayContext } from "./context.ts";
import { createHandshake } from "./handshake.ts";
import { createPages, creditMost } from "./pages.ts";
import { createBucket } from "./rates.ts";
import { reconcile } from "./reconcile.ts";
import { epochOf, type LiveVault } from "./vaults.ts";

/** What the session needs of a socket; `close` may be called once, nothing is sent after it. */
export interface Wire {
  readonly send: (bytes: Bytes) => void;
  readonly close: (code: string) => void;
  /** Bytes handed over and not yet sent. */
  readonly backlog: () => number;
}
export interface Session {
  readonly receive: (bytes: Uint8Array) => void;
  /** The socket is gone. */
  readonly closed: () => void;
  /** Says why, then closes. */
  readonly goaway: (code: string, options?: { retryAfter?: number; proof?: Bytes }) => void;
  /** Heartbeat and silence; called every few seconds. */
  readonly tick: (now: number) => void;
  readonly sendEncoded: (bytes: Bytes) => void;
  /** For what may be lost: left out when the socket is behind. */
  readonly sendLossy: (bytes: Bytes) => void;
  readonly principalId: () => PrincipalId | undefined;
  /** Resolves when every APPEND received so far was answered. */
  readonly idle: () => Promise<void>;
  /** The same, and what was asked for was sent, or as much of it as the credit allows. */
  readonly settled: () => Promise<void>;
  readonly ping: () => void;
}

export interface Member {
  readonly vault: LiveVault;
  readonly principalId: PrincipalId;
  /** pusher: a device's service worker while it is locked. It brings what was sealed before, and reads nothing. */
  readonly role: "device" | "slot" | "pusher";
}

const lossyBacklog = 1 << 20;
/** Who asks and does not read: pages wait for credit, and of everything else no more is kept for a socket than this. */
const backlogMost = creditMost + (4 << 20);
const ephMost = 64 * 1024;

/** `as`: who was let in already, by a token. */
export const createSession = (context: RelayContext, wire: Wire, as?: Member): Session => {
  const { clock, limits } = context;
  const frames = createBucket(clock, limits.frames);
  let member: Member | undefined;
  let isOpen = true;
  let heardAt = clock.now();
  let pingedAt = heardAt;
  /** Frames wait in turn until the opening is through; afterwards each starts as it comes. */
  let opening: Promise<void> = Promise.resolve();
  let waiting = 0;

  const sendEncoded = (bytes: Bytes): void => {
    if (!isOpen) return;
    if (wire.backlog() > backlogMost) {
      context.metrics.goaway("slow");
      closed();
      wire.close("slow");
      return;
    }
    wire.send(bytes);
  };
  const send = (frame: Frame): number => {
    const bytes = encodeFrame(frame);
    sendEncoded(bytes);
    return bytes.length;
  };
  const sendPing = (): void => {
    assert(member !== undefined, "only members are pinged");
    const { vault } = member;
    send({ type: "ping", head: vault.head, mseq: vault.membership.mseq, epoch: epochOf(vault) });
  };
  const closed = (): void => {
    if (!isOpen) return;
    isOpen = false;
    cancelAuth();
    pages.stop();
    if (member !== undefined) context.news.leave(member.vault, session);
    context.sessions.delete(session);
  };
  const goaway: Session["goaway"] = (code, { retryAfter = 0, proof } = {}) => {
    if (!isOpen) return;
    send({ type: "goaway", code, retryAfter, proof });
    context.metrics.goaway(code);
    closed();
    wire.close(code);
  };
  const fail = (error: unknown): void => {
    context.report(error);
    goaway("busy", { retryAfter: 1000 });
  };
  const cancelAuth = clock.after(authWithin, () => {
    if (member === undefined) goaway("busy");
  });

  const handshake = createHandshake(context, send, goaway);
  const pages = createPages(context, send);
  const appends = createAppends(context, { send, sendPing, self: () => session });

  const sendEph = (bytes: Uint8Array, from: Member): void => {
    if (from.role !== "device" || bytes.length > ephMost) {
      goaway("malformed");
      return;
    }
    context.news.presence(from.vault, session, bytes.slice() as Bytes);
  };

  const handle = (frame: Frame, bytes: Uint8Array, from: Member): Promise<void> | undefined => {
    if (from.role === "pusher" && frame.type !== "append" && frame.type !== "pong") {
      goaway("signed-out");
      return undefined;
    }
    switch (frame.type) {
      case "append":
        appends.append(from, frame);
        return undefined;
      case "pong":
        appends.pong();
        return undefined;
      case "sub":
        if (frame.cursor.feedEpoch === context.store.feedEpoch)
          return pages.subscribe(from.vault.vaultId, frame);
        goaway("malformed");
        return undefined;
      case "fetch":
        return pages.fetch(from.vault.vaultId, frame);
      case "credit":
        pages.credit(frame.bytes);
        return undefined;
      case "eph":
        sendEph(bytes, from);
        return undefined;
      case "reconcile": {
        const want = reconcile(from.vault, frame.heads);
        appends.want(want.writers);
        send(want);
        return undefined;
      }
      default:
        goaway("malformed");
        return undefined;
    }
  };

  const introduce = async (frame: Frame, bytes: Uint8Array): Promise<void> => {
    const joined = await handshake.step(frame, bytes.slice());
    if (joined === undefined || !isOpen) return;
    if (joined.vault.sessions.size >= limits.sessionsMost) return goaway("busy", { retryAfter: 5000 });
    await context.news.arrive(joined.vault);
    const ready = await handshake.ready(joined);
    if (!isOpen) return context.news.leave(joined.vault, session);
    // Who was revoked since AUTH is in no list that the revocation went through: told here.
    if (livePrincipal(joined.vault.membership, joined.principalId) === undefined) {
      const proof = await context.vaults.revocation(joined.vault, joined.principalId);
      context.news.leave(joined.vault, session);
      return goaway("revoked", proof ? { proof } : {});
    }
    member = joined;
    cancelAuth();
    context.news.enter(joined.vault, session);
    send(ready);
    if (joined.vault.head > ready.head) send({ type: "wake", head: joined.vault.head });
  };

  const session: Session = {
    sendEncoded,
    closed,
    goaway,
    principalId: () => member?.principalId,
    idle: async () => {
      await opening;
      await appends.idle();
    },
    settled: async () => {
      await session.idle();
      await pages.settled();
    },
    ping: sendPing,
    sendLossy: (bytes) => {
      if (wire.backlog() < lossyBacklog) sendEncoded(bytes);
    },
    tick: (now) => {
      if (member === undefined) return;
      if (now - heardAt >= silenceCloses) return goaway("busy");
      if (now - pingedAt < heartbeatEvery) return;
      pingedAt = now;
      appends.ping();
    },
    receive: (bytes) => {
      if (!isOpen) return;
      heardAt = clock.now();
      const wait = frames.take();
      if (wait > 0) return goaway("rate", { retryAfter: wait });
      const frame = decodeFrame(bytes, member ? frameBytesMost : frameBytesBeforeAuth);
      if (!frame.ok) return goaway(frame.error.code === "too-big" ? "too-big" : "malformed");
      if (member !== undefined && waiting === 0) {
        handle(frame.value, bytes, member)?.catch(fail);
        return;
      }
      waiting += 1;
      opening = opening
        .then(() => (member ? handle(frame.value, bytes, member) : introduce(frame.value, bytes)))
        .catch(fail)
        .finally(() => {
          waiting -= 1;
        });
    },
  };
  context.sessions.add(session);
  if (as !== undefined) {
    member = as;
    cancelAuth();
    context.news.enter(as.vault, session);
  }
  return session;
};
