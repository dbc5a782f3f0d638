/** What one relay allows: set by configuration, told to clients in READY. */
import type { Usage } from "../store/index.ts";
import type { Rate } from "./rates.ts";

export interface RelayLimits {
  /** Of one vault: envelopes and chunks together, and number of envelopes. */
  readonly quota: Usage;
  /** APPEND frames of one vault. */
  readonly appends: Rate;
  /** All frames of one socket. */
  readonly frames: Rate;
  /** New sockets of one address. */
  readonly connects: Rate;
  /** Sockets of one vault at a time. */
  readonly sessionsMost: number;
  /** Sockets that have not signed in, of all addresses together. */
  readonly strangersMost: number;
}

export const defaultLimits: RelayLimits = {
  quota: { bytes: 2 * 2 ** 30, items: 2_000_000 },
  appends: { perSecond: 500, burst: 4000 },
  frames: { perSecond: 1000, burst: 8000 },
  connects: { perSecond: 20, burst: 400 },
  sessionsMost: 64,
  // More than one address can open, at `connects`, in the time that the relay lets a stranger stay.
  strangersMost: 2048,
};

/** A full vault can still shrink: what lets it do so may exceed the quota by a tenth and 1 MiB. */
export const shrinkingBound = (quota: Usage): Usage => ({
  bytes: quota.bytes + Math.floor(quota.bytes / 10) + 2 ** 20,
  items: quota.items + Math.floor(quota.items / 10) + 1000,
});
