/**
 * Makes membership records: each issuer answers the signed envelope for the next mseq and the state after it, or the
 * rule it would break. A client that loses the race for its mseq takes the new head and issues the same intent again;
 * the co-signature stays good.
 */
import type { Bytes } from "../bytes.ts";
import { createEnvelope, encodeEnvelope, parseEnvelope, signEnvelope } from "../envelope.ts";
import { envelopeKinds, envelopeVersion } from "../envelope-header.ts";
import type { VerifiedEnvelope } from "../envelope-proof.ts";
import {
  createEpochKey,
  type EpochKey,
  epochCommitment,
  noEpochLink,
  openEpochBox,
  sealEpochBox,
  sealEpochLink,
} from "../epoch.ts";
import {
  type Hash,
  type PrincipalId,
  type VaultId,
  vaultTag,
  type WriterId,
  zeroHash,
  zeroId,
  zeroWriter,
} from "../ids.ts";
import { oldSeedBoxBytes, sealOldSeed } from "../local.ts";
import {
  isUsableXPub,
  type Principal,
  type PublicPrincipal,
  principalKindCodes,
  publicPrincipalOf,
} from "../principal.ts";
import type { Random } from "../random.ts";
import type { LookupId } from "../recovery-phrase.ts";
import { assert, err, ok, type Result } from "../result.ts";
import { equalSecret, nonceBytes } from "../sodium.ts";
import {
  type CoSignature,
  type EpochBlock,
  encodeRecordBody,
  type RecordBody,
  type RecordFields,
} from "./body.ts";
import { signAccept } from "./cosign.ts";
import { fitLabel, sealLabel } from "./label.ts";
import { type RecordRefused, reduceMembership } from "./reduce.ts";
import { genesisHashOf, vaultIdOf } from "./rules.ts";
import {
  currentEpoch,
  headerEpoch,
  isSlot,
  livePrincipals,
  type MembershipState,
  writersOf,
} from "./state.ts";

export interface IssueDeps {
  readonly random: Random;
  /** Milliseconds since 1970: information for people, no rule reads it. */
  readonly clock: { readonly now: () => number };
}
export interface Issued {
  readonly state: MembershipState;
  readonly envelope: VerifiedEnvelope;
  /** The item as it is stored and sent. */
  readonly item: Bytes;
  readonly body: RecordBody;
}
/** `epochKey` is the new one, proved: its own box was opened and matched the commitment. */
export type IssuedWithEpoch = Issued & { readonly epochKey: EpochKey };
/** epoch-key: the E_n given is not that of the log's head. */
export type IssueRefused = RecordRefused | { readonly code: "epoch-key" };
type Issuing<T = Issued> = Result<T, IssueRefused>;

const envelopeOf = (
  at: { readonly vaultId: VaultId; readonly state: MembershipState | undefined },
  body: RecordBody,
  signer: Principal,
): VerifiedEnvelope => {
  const { vaultId, state } = at;
  const header = {
    kind: envelopeKinds.membership,
    version: envelopeVersion,
    vaultId,
    writerId: zeroWriter,
    wseq: state === undefined ? 0 : state.mseq + 1,
    epoch: state === undefined ? 0 : headerEpoch(state),
    docTag: vaultTag,
    prev: state?.head ?? zeroHash,
    nonce: new Uint8Array(nonceBytes),
  };
  return signEnvelope(createEnvelope(header, encodeRecordBody(body), signer.id), signer);
};

/** What leaves has been read as others will read it. */
const issue = (
  deps: IssueDeps,
  state: MembershipState | undefined,
  signer: Principal,
  fields: RecordFields,
  coSignature?: CoSignature,
): Issuing => {
  const body: RecordBody = { signerId: signer.id, at: deps.clock.now(), fields, coSignature };
  const vaultId = state?.vaultId ?? vaultIdOf(genesisHashOf(encodeRecordBody(body)));
  const item = encodeEnvelope(envelopeOf({ vaultId, state }, body, signer));
  const parsed = parseEnvelope(item);
  assert(parsed.ok, "an envelope we made parses");
  const step = reduceMembership(state, parsed.value);
  return step.ok ? ok({ ...step.value, item }) : step;
};

const isCurrentKey = (state: MembershipState, { n, key }: EpochKey): boolean => {
  const epoch = state.epochs[n];
  return (
    epoch !== undefined &&
    n === currentEpoch(state) &&
    equalSecret(epochCommitment(key, { vaultId: state.vaultId, n }), epoch.commitment)
  );
};

