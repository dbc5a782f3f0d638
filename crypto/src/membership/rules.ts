/**
 * The rules of the membership log, one function a record type: pure, without a key, the same on relay and client.
 * Chain and signature are checked before (reduce.ts). Each refusal has one stable code.
 */
import { type Bytes, concat, equalBytes, utf8 } from "../bytes.ts";
import { noEpochLink } from "../epoch.ts";
import { type Hash, idOf, type PrincipalId, type VaultId, type WriterId, zeroHash, zeroId } from "../ids.ts";
import { isUsableXPub, type PublicPrincipal, principalKindOf, publicPrincipalOf } from "../principal.ts";
import type { LookupId } from "../recovery-phrase.ts";
import { err, ok, type Result } from "../result.ts";
import { hash256 } from "../sodium.ts";
import { type EpochBlock, encodeRecordBody, type RecordBody, type RecordFields } from "./body.ts";
import { intentOf, verifyAccept, verifyCoSignature } from "./cosign.ts";
import {
  currentEpoch,
  isSlot,
  livePrincipal,
  livePrincipals,
  liveSlots,
  type Member,
  type MembershipState,
  type MemberWriter,
  writerPrefix,
  writersOf,
} from "./state.ts";

export type RuleBroken =
  | "suite"
  | "genesis-misplaced"
  | "epoch-zero-misplaced"
  | "signer-not-founder"
  | "signer-not-live"
  | "signer-not-device"
  | "weak-key"
  | "id-known"
  | "writer-taken"
  | "writers-missing"
  | "slot-kind"
  | "lookup-id"
  | "slot-hash"
  | "accept"
  | "replaced-not-live-slot"
  | "revoke-empty"
  | "revoke-self"
  | "revoke-not-live"
  | "last-slot"
  | "fence-set"
  | "fence-form"
  | "epoch-serial"
  | "epoch-link"
  | "epoch-set"
  | "cosignature-missing"
  | "cosignature-unasked"
  | "cosigner-not-live-slot"
  | "cosignature";
type Ruled<T> = Result<T, { readonly code: RuleBroken }>;
const broken = (code: RuleBroken) => err({ code });

/** Where a record stands in the log; its hash is the envelope's. */
export interface RecordPlace {
  readonly mseq: number;
  readonly hash: Hash;
}
type Fields<Type extends RecordFields["type"]> = Extract<RecordFields, { readonly type: Type }>;
interface Context extends RecordPlace {
  readonly state: MembershipState;
  readonly body: RecordBody;
}

/** H("ww/1/genesis" ‖ genesis body, its zero co-signature included). */
export const genesisHashOf = (body: Uint8Array): Hash => idOf(hash256(concat(utf8("ww/1/genesis"), body)));
export const vaultIdOf = (genesisHash: Hash): VaultId => genesisHash.slice(0, 32) as VaultId;

const memberOf = (
  principal: PublicPrincipal,
  context: { mseq: number; body: RecordBody; epoch: number },
): Member => ({
  ...principal,
  joinedAt: { mseq: context.mseq, ms: context.body.at },
  joinedEpoch: context.epoch,
  revokedAt: undefined,
  label: undefined,
  lookupId: undefined,
  signInSlotHash: undefined,
  accept: undefined,
  replaced: undefined,
});

const withMember = (state: MembershipState, member: Member): MembershipState => ({
  ...state,
  principals: new Map(state.principals).set(member.id, member),
});

const withWriters = (
  state: MembershipState,
  device: PrincipalId,
  writerIds: readonly WriterId[],
  mseq: number,
): Ruled<MembershipState> => {
  const writers = new Map<WriterId, MemberWriter>(state.writers);
  const writersByPrefix = new Map(state.writersByPrefix);
  for (const writerId of writerIds) {
    const prefix = writerPrefix(writerId);
    if (/^0+$/.test(prefix) || writersByPrefix.has(prefix)) return broken("writer-taken");
    writers.set(writerId, { device, registeredAt: mseq, fence: undefined });
    writersByPrefix.set(prefix, writerId);
  }
  return ok({ ...state, writers, writersByPrefix });
};

/** `state` already holds who is live after the record. */
const withEpoch = (state: MembershipState, block: EpochBlock, mseq: number): Ruled<MembershipState> => {
  if (block.n !== currentEpoch(state) + 1) return broken("epoch-serial");
  if (equalBytes(block.link, noEpochLink) !== (block.n === 0)) return broken("epoch-link");
  const live = livePrincipals(state)
    .map((member) => member.id)
    .sort();
  const boxed = block.boxes.map((box) => box.principalId);
  if (live.length !== boxed.length || live.some((id, i) => id !== boxed[i])) return broken("epoch-set");
  const { n, commitment, link } = block;
  const boxes = new Map(block.boxes.map(({ principalId, box }) => [principalId, box]));
  return ok({ ...state, epochs: [...state.epochs, { n, mseq, commitment, link, boxes }] });
};

