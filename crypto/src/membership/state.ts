/**
 * What a membership log says up to one record: plain, immutable data without a secret, the same on relay and client.
 */
import type { Bytes } from "../bytes.ts";
import { type Hash, type PrincipalId, type VaultId, type WriterId, zeroHash } from "../ids.ts";
import type { PublicPrincipal } from "../principal.ts";
import type { LookupId } from "../recovery-phrase.ts";

/** A principal of the log, live or revoked: revoked ones stay for ever and their ids never return. */
export interface Member extends PublicPrincipal {
  readonly joinedAt: { readonly mseq: number; readonly ms: number };
  /** Epoch in force at the record that brought it: the key of its label. */
  readonly joinedEpoch: number;
  readonly revokedAt: { readonly mseq: number; readonly ms: number } | undefined;
  /** Devices other than the founder. 104 bytes, opened by `openLabel`. */
  readonly label: Bytes | undefined;
  /** Recovery phrases only. */
  readonly lookupId: LookupId | undefined;
  /** Passphrases with sign-in switched on only: the hash of the only slot bytes a relay may give out for it. */
  readonly signInSlotHash: Hash | undefined;
  /** Slots only: its signature that says it belongs to this vault. */
  readonly accept: Bytes | undefined;
  /** The slot this one replaced, with the old seed sealed to it (undefined: it was forgotten). */
  readonly replaced: { readonly oldId: PrincipalId; readonly oldSeedBox: Bytes | undefined } | undefined;
}

export interface MemberWriter {
  readonly device: PrincipalId;
  readonly registeredAt: number;
  /** Set when the device was revoked. Zero hash with wseq 0: nothing of this writer is accepted. */
  readonly fence: { readonly wseq: number; readonly hash: Hash } | undefined;
}

/** Public half of an epoch. */
export interface Epoch {
  readonly n: number;
  /** mseq of the record that brought it. */
  readonly mseq: number;
  readonly commitment: Bytes;
  readonly link: Bytes;
  /** Boxes of E_n: those of the epoch's own record, and those of principals that joined while it was in force. */
  readonly boxes: ReadonlyMap<PrincipalId, Bytes>;
}

export interface MembershipState {
  readonly vaultId: VaultId;
  readonly genesisHash: Hash;
  readonly founder: PrincipalId;
  /** Number of the last record; genesis is 0. */
  readonly mseq: number;
  /** Hash of the last record. */
  readonly head: Hash;
  readonly principals: ReadonlyMap<PrincipalId, Member>;
  readonly writers: ReadonlyMap<WriterId, MemberWriter>;
  /** First 8 bytes (16 hex digits) of a writerId to the whole of it: what `seen` cites. */
  readonly writersByPrefix: ReadonlyMap<string, WriterId>;
  /** Index n is epoch n. Empty only between genesis and epoch 0. */
  readonly epochs: readonly Epoch[];
}

export const isSlot = (member: PublicPrincipal): boolean => member.kind !== "device";
export const writerPrefix = (writerId: WriterId): string => writerId.slice(0, 16);

export const livePrincipals = (state: MembershipState): readonly Member[] =>
  [...state.principals.values()].filter((member) => member.revokedAt === undefined);
export const liveSlots = (state: MembershipState): readonly Member[] => livePrincipals(state).filter(isSlot);
export const liveDevices = (state: MembershipState): readonly Member[] =>
  livePrincipals(state).filter((member) => !isSlot(member));
/** undefined for unknown and for revoked ids. */
export const livePrincipal = (state: MembershipState, id: PrincipalId): Member | undefined => {
  const member = state.principals.get(id);
  return member?.revokedAt === undefined ? member : undefined;
};

/** The epoch in force; -1 between genesis and epoch 0. */
export const currentEpoch = (state: MembershipState): number => state.epochs.length - 1;
/** What the header of the next record, or of an envelope sent now, carries: 0 while there is none. */
export const headerEpoch = (state: MembershipState): number => Math.max(0, currentEpoch(state));

export const writersOf = (state: MembershipState, device: PrincipalId): readonly WriterId[] =>
  [...state.writers].filter(([, writer]) => writer.device === device).map(([writerId]) => writerId);

export type FenceState =
  | { readonly state: "unknown-writer" }
  | { readonly state: "live" }
  | { readonly state: "fenced"; readonly wseq: number; readonly hash: Hash };
/** How far a writer is accepted without being cited. The accepted set itself is the client's fixed point over `seen`. */
export const fenceOf = (state: MembershipState, writerId: WriterId): FenceState => {
  const writer = state.writers.get(writerId);
  if (writer === undefined) return { state: "unknown-writer" };
  return writer.fence === undefined ? { state: "live" } : { state: "fenced", ...writer.fence };
};
/** True for envelopes of a live writer, and of a revoked one up to and including its fence. */
export const isWithinFence = (state: MembershipState, writerId: WriterId, wseq: number): boolean => {
  const fence = fenceOf(state, writerId);
  if (fence.state !== "fenced") return fence.state === "live";
  return fence.hash !== zeroHash && wseq <= fence.wseq;
};
