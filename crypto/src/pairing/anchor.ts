/** A newcomer believes a relay's membership log only if it contains what the holder vouched for. */
import { equalBytes } from "../bytes.ts";
import type { MembershipLog } from "../membership/reduce.ts";
import { livePrincipal } from "../membership/state.ts";
import type { PublicPrincipal } from "../principal.ts";
import { err, ok, type Result } from "../result.ts";
import type { Anchor } from "./payloads.ts";

export type NotAnchored = {
  /** old-world: the log stops before the anchor, or is another branch (OLD_WORLD). not-added: no add of our keys in it. */
  readonly code: "other-vault" | "old-world" | "not-added";
};

/** Writer heads and feed are compared by whoever reads the feed; this is the membership half. */
export const reachesAnchor = (
  { state, steps }: MembershipLog,
  anchor: Pick<Anchor, "vaultId" | "genesisHash" | "mseq" | "mhash">,
  device: PublicPrincipal,
): Result<undefined, NotAnchored> => {
  if (state.vaultId !== anchor.vaultId || state.genesisHash !== anchor.genesisHash)
    return err({ code: "other-vault" });
  if (steps[anchor.mseq]?.envelope.hash !== anchor.mhash) return err({ code: "old-world" });
  const member = livePrincipal(state, device.id);
  const ours =
    member !== undefined && equalBytes(member.edPub, device.edPub) && equalBytes(member.xPub, device.xPub);
  return ours ? ok(undefined) : err({ code: "not-added" });
};
