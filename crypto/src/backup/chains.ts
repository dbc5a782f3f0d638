/**
 * Chains of a backup's log as they stream by: each envelope continues one already read of its writer, and every tip is
 * signed by the writer's device. A writer that forked (our own storage rolled back) has several tips; all are kept.
 */
import { isSignedBy } from "../envelope.ts";
import type { UnverifiedEnvelope } from "../envelope-proof.ts";
import { type Hash, type WriterId, zeroHash } from "../ids.ts";
import type { MembershipState } from "../membership/state.ts";

export interface ChainCheck {
  /** False: unknown writer, out of order, no predecessor, or the writer before it has a tip without a good signature. */
  readonly take: (envelope: UnverifiedEnvelope) => boolean;
  /** After the last envelope. */
  readonly finish: () => boolean;
  readonly heads: () => ReadonlyMap<WriterId, { readonly wseq: number; readonly hash: Hash }>;
}

interface OpenWriter {
  readonly writerId: WriterId;
  readonly edPub: Uint8Array;
  wseq: number;
  /** Hashes at `wseq` and at the number before it. */
  level: Set<Hash>;
  below: Set<Hash>;
  readonly tips: Map<Hash, UnverifiedEnvelope>;
}

export const createChainCheck = (state: MembershipState): ChainCheck => {
  const heads = new Map<WriterId, { wseq: number; hash: Hash }>();
  let open: OpenWriter | undefined;
  const close = (): boolean => {
    const tips = open === undefined ? [] : [...open.tips.values()];
    const edPub = open?.edPub;
    open = undefined;
    return tips.every((tip) => edPub !== undefined && isSignedBy(tip, edPub));
  };
  const begin = (writerId: WriterId): OpenWriter | undefined => {
    const device = state.writers.get(writerId)?.device;
    const member = device === undefined ? undefined : state.principals.get(device);
    if (member === undefined || (open !== undefined && open.writerId > writerId)) return undefined;
    if (!close()) return undefined;
    const { edPub } = member;
    return { writerId, edPub, wseq: 0, level: new Set(), below: new Set(), tips: new Map() };
  };
  return {
    take: (envelope) => {
      const { vaultId, writerId, wseq, prev } = envelope.header;
      if (vaultId !== state.vaultId) return false;
      const writer: OpenWriter | undefined = open?.writerId === writerId ? open : begin(writerId);
      if (writer === undefined) return false;
      open = writer;
      if (wseq === writer.wseq + 1) {
        writer.below = writer.level;
        writer.level = new Set();
        writer.wseq = wseq;
      } else if (wseq !== writer.wseq) return false;
      if (wseq === 0 ? prev !== zeroHash : !writer.below.has(prev)) return false;
      writer.level.add(envelope.hash);
      writer.tips.delete(prev);
      writer.tips.set(envelope.hash, envelope);
      heads.set(writerId, { wseq, hash: envelope.hash });
      return true;
    },
    finish: close,
    heads: () => heads,
  };
};