const withBox = (state: MembershipState, id: PrincipalId, box: Bytes): MembershipState => ({
  ...state,
  epochs: state.epochs.map((epoch) =>
    epoch.n === currentEpoch(state) ? { ...epoch, boxes: new Map(epoch.boxes).set(id, box) } : epoch,
  ),
});

const revoked = (
  state: MembershipState,
  ids: readonly PrincipalId[],
  at: { readonly mseq: number; readonly ms: number },
): MembershipState => ({
  ...state,
  principals: new Map(
    [...state.principals].map(([id, member]) => [
      id,
      ids.includes(id) ? { ...member, revokedAt: at } : member,
    ]),
  ),
});

const checkCoSignature = ({ state, body }: Context, asked: boolean): Ruled<undefined> => {
  const { fields, coSignature } = body;
  if (!asked) return coSignature === undefined ? ok(undefined) : broken("cosignature-unasked");
  const intent = intentOf(fields);
  if (coSignature === undefined || intent === undefined) return broken("cosignature-missing");
  const cosigner = livePrincipal(state, coSignature.cosignerId);
  if (cosigner === undefined || !isSlot(cosigner)) return broken("cosigner-not-live-slot");
  return verifyCoSignature(coSignature, cosigner.edPub, state.vaultId, intent.type, intent.intent)
    ? ok(undefined)
    : broken("cosignature");
};

const checkNewcomer = (state: MembershipState, principal: PublicPrincipal): Ruled<undefined> => {
  if (!isUsableXPub(principal.xPub)) return broken("weak-key");
  return state.principals.has(principal.id) ? broken("id-known") : ok(undefined);
};

const applyEpoch = (context: Context, fields: Fields<"epoch">): Ruled<MembershipState> => {
  const cosigned = checkCoSignature(context, false);
  return cosigned.ok ? withEpoch(context.state, fields.epoch, context.mseq) : cosigned;
};

const applyAdd = (context: Context, fields: Fields<"add">): Ruled<MembershipState> => {
  const { state, body, mseq } = context;
  const signer = livePrincipal(state, body.signerId);
  const cosigned = checkCoSignature(context, signer === undefined || !isSlot(signer));
  if (!cosigned.ok) return cosigned;
  const device = publicPrincipalOf("device", fields.edPub, fields.xPub);
  const newcomer = checkNewcomer(state, device);
  if (!newcomer.ok) return newcomer;
  const member: Member = {
    ...memberOf(device, { mseq, body, epoch: currentEpoch(state) }),
    label: fields.label,
  };
  return withWriters(
    withBox(withMember(state, member), device.id, fields.box),
    device.id,
    fields.writerIds,
    mseq,
  );
};

const slotMemberOf = (context: Context, fields: Fields<"slot">): Ruled<Member> => {
  const { state, body, mseq } = context;
  const kind = principalKindOf(fields.kind);
  if (kind === undefined || kind === "device") return broken("slot-kind");
  if ((kind === "recovery") !== (fields.lookupId !== zeroId)) return broken("lookup-id");
  if (kind !== "passphrase" && fields.slotHash !== zeroHash) return broken("slot-hash");
  const slot = publicPrincipalOf(kind, fields.edPub, fields.xPub);
  const newcomer = checkNewcomer(state, slot);
  if (!newcomer.ok) return newcomer;
  if (!verifyAccept(fields.accept, slot, state.vaultId, state.genesisHash)) return broken("accept");
  const oldSeedBox = fields.replaces?.oldSeedBox;
  return ok({
    ...memberOf(slot, { mseq, body, epoch: currentEpoch(state) }),
    accept: fields.accept,
    lookupId: fields.lookupId === zeroId ? undefined : (fields.lookupId as LookupId),
    signInSlotHash: fields.slotHash === zeroHash ? undefined : fields.slotHash,
    replaced: fields.replaces && {
      oldId: fields.replaces.oldId,
      oldSeedBox: oldSeedBox?.some((byte) => byte !== 0) ? oldSeedBox : undefined,
    },
  });
};

