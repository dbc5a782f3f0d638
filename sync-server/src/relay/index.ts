/** The relay without a network: sockets are handed in, so tests drive it with fakes and a clock turned by hand. */
import type { Random } from "@whisperwell/crypto";
import { createCollector } from "../collect/index.ts";
import type { RelayStore } from "../store/index.ts";
import { createWakeAlone, type Wake } from "../wake/index.ts";
import type { Clock } from "./clock.ts";
import type { RelayContext, RelayMetrics } from "./context.ts";
import type { RelayLimits } from "./limits.ts";
import { createNews } from "./news.ts";
import { createBuckets } from "./rates.ts";
import { createSession, type Member, type Session, type Wire } from "./session.ts";
import { createVaults, type Vaults } from "./vaults.ts";

export { type Clock, systemClock } from "./clock.ts";
export type { RelayContext, RelayMetrics } from "./context.ts";
export { authenticate, chooseVersion, readyFrame } from "./handshake.ts";
export { defaultLimits, type RelayLimits, shrinkingBound } from "./limits.ts";
export { createBuckets, type Rate } from "./rates.ts";
export type { Member, Session, Wire } from "./session.ts";
export type { LiveVault, Vaults } from "./vaults.ts";

export interface RelayDeps {
  readonly store: RelayStore;
  /** How relays over one store hear of each other; by itself a relay needs none. */
  readonly wake?: Wake;
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
  readonly connect: (wire: Wire, as?: Member) => Session;
  readonly sessionCount: () => number;
  /** GOAWAY to everyone, spread over two seconds so that they do not all come back at once. */
  readonly drain: () => Promise<void>;
}

const tickEvery = 5000;
/** How often what other relays added is looked for, when no word of it came. */
const lookEvery = 15_000;

export const createRelay = (deps: RelayDeps): Relay => {
  const sessions = new Set<Session>();
  const vaults = createVaults(deps.store);
  const wake = deps.wake ?? createWakeAlone(deps.clock);
  const news = createNews(vaults, wake, deps.report);
  const collector = createCollector({ ...deps, vaults });
  const context: RelayContext = {
    ...deps,
    vaults,
    wake,
    news,
    collector,
    sessions,
    vaultAppends: createBuckets(deps.clock, deps.limits.appends),
  };
  const look = async (): Promise<void> => {
    for (const vault of vaults.live()) if (vault.sessions.size > 0) await news.catchUp(vault);
  };
  const stopLooking = deps.store.isShared
    ? deps.clock.every(lookEvery, () => void look().catch(deps.report))
    : () => undefined;
  const stopTicking = deps.clock.every(tickEvery, () => {
    const now = deps.clock.now();
    for (const session of sessions) session.tick(now);
  });
  return {
    context,
    vaults: context.vaults,
    connect: (wire, as) => createSession(context, wire, as),
    sessionCount: () => sessions.size,
    drain: async () => {
      stopTicking();
      stopLooking();
      collector.stop();
      const open = [...sessions];
      await Promise.all(open.map((session) => session.idle()));
      for (const session of open) {
        const spread = new DataView(deps.random.bytes(2).buffer).getUint16(0) % 2000;
        session.goaway("busy", { retryAfter: 500 + spread });
      }
    },
  };
};
