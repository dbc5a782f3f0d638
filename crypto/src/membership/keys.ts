/** From a principal's boxes in the log to every epoch key it may hold. */
import type { Bytes } from "../bytes.ts";
import { type EpochBoxError, type EpochKey, openEpochBox, openEpochLink } from "../epoch.ts";
import type { Principal } from "../principal.ts";
import { err, ok, type Result } from "../result.ts";
import type { MembershipState } from "./state.ts";

export type EpochKeys = ReadonlyMap<number, Bytes>;
export type EpochsUnreadable =
  | { readonly code: "no-box" }
  | {
      /** The alarm EPOCH_UNREADABLE: shown with what could be read; any other device can renew the keys. */
      readonly code: "epoch-unreadable";
      readonly unreadable: readonly { readonly n: number; readonly box: EpochBoxError["code"] | "none" }[];
      /** Keys that did open and matched their commitments. */
      readonly opened: EpochKeys;
    };

/**
 * E_n for all n up to the newest epoch this principal has a box of (the one in force while it is live): the newest by
 * its box, each older one by the link of the one after it, or by a box of its own where a link fails.
 */
export const openEpochKeys = (
  state: MembershipState,
  principal: Pick<Principal, "id" | "xPub" | "xSecret">,
): Result<EpochKeys, EpochsUnreadable> => {
  const { vaultId } = state;
  const newest = state.epochs.findLast((epoch) => epoch.boxes.has(principal.id));
  if (newest === undefined) return err({ code: "no-box" });
  const opened = new Map<number, Bytes>();
  const unreadable: { n: number; box: EpochBoxError["code"] | "none" }[] = [];
  let after: EpochKey | undefined;
  for (const { n, commitment, boxes } of state.epochs.slice(0, newest.n + 1).reverse()) {
    const link = state.epochs[n + 1]?.link;
    const linked =
      after !== undefined && link !== undefined
        ? openEpochLink(link, after.key, { vaultId, n: n + 1, previousCommitment: commitment })
        : undefined;
    const box = boxes.get(principal.id);
    const byBox = box === undefined ? undefined : openEpochBox(box, { vaultId, n, commitment }, principal);
    after = linked?.ok ? linked.value : byBox?.ok ? byBox.value : undefined;
    if (after === undefined)
      unreadable.push({ n, box: byBox === undefined || byBox.ok ? "none" : byBox.error.code });
    else opened.set(n, after.key);
  }
  return unreadable.length === 0 ? ok(opened) : err({ code: "epoch-unreadable", unreadable, opened });
};
