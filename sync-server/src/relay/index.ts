/** The relay without a network: sockets are handed in, so tests drive it with fakes and a clock turned by hand. */
import type { Random } from "@whisperwell/crypto";
import type { RelayStore } from "../store/index.ts";
import { createAnnouncer } from "./announce.ts";
import type { Clock } from "./clock.ts";
import type { RelayContext, RelayMetrics } from "./context.ts";
import type { RelayLimits } from "./limits.ts";
import { createBuckets } from "./rates.ts";
import { createSession, type Session, type Wire } from "./session.ts";
import { createVaults, type Vaults } from "./vaults.ts";

export { type Clock, systemClock } from "./clock.ts";
export type { RelayContext, RelayMetrics } from "./context.ts";
export { authenticate, chooseVersion } from "./handshake.ts";
export { defaultLimits, type RelayLimits, shrinkingBound } from "./limits.ts";
export { createBuckets, type Rate } from "./rates.ts";
export type { Session, Wire } from "./session.ts";
export type { LiveVault, Vaults } from "./vaults.ts";

export interface RelayDeps {
  readonly store: RelayStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: RelayLimits;
  readonly audience: () => string;
  readonly metrics: RelayMetrics;
  readonly report: (error: unknown) => void;
}
export interface Relay {
  readonly context: RelayContext;
  readonly vaults: Vaults;
  readonly connect: (wire: Wire) => Session;
  readonly sessionCount: () => number;
  /** GOAWAY to everyone, spread over two seconds so that they do not all come back at once. */
  readonly drain: () => Promise<void>;
}

const tickEvery = 5000;

export const createRelay = (deps: RelayDeps): Relay => {
  const sessions = new Set<Session>();
  const context: RelayContext = {
    ...deps,
    vaults: createVaults(deps.store),
    sessions,
    vaultAppends: createBuckets(deps.clock, deps.limits.appends),
    announce: createAnnouncer(),
  };
  const stopTicking = deps.clock.every(tickEvery, () => {
    const now = deps.clock.now();
    for (const session of sessions) session.tick(now);
  });
  return {
    context,
    vaults: context.vaults,
    connect: (wire) => createSession(context, wire),
    sessionCount: () => sessions.size,
    drain: async () => {
      stopTicking();
      const open = [...sessions];
      await Promise.all(open.map((session) => session.idle()));
      for (const session of open) {
        const spread = new DataView(deps.random.bytes(2).buffer).getUint16(0) % 2000;
        session.goaway("busy", { retryAfter: 500 + spread });
      }
    },
  };
};
