/**
 * Keeps one relay and this device's log in step: dials, starts a session on READY, comes back after every loss with a
 * growing, random wait, and says at any moment how things stand.
 */
import { type Bytes, type DocId, err, type FeedEpoch, type Random, type Result } from "@whisperwell/crypto";
import { type FetchWanted, heartbeatEvery } from "@whisperwell/sync-server/wire";
import type { Observable, SyncStatus } from "../vault/api.ts";
import { createBackoff } from "./backoff.ts";
import { type Connection, type ConnectionEnd, connect, type Ready } from "./connection.ts";
import { createHolder, type Holder } from "./holder.ts";
import type { Clock, Lease, LogPort, Network } from "./ports.ts";
import { createPresence, type Peer, type PresenceSession } from "./presence.ts";
import type { ReadFault } from "./reader.ts";
import { isForUser } from "./refusal.ts";
import { createRelayHttp } from "./relay-http.ts";
import { createSession, type Session } from "./session.ts";
import { createStallWatch } from "./stall.ts";
import { initialStatus, reduceStatus, type SyncCounts, type SyncEvent } from "./status.ts";
import { createValue } from "./value.ts";

export interface SyncClientDeps {
  readonly clock: Clock;
  readonly network: Network;
  readonly log: LogPort;
  /** The lock `sync`; without it this client is the only one. */
  readonly lease?: Lease;
  /** What the log counts for the sentence. */
  readonly counts$?: Observable<SyncCounts>;
  readonly random?: Random;
}
export interface StartOptions {
  /** The relay was changed since the cursor was set: its feed epoch is new and no alarm. */
  readonly moved?: boolean;
  /** A person turned it on: the relay is filled, however often it began anew. */
  readonly fill?: boolean;
  /** Milliseconds since 1970 when the relay was last reached, from an earlier life of this tab. */
  readonly lastOnline?: number;
}
export interface SyncClient {
  /** `relayOrigin`: as `URL.origin` spells it, http or https. Starting again begins anew, also after a stop for cause. */
  readonly start: (relayOrigin: string, options?: StartOptions) => void;
  readonly stop: () => void;
  /** Something may have changed: the network is back, a person made room, *sync now*. Tries at once. */
  readonly nudge: () => void;
  /** After FEED_CHURN: a person wants the relay's new store filled from here all the same. */
  readonly fillRelay: () => void;
  readonly status$: Observable<SyncStatus>;
  /** Other sessions of this vault that are really there; empty while offline. */
  readonly peers$: Observable<readonly Peer[]>;
  /** What this tab has open; undefined closes it. Sent only while another is there. */
  readonly sendAwareness: (docId: DocId, awareness: Bytes | undefined) => void;
  readonly fetchBodies: (
    wanted: FetchWanted,
  ) => Promise<Result<readonly Bytes[], { readonly code: "offline" }>>;
  /** True while this tab talks for all. */
  readonly holding: () => boolean;
  /** True when nothing of ours waits or is on its way: attachments may go. */
  readonly textIsThrough: () => boolean;
  /** Called whenever text is through, and on connecting. */
  readonly onIdle: (listener: () => void) => () => void;
}

const healthyAfter = 10_000;
const heartbeatGrace = 5000;
const strikesMost = 3;
/** What needs a person is looked at again now and then: they may have acted at the relay. */
const refusedRetry = 5 * 60_000;
const aDay = 86_400_000;
const feedChangesMost = 2;

interface Link {
  readonly connection: Connection;
  session: Session | undefined;
  presence: PresenceSession | undefined;
}

