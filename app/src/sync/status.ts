/**
 * The sync sentence's state, a pure function of what happened, so that it is always true:
 * `online` only between READY and the end of that connection; `offline` since the moment it ended, however often it was
 * tried again; `refused` while the relay takes nothing and a person can change that; `stopped` until started anew.
 */
import type { SyncStatus } from "../vault/api.ts";

export type SyncCounts = Pick<
  SyncStatus,
  "waitingEntries" | "waitingOthers" | "waitingFiles" | "otherDevices" | "upToDateDevices" | "joining"
>;
export type SyncEvent =
  | { readonly type: "turned-off" }
  | { readonly type: "turned-on" }
  | { readonly type: "ready" }
  | { readonly type: "lost" }
  /** A refusal of the class *needs the user*. */
  | { readonly type: "refused"; readonly code: string }
  /** The cause was cleared while the connection stands. */
  | { readonly type: "accepted" }
  | { readonly type: "stopped"; readonly code: string }
  /** Feed changes applied of those known to be there; equal means caught up. */
  | { readonly type: "pulled"; readonly done: number; readonly total: number }
  | { readonly type: "counted"; readonly counts: SyncCounts };

export const noCounts: SyncCounts = {
  waitingEntries: 0,
  waitingOthers: 0,
  waitingFiles: 0,
  otherDevices: 0,
  upToDateDevices: 0,
};
export const initialStatus = (now: number): SyncStatus => ({ link: "off", since: now, ...noCounts });

const linked = (status: SyncStatus, now: number, link: SyncStatus["link"], code?: string): SyncStatus => {
  if (status.link === link && status.code === code) return status;
  const { code: _code, pulling: _pulling, ...kept } = status;
  const since = status.link === link ? status.since : now;
  return { ...kept, link, since, ...(code === undefined ? {} : { code }) };
};
const withoutPulling = ({ pulling: _pulling, ...kept }: SyncStatus): SyncStatus => kept;

export const reduceStatus = (status: SyncStatus, event: SyncEvent, now: number): SyncStatus => {
  switch (event.type) {
    case "turned-off":
      return linked(status, now, "off");
    case "turned-on":
      return linked(status, now, "connecting");
    case "ready":
      return status.link === "off" || status.link === "stopped" ? status : linked(status, now, "online");
    case "accepted":
      return status.link === "refused" ? linked(status, now, "online") : status;
    case "lost":
      return status.link === "off" || status.link === "stopped" ? status : linked(status, now, "offline");
    case "refused":
      return status.link === "off" || status.link === "stopped"
        ? status
        : linked(status, now, "refused", event.code);
    case "stopped":
      return status.link === "off" ? status : linked(status, now, "stopped", event.code);
    case "pulled": {
      if (status.link !== "online") return status;
      if (event.done < event.total) return { ...status, pulling: { done: event.done, total: event.total } };
      return status.pulling === undefined ? status : withoutPulling(status);
    }
    case "counted":
      return { ...status, ...event.counts };
  }
};