const applySlot = (context: Context, fields: Fields<"slot">): Ruled<MembershipState> => {
  const { state, body, mseq } = context;
  const cosigned = checkCoSignature(context, liveSlots(state).length > 0);
  if (!cosigned.ok) return cosigned;
  const member = slotMemberOf(context, fields);
  if (!member.ok) return member;
  const joined = withBox(withMember(state, member.value), member.value.id, fields.box);
  if (fields.replaces === undefined) return ok(joined);
  const old = livePrincipal(state, fields.replaces.oldId);
  if (old === undefined || !isSlot(old)) return broken("replaced-not-live-slot");
  return withEpoch(revoked(joined, [old.id], { mseq, ms: body.at }), fields.replaces.epoch, mseq);
};

const withFences = (state: MembershipState, fields: Fields<"revoke">): Ruled<MembershipState> => {
  const expected = fields.principalIds.flatMap((id) => writersOf(state, id)).sort();
  const given = fields.fences.map((fence) => fence.writerId);
  if (expected.length !== given.length || expected.some((id, i) => id !== given[i]))
    return broken("fence-set");
  if (fields.fences.some((fence) => fence.hash === zeroHash && fence.wseq !== 0)) return broken("fence-form");
  const writers = new Map<WriterId, MemberWriter>(state.writers);
  for (const { writerId, wseq, hash } of fields.fences) {
    const writer = writers.get(writerId);
    if (writer !== undefined) writers.set(writerId, { ...writer, fence: { wseq, hash } });
  }
  return ok({ ...state, writers });
};

const applyRevoke = (context: Context, fields: Fields<"revoke">): Ruled<MembershipState> => {
  const { state, body, mseq } = context;
  if (fields.principalIds.length === 0) return broken("revoke-empty");
  if (fields.principalIds.includes(body.signerId)) return broken("revoke-self");
  if (fields.principalIds.some((id) => livePrincipal(state, id) === undefined))
    return broken("revoke-not-live");
  const cosigned = checkCoSignature(context, true);
  if (!cosigned.ok) return cosigned;
  const left = revoked(state, fields.principalIds, { mseq, ms: body.at });
  if (liveSlots(left).length === 0) return broken("last-slot");
  const fenced = withFences(left, fields);
  return fenced.ok ? withEpoch(fenced.value, fields.epoch, mseq) : fenced;
};

const applyWriter = (context: Context, fields: Fields<"writer">): Ruled<MembershipState> => {
  const cosigned = checkCoSignature(context, false);
  if (!cosigned.ok) return cosigned;
  if (fields.writerIds.length === 0) return broken("writers-missing");
  return withWriters(context.state, context.body.signerId, fields.writerIds, context.mseq);
};

const applyFields = (context: Context): Ruled<MembershipState> => {
  const { fields } = context.body;
  switch (fields.type) {
    case "genesis":
      return broken("genesis-misplaced");
    case "epoch":
      return applyEpoch(context, fields);
    case "add":
      return applyAdd(context, fields);
    case "slot":
      return applySlot(context, fields);
    case "revoke":
      return applyRevoke(context, fields);
    case "writer":
      return applyWriter(context, fields);
  }
};

/** The state a genesis record begins. Its signature has been checked against its own edPub. */
export const beginState = (body: RecordBody, hash: Hash): Ruled<MembershipState> => {
  const { fields, signerId, coSignature } = body;
  if (fields.type !== "genesis") return broken("genesis-misplaced");
  if (fields.suite !== 1) return broken("suite");
  if (coSignature !== undefined) return broken("cosignature-unasked");
  const founder = publicPrincipalOf("device", fields.edPub, fields.xPub);
  if (founder.id !== signerId) return broken("signer-not-founder");
  if (!isUsableXPub(founder.xPub)) return broken("weak-key");
  const genesisHash = genesisHashOf(encodeRecordBody(body));
  const empty: MembershipState = {
    vaultId: vaultIdOf(genesisHash),
    genesisHash,
    founder: founder.id,
    mseq: 0,
    head: hash,
    principals: new Map([[founder.id, memberOf(founder, { mseq: 0, body, epoch: 0 })]]),
    writers: new Map(),
    writersByPrefix: new Map(),
    epochs: [],
  };
  return withWriters(empty, founder.id, fields.writerIds, 0);
};

/** The state after a record whose chain and signature are good. */
export const applyRecord = (
  state: MembershipState,
  body: RecordBody,
  place: RecordPlace,
): Ruled<MembershipState> => {
  const signer = livePrincipal(state, body.signerId);
  if (signer === undefined) return broken("signer-not-live");
  if (isSlot(signer) && body.fields.type !== "add") return broken("signer-not-device");
  if ((body.fields.type === "epoch" && state.epochs.length === 0) !== (place.mseq === 1))
    return broken("epoch-zero-misplaced");
  const applied = applyFields({ ...place, state, body });
  return applied.ok ? ok({ ...applied.value, mseq: place.mseq, head: place.hash }) : applied;
};
