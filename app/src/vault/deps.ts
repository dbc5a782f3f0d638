/** The world as the engine is given it. Nothing in the engine reaches for a global clock, generator, database or socket. */
import type { PassphraseError, PassphraseKdf, PassphraseKeys, Random, Result } from "@whisperwell/crypto";
import type { Clock, Network } from "../sync/ports.ts";
import type { Locks } from "./locks.ts";
import type { VaultStore } from "./store/port.ts";
import type { TabSignal } from "./tab-signal.ts";

/**
 * Remembers outside IndexedDB that a journal was set up in this browser: an empty database is then *vanished*, never a
 * fresh start. It holds one bit.
 */
export interface Marker {
  readonly isSet: () => Promise<boolean>;
  readonly set: () => Promise<void>;
}

export interface EngineDeps {
  readonly store: VaultStore;
  readonly locks: Locks;
  readonly signal: TabSignal;
  readonly clock: Clock;
  readonly random: Random;
  readonly marker: Marker;
  /** One Argon2id, in a worker of its own where there are workers. undefined: cancelled. */
  readonly stretch: (
    passphrase: string,
    kdf: PassphraseKdf,
    signal?: AbortSignal,
  ) => Promise<Result<PassphraseKeys, PassphraseError> | undefined>;
  readonly network: Network;
  /** Origin of the relay that served the app, as `URL.origin` spells it: where sync is turned on by default. */
  readonly origin: string;
  readonly appVersion: string;
  /** navigator.storage.estimate, where there is one. */
  readonly estimate?: () => Promise<{ readonly usage?: number; readonly quota?: number }>;
}
