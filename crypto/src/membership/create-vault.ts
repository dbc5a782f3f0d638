/** A new vault: genesis, epoch 0, and two independent ways in, before it holds a single word. */
import type { EpochKey } from "../epoch.ts";
import type { WriterId } from "../ids.ts";
import { zeroHash, zeroPrincipal } from "../ids.ts";
import { type Principal, principalKindCodes } from "../principal.ts";
import type { LookupId } from "../recovery-phrase.ts";
import { assert } from "../result.ts";
import { recordTypes } from "./body.ts";
import { cosign, slotIntent } from "./cosign.ts";
import { type IssueDeps, type Issued, issueFirstEpoch, issueGenesis, issueSlot } from "./issue.ts";
import type { MembershipState } from "./state.ts";

export interface FirstPrincipals {
  readonly device: Principal;
  /** Four. */
  readonly writerIds: readonly WriterId[];
  readonly passphrase: Principal;
  readonly phrase: Principal;
  readonly lookupId: LookupId;
}
export interface NewVault {
  readonly state: MembershipState;
  /** E_0. */
  readonly epochKey: EpochKey;
  /** mseq 0 to 3: genesis, epoch 0, slot of the passphrase, slot of the phrase (co-signed by the passphrase). */
  readonly records: readonly Issued[];
}

const made = <T>(issued: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  assert(issued.ok, "records of a vault with fresh keys break no rule");
  return issued.value;
};

/** All inputs are fresh; a refusal would be a bug, so it throws. */
export const createVault = (deps: IssueDeps, first: FirstPrincipals): NewVault => {
  const { device, writerIds, passphrase, phrase, lookupId } = first;
  const genesis = made(issueGenesis(deps, device, writerIds));
  const epoch = made(issueFirstEpoch(deps, genesis.state, device));
  const { epochKey } = epoch;
  const words = made(issueSlot(deps, epoch.state, { signer: device, epochKey, slot: passphrase }));
  const intent = slotIntent({
    kind: principalKindCodes.recovery,
    edPub: phrase.edPub,
    xPub: phrase.xPub,
    oldId: zeroPrincipal,
    lookupId,
    slotHash: zeroHash,
  });
  const coSignature = cosign(passphrase, words.state.vaultId, recordTypes.slot, intent);
  const recovery = made(
    issueSlot(deps, words.state, { signer: device, epochKey, slot: phrase, lookupId, coSignature }),
  );
  return { state: recovery.state, epochKey, records: [genesis, epoch, words, recovery] };
};
