/** What all sessions of one relay share. */
import type { Random } from "@whisperwell/crypto";
import type { Collector } from "../collect/index.ts";
import type { RelayStore } from "../store/index.ts";
import type { Wake } from "../wake/index.ts";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { News } from "./news.ts";
import type { createBuckets } from "./rates.ts";
import type { Session } from "./session.ts";
import type { Vaults } from "./vaults.ts";

/** Counts without content: no vault, principal or address ever becomes a label. */
export interface RelayMetrics {
  readonly appended: (envelopes: number) => void;
  readonly refused: (code: string) => void;
  readonly goaway: (code: string) => void;
}

export interface RelayContext {
  readonly store: RelayStore;
  readonly vaults: Vaults;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: RelayLimits;
  /** The origin clients dial; it stands in what they sign. */
  readonly audience: () => string;
  readonly metrics: RelayMetrics;
  readonly sessions: Set<Session>;
  readonly vaultAppends: ReturnType<typeof createBuckets>;
  readonly news: News;
  readonly collector: Collector;
  /** A broken promise of our own code or of the disk: told without content, and the process lives on. */
  readonly report: (error: unknown) => void;
}
