/**
 * A newcomer's first look at the journal: only the membership log, taken whole, before it has a key to anything else. It
 * connects as the device that was just added, asks for the vault's own records, and believes them only if they hold
 * together and reach what the holder vouched for.
 */
import {
  type Anchor,
  type Bytes,
  err,
  type MembershipLog,
  ok,
  type Principal,
  type Result,
  reachesAnchor,
  readMembershipLog,
  sign,
} from "@whisperwell/crypto";
import { visitRelay } from "../../sync/index.ts";
import type { Clock, Network } from "../../sync/ports.ts";
import type { PairingError } from "../api.ts";

/** Pauses between tries: the other screen says *joined*, so the journal is there. */
const retryAfter = [500, 1000, 2000, 4000, 8000];

export interface FetchedMembership {
  readonly log: MembershipLog;
  /** Whole records, genesis first. */
  readonly items: readonly Bytes[];
}

export const fetchMembership = async (
  { network, clock }: { readonly network: Network; readonly clock: Clock },
  origin: string,
  anchor: Pick<Anchor, "vaultId" | "genesisHash" | "mseq" | "mhash">,
  device: Principal,
  signal: AbortSignal,
): Promise<Result<FetchedMembership, PairingError>> => {
  const identity = {
    vaultId: anchor.vaultId,
    deviceId: device.id,
    sign: (message: Uint8Array) => sign(message, device.edSecret),
  };
  for (const pause of [...retryAfter, undefined]) {
    const fetched = await visitRelay(
      { clock, network },
      origin,
      identity,
      (visit) => visit.membership(),
      signal,
    );
    if (signal.aborted) return err({ code: "cancelled" });
    if (fetched.ok) return believe(fetched.value, anchor, device);
    // A relay that does not know who was just added shows an older journal than the one that was vouched for.
    if (fetched.error.code === "signed-out") return err({ code: "old-world" });
    if (pause === undefined || fetched.error.code === "version") break;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(pause, resolve);
      signal.addEventListener("abort", () => {
        cancel();
        resolve();
      });
    });
  }
  return err({ code: "relay-unreachable" });
};

const believe = (
  items: readonly Bytes[],
  anchor: Parameters<typeof reachesAnchor>[1],
  device: Principal,
): Result<FetchedMembership, PairingError> => {
  const log = readMembershipLog(items);
  if (!log.ok) return err({ code: "tampered" });
  const reached = reachesAnchor(log.value, anchor, device);
  if (!reached.ok) return err({ code: reached.error.code === "old-world" ? "old-world" : "tampered" });
  return ok({ log: log.value, items });
};