export const createSyncClient = (deps: SyncClientDeps): SyncClient => {
  const { clock, network, log } = deps;
  const backoff = createBackoff(deps.random ?? log.random);
  const status = createValue(initialStatus(clock.now()));
  const peers = createValue<readonly Peer[]>([]);
  const awareness = new Map<DocId, Bytes>();
  const idleListeners = new Set<() => void>();
  const stall = createStallWatch({ clock, raise: log.raise });
  let relay: { readonly origin: string; moved: boolean } | undefined;
  let holder: Holder | undefined;
  let link: Link | undefined;
  let cancelRetry: () => void = () => undefined;
  let cancelHealthy: () => void = () => undefined;
  let strikes = 0;
  let offered = false;
  let feedChanges: { readonly feedEpoch: FeedEpoch; readonly at: number }[] = [];
  let uploadAllowed = false;

  const tell = (event: SyncEvent) => status.set(reduceStatus(status.get(), event, clock.now()));
  deps.counts$?.subscribe((counts) => {
    stall.waiting(counts.waitingEntries + counts.waitingOthers > 0);
    tell({ type: "counted", counts });
  });
  log.outbox.onChange(() => {
    link?.session?.outboxChanged();
    void link?.presence?.greet();
  });

  const hangUp = () => {
    cancelRetry();
    link?.connection.end();
  };
  const dialLater = (delay: number) => {
    cancelRetry();
    if (relay !== undefined && holder?.holding() === true) cancelRetry = clock.after(delay, dial);
  };
  /** Until `start`: an older app in front of a newer journal, a device that must not go on. */
  const stopFor = (code: string) => {
    tell({ type: "stopped", code });
    const old = holder;
    holder = undefined;
    old?.end();
    hangUp();
  };

  const onReadFault = (fault: ReadFault) => {
    switch (fault.code) {
      case "page-invalid":
        strikes += 1;
        if (strikes >= strikesMost) tell({ type: "stopped", code: "PAGE_INVALID" });
        void log.raise("PAGE_INVALID", { detail: fault.detail });
        return link?.connection.end();
      case "rollback":
        // Our own words still go up; the feed's numbers mean nothing any more.
        strikes = strikesMost;
        void log.raise("ROLLBACK", { what: fault.what, head: fault.head });
        return tell({ type: "stopped", code: "ROLLBACK" });
      case "update-needed":
        return stopFor("update-needed");
      case "stale-holder":
        return holder?.lost();
      case "storage":
        link?.connection.end();
        return refuse("storage");
    }
  };

  const onFeedChanged = async (feedEpoch: FeedEpoch): Promise<boolean> => {
    const now = clock.now();
    const before = feedChanges.filter(({ at }) => now - at < aDay);
    feedChanges = before.at(-1)?.feedEpoch === feedEpoch ? before : [...before, { feedEpoch, at: now }];
    const inADay = (await log.noteFeedEpoch?.(feedEpoch, now)) ?? feedChanges.length;
    if (inADay <= feedChangesMost || uploadAllowed) return true;
    await log.raise("FEED_CHURN", { changes: inADay });
    return false;
  };

  const onReady = (current: Link, ready: Ready) => {
    tell({ type: "ready" });
    stall.reached();
    cancelHealthy = clock.after(healthyAfter, backoff.reset);
    current.session = createSession({
      clock,
      log,
      ready,
      send: current.connection.send,
      moved: relay?.moved ?? false,
      mayRead: strikes < strikesMost,
      onFeedChanged: () => onFeedChanged(ready.feedEpoch),
      onReadFault,
      onBroken: (detail) => onReadFault({ code: "page-invalid", detail }),
      onRefused: (code) => {
        tell({ type: "refused", code });
        cancelRetry();
        cancelRetry = clock.after(refusedRetry, () => current.session?.unblock());
      },
      onAccepted: () => {
        stall.settled();
        tell({ type: "accepted" });
      },
      onProgress: (applied, head) => {
        strikes = 0;
        tell({ type: "pulled", done: applied, total: head });
      },
      onIdle: () => {
        stall.settled();
        for (const listener of idleListeners) listener();
      },
    });
    current.presence = createPresence({
      clock,
      log,
      send: current.connection.send,
      onPeers: peers.set,
    });
    for (const [docId, bytes] of awareness) current.presence.setAwareness(docId, bytes);
  };

  /** A relay whose store is gone does not know the vault: it is made again there, once, before anyone is bothered. */
  const offerVault = async (origin: string): Promise<boolean> => {
    if (offered) return false;
    offered = true;
    const made = await createRelayHttp(network, origin).createVault(await log.membership(0));
    return made.ok && !made.value.known;
  };

  const onEnd = async (end: ConnectionEnd, wasReady: boolean) => {
    cancelHealthy();
    link?.session?.end();
    link?.presence?.end();
    link = undefined;
    if (relay === undefined || holder?.holding() !== true) return;
    tell({ type: "lost" });
    if (end.kind === "version") return refuse("upgrade");
    if (end.kind === "malformed" && wasReady) await log.raise("PAGE_INVALID", { detail: end.detail });
    if (end.kind !== "goaway") return dialLater(backoff.next());
    if (end.code === "malformed" || end.code === "too-big") await log.raise("BUG", { code: end.code });
    if (!isForUser(end.code)) return dialLater(Math.max(end.retryAfter, backoff.next()));
    if (end.code === "signed-out" && !wasReady && (await offerVault(relay.origin))) return dial();
    const proven =
      end.code !== "revoked" ||
      (end.proof !== undefined && (await log.provesRevocation?.(end.proof.slice())) === true);
    refuse(proven ? end.code : "signed-out");
  };
  const refuse = (code: string) => {
    tell({ type: "refused", code });
    dialLater(refusedRetry);
  };

  const dial = () => {
    cancelRetry();
    if (relay === undefined || link !== undefined || holder?.holding() !== true) return;
    const connection = connect({ clock, network, log }, relay.origin, {
      onReady: (ready) => onReady(current, ready),
      onFrame: (frame, bytes) => {
        if (frame.type === "eph") void current.presence?.hear(frame);
        current.session?.handle(frame, bytes);
      },
      onEnd: (end, wasReady) => void onEnd(end, wasReady),
    });
    const current: Link = { connection, session: undefined, presence: undefined };
    link = current;
  };

  const stop = () => {
    relay = undefined;
    const old = holder;
    holder = undefined;
    old?.end();
    hangUp();
    stall.stop();
    tell({ type: "turned-off" });
  };

  return {
    start: (relayOrigin, { moved = false, fill = false, lastOnline } = {}) => {
      if (relay !== undefined) stop();
      uploadAllowed ||= fill;
      relay = { origin: new URL(relayOrigin).origin, moved };
      strikes = 0;
      offered = false;
      backoff.reset();
      stall.start(lastOnline);
      tell({ type: "turned-on" });
      holder = createHolder({
        clock,
        lease: deps.lease,
        onHold: dial,
        onLoss: () => {
          hangUp();
          tell({ type: "lost" });
        },
      });
      holder.begin();
    },
    stop,
    fillRelay: () => {
      uploadAllowed = true;
      link?.connection.end();
    },
    nudge: () => {
      offered = false;
      backoff.reset();
      const isDead = link !== undefined && link.connection.silentFor() > heartbeatEvery + heartbeatGrace;
      if (isDead) link?.connection.end();
      if (link === undefined) dial();
      else link.session?.unblock();
    },
    status$: status,
    peers$: peers,
    sendAwareness: (docId, bytes) => {
      if (bytes === undefined) awareness.delete(docId);
      else awareness.set(docId, bytes);
      link?.presence?.setAwareness(docId, bytes);
    },
    fetchBodies: (wanted) =>
      link?.session?.fetchBodies(wanted) ?? Promise.resolve(err({ code: "offline" as const })),
    holding: () => holder?.holding() ?? false,
    textIsThrough: () => link?.session?.idle() ?? false,
    onIdle: (listener) => {
      idleListeners.add(listener);
      return () => {
        idleListeners.delete(listener);
      };
    },
  };
};