interface NewEpoch {
  readonly epochKey: EpochKey;
  readonly block: EpochBlock;
}
/** A new epoch for exactly `live`; `previous` is undefined for epoch 0. */
const newEpoch = (
  { random }: IssueDeps,
  vaultId: VaultId,
  previous: EpochKey | undefined,
  live: readonly PublicPrincipal[],
): NewEpoch => {
  const n = previous === undefined ? 0 : previous.n + 1;
  const epochKey = createEpochKey(n, random);
  const context = { vaultId, n };
  const block: EpochBlock = {
    n,
    commitment: epochCommitment(epochKey.key, context),
    link:
      previous === undefined
        ? Uint8Array.from(noEpochLink)
        : sealEpochLink(epochKey.key, previous.key, context, random),
    boxes: [...live]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((to) => ({ principalId: to.id, box: sealEpochBox(epochKey.key, context, to, random) })),
  };
  return { epochKey, block };
};

/** The round trip of a new key: nothing uses it before its own box was opened as the record carries it. */
const proved = (issued: Issuing, { epochKey }: NewEpoch, signer: Principal): Issuing<IssuedWithEpoch> => {
  if (!issued.ok) return issued;
  const { state } = issued.value;
  const epoch = state.epochs[epochKey.n];
  const box = epoch?.boxes.get(signer.id);
  assert(epoch !== undefined && box !== undefined, "the signer is live and so has a box");
  const opened = openEpochBox(
    box,
    { vaultId: state.vaultId, n: epoch.n, commitment: epoch.commitment },
    signer,
  );
  assert(
    opened.ok && equalSecret(opened.value.key, epochKey.key),
    "a new epoch key comes back out of its box",
  );
  return ok({ ...issued.value, epochKey });
};

/** mseq 0: the vault and its id come into being. */
export const issueGenesis = (deps: IssueDeps, founder: Principal, writerIds: readonly WriterId[]): Issuing =>
  issue(deps, undefined, founder, {
    type: "genesis",
    random: deps.random.bytes(32),
    suite: 1,
    edPub: founder.edPub,
    xPub: founder.xPub,
    writerIds,
  });

/** mseq 1. */
export const issueFirstEpoch = (
  deps: IssueDeps,
  state: MembershipState,
  founder: Principal,
): Issuing<IssuedWithEpoch> => {
  const epoch = newEpoch(deps, state.vaultId, undefined, livePrincipals(state));
  return proved(issue(deps, state, founder, { type: "epoch", epoch: epoch.block }), epoch, founder);
};

export interface WithEpochKey {
  readonly signer: Principal;
  /** E_n of the log's head. */
  readonly epochKey: EpochKey;
}

/** New keys with nobody let in or out. */
export const issueEpoch = (
  deps: IssueDeps,
  state: MembershipState,
  { signer, epochKey }: WithEpochKey,
): Issuing<IssuedWithEpoch> => {
  if (!isCurrentKey(state, epochKey)) return err({ code: "epoch-key" });
  const epoch = newEpoch(deps, state.vaultId, epochKey, livePrincipals(state));
  return proved(issue(deps, state, signer, { type: "epoch", epoch: epoch.block }), epoch, signer);
};

export interface AddRequest extends WithEpochKey {
  readonly edPub: Bytes;
  readonly xPub: Bytes;
  readonly writerIds: readonly WriterId[];
  /** Cut to 62 bytes of UTF-8. */
  readonly label: string;
  /** Over `addIntent(edPub, xPub)`; absent when the signer is a slot. */
  readonly coSignature?: CoSignature;
}
/** Lets a device in: signed by a device with a slot's co-signature, or by the slot that opens the vault on it. */
export const issueAdd = (deps: IssueDeps, state: MembershipState, request: AddRequest): Issuing => {
  const { signer, epochKey, edPub, xPub, writerIds, label, coSignature } = request;
  if (!isCurrentKey(state, epochKey)) return err({ code: "epoch-key" });
  if (!isUsableXPub(xPub)) return err({ code: "weak-key" });
  const device = publicPrincipalOf("device", edPub, xPub);
  const fields: RecordFields = {
    type: "add",
    edPub,
    xPub,
    box: sealEpochBox(epochKey.key, { vaultId: state.vaultId, n: epochKey.n }, device, deps.random),
    writerIds,
    label: sealLabel(epochKey.key, device.id, fitLabel(label), deps.random),
  };
  return issue(deps, state, signer, fields, coSignature);
};

