import type { StorageState, SyncStatus } from "../../vault/index.ts";

/** What the sync sentence says, as a key of `shell:sync` with its values, and how loudly. */
export interface SyncWords {
  readonly key:
    | "onlyHere"
    | "onlyHereWithFile"
    | "connecting"
    | "pulling"
    | "waiting"
    | "others"
    | "joining"
    | "offlineJoining"
    | "files"
    | "everythingRelay"
    | "everythingDevices"
    | "someDevices"
    | "offline"
    | "offlineWaiting"
    | "full"
    | "signedOut"
    | "wayIn"
    | "upgrade"
    | "closed"
    | "revoked"
    | "stopped";
  readonly tone: "quiet" | "caution" | "danger";
  readonly count?: number;
  readonly of?: number;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

const refusals = {
  quota: "full",
  "relay-full": "full",
  "signed-out": "signedOut",
  "way-in": "wayIn",
  upgrade: "upgrade",
  "relay-version": "upgrade",
  closed: "closed",
  "relay-closed": "closed",
  revoked: "revoked",
} as const;

/** Pure and always true: nothing is called everywhere while anything waits. */
export const syncWordsOf = (status: SyncStatus, storage?: StorageState): SyncWords => {
  const { waitingEntries, waitingOthers, waitingFiles, otherDevices, upToDateDevices } = status;
  switch (status.link) {
    case "off":
      return storage?.lastBackup === undefined
        ? { key: "onlyHere", tone: "caution" }
        : { key: "onlyHereWithFile", tone: "quiet", since: storage.lastBackup.at };
    case "refused":
    case "stopped": {
      const key = Object.entries(refusals).find(([code]) => code === status.code)?.[1] ?? "stopped";
      return { key, tone: key === "full" ? "caution" : "danger", count: waitingEntries };
    }
    case "offline":
      if (status.joining === true) return { key: "offlineJoining", tone: "quiet", since: status.since };
      return waitingEntries > 0
        ? { key: "offlineWaiting", tone: "quiet", count: waitingEntries, since: status.since }
        : { key: "offline", tone: "quiet", since: status.since };
    case "connecting":
      if (status.joining === true) return { key: "joining", tone: "quiet" };
      return waitingEntries > 0
        ? { key: "waiting", tone: "quiet", count: waitingEntries }
        : { key: "connecting", tone: "quiet" };
    case "online":
      if (status.pulling !== undefined)
        return { key: "pulling", tone: "quiet", count: status.pulling.done, of: status.pulling.total };
      if (status.joining === true) return { key: "joining", tone: "quiet" };
      if (waitingEntries > 0) return { key: "waiting", tone: "quiet", count: waitingEntries };
      if (waitingOthers > 0) return { key: "others", tone: "quiet" };
      if (waitingFiles > 0) return { key: "files", tone: "quiet", count: waitingFiles };
      if (otherDevices === 0) return { key: "everythingRelay", tone: "quiet" };
      return upToDateDevices >= otherDevices
        ? { key: "everythingDevices", tone: "quiet", count: otherDevices }
        : { key: "someDevices", tone: "quiet", count: otherDevices, of: upToDateDevices };
  }
};