export interface SlotRequest extends WithEpochKey {
  /** With its secrets: it signs that it belongs to this vault. */
  readonly slot: Principal;
  /** Exactly for recovery phrases. */
  readonly lookupId?: LookupId;
  /** Passphrases with sign-in switched on: the hash of the sign-in slot's bytes. */
  readonly slotHash?: Hash;
  /** The live slot this one takes the place of; its seed unless it was forgotten. */
  readonly replaces?: { readonly oldId: PrincipalId; readonly oldSeed: Bytes | undefined };
  /** Over `slotIntent`, by a live slot; absent only for the very first slot. */
  readonly coSignature?: CoSignature;
}

/** The old seed for whoever opens the new slot, or zeros where it is not known any more. */
const oldSeedBoxOf = (
  { random }: IssueDeps,
  vaultId: VaultId,
  slot: Principal,
  { oldId, oldSeed }: { readonly oldId: PrincipalId; readonly oldSeed: Bytes | undefined },
): Bytes =>
  oldSeed === undefined
    ? new Uint8Array(oldSeedBoxBytes)
    : sealOldSeed({ id: oldId, seed: oldSeed }, slot, vaultId, random);

/** Adds a way in, or puts it in the place of another, which renews the keys. */
export const issueSlot = (
  deps: IssueDeps,
  state: MembershipState,
  request: SlotRequest,
): Issuing<IssuedWithEpoch> => {
  const { signer, epochKey, slot, replaces, coSignature } = request;
  const { vaultId, genesisHash } = state;
  if (!isCurrentKey(state, epochKey)) return err({ code: "epoch-key" });
  const left = livePrincipals(state).filter((member) => member.id !== replaces?.oldId);
  const epoch = replaces === undefined ? undefined : newEpoch(deps, vaultId, epochKey, [...left, slot]);
  const fields: RecordFields = {
    type: "slot",
    kind: principalKindCodes[slot.kind],
    edPub: slot.edPub,
    xPub: slot.xPub,
    accept: signAccept(slot, vaultId, genesisHash),
    box: sealEpochBox(epochKey.key, { vaultId, n: epochKey.n }, slot, deps.random),
    lookupId: request.lookupId ?? zeroId,
    slotHash: request.slotHash ?? zeroHash,
    replaces:
      replaces === undefined || epoch === undefined
        ? undefined
        : {
            oldId: replaces.oldId,
            oldSeedBox: oldSeedBoxOf(deps, vaultId, slot, replaces),
            epoch: epoch.block,
          },
  };
  const issued = issue(deps, state, signer, fields, coSignature);
  if (epoch !== undefined) return proved(issued, epoch, signer);
  return issued.ok ? ok({ ...issued.value, epochKey }) : issued;
};

/** More writers for the signing device: a new storage generation, more tabs, spares. */
export const issueWriter = (
  deps: IssueDeps,
  state: MembershipState,
  request: { readonly signer: Principal; readonly writerIds: readonly WriterId[] },
): Issuing => issue(deps, state, request.signer, { type: "writer", writerIds: request.writerIds });

export interface RevokeRequest extends WithEpochKey {
  readonly principalIds: readonly PrincipalId[];
  /** The last accepted envelope of each of their writers; a writer that is not in it has nothing accepted. */
  readonly heads: ReadonlyMap<WriterId, { readonly wseq: number; readonly hash: Hash }>;
  /** Takes fences below the relay's heads: the third try against a thief who keeps writing. */
  readonly cut: boolean;
  /** Over `revokeIntent(principalIds)`. */
  readonly coSignature: CoSignature;
}
/** Locks principals out: fences for their writers and a new epoch in one record, so there is no state in between. */
export const issueRevoke = (
  deps: IssueDeps,
  state: MembershipState,
  request: RevokeRequest,
): Issuing<IssuedWithEpoch> => {
  const { signer, epochKey, heads, cut, coSignature } = request;
  if (!isCurrentKey(state, epochKey)) return err({ code: "epoch-key" });
  const principalIds = [...new Set(request.principalIds)].sort();
  const left = livePrincipals(state).filter((member) => !principalIds.includes(member.id));
  if (!left.some(isSlot)) return err({ code: "last-slot" });
  const epoch = newEpoch(deps, state.vaultId, epochKey, left);
  const fences = principalIds
    .flatMap((id) => writersOf(state, id))
    .sort()
    .map((writerId) => ({ writerId, ...(heads.get(writerId) ?? { wseq: 0, hash: zeroHash }) }));
  const fields: RecordFields = { type: "revoke", principalIds, cut, fences, epoch: epoch.block };
  const issued = issue(deps, state, signer, fields, coSignature);
  return proved(issued, epoch, signer);
};
