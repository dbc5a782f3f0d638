/**
 * What READY claims, against what this device knows. Pure.
 *
 * In the feed epoch we know, less than was acknowledged or read is ROLLBACK: what is ours goes up again, and the feed is
 * read no further, since its numbers no longer mean what they meant. More of one of our writers than we have is believed
 * only with our own signed stub; then our storage went back, and the writer is frozen and its words written again.
 * Another feed epoch means that the relay's store was restored or wiped: everything known is offered again.
 */
import { type WriterId, zeroWriter } from "@whisperwell/crypto";
import type { HeldWriter } from "@whisperwell/sync-server/wire";
import type { Ready } from "./connection.ts";
import { heldCount } from "./judge-page.ts";
import type { LogPort } from "./ports.ts";

export type Position = Awaited<ReturnType<LogPort["position"]>>;
export interface ReadyVerdict {
  /**
   * first: nothing was ever read here. same. other: restored, wiped, or another relay. unfilled: as other, but pages of it
   * are here already: an earlier conversation ended before it was given everything.
   */
  readonly feed: "first" | "same" | "other" | "unfilled";
  /** What the relay has less of than it had: head, membership, or a writer it acknowledged. */
  readonly rolledBack: readonly ("head" | "membership" | "writer")[];
  /** Another membership record than the one that was published at the same mseq; an unpublished one lost a race. */
  readonly membershipForked: boolean;
  /** Our writers of which the relay proved more, or something else, than we have. */
  readonly reEmit: readonly WriterId[];
}

const feedOf = ({ feedEpoch }: Ready, { cursor, unfilled }: Position): ReadyVerdict["feed"] => {
  if (cursor === undefined) return "first";
  if (cursor.feedEpoch !== feedEpoch) return "other";
  return unfilled === feedEpoch ? "unfilled" : "same";
};

export const judgeReady = (
  ready: Ready,
  position: Position,
  /** Its stub is this device's own signature over exactly that link. */
  isProven: (held: HeldWriter) => boolean,
): ReadyVerdict => {
  const { cursor, acknowledged } = position;
  const feed = feedOf(ready, position);
  const held = new Map(ready.writers.map((writer) => [writer.writerId, writer]));
  const heads = new Map(position.heads.map((head) => [head.writerId, head]));
  const own = acknowledged.filter(({ writerId }) => writerId !== zeroWriter);
  const published = acknowledged.find(({ writerId }) => writerId === zeroWriter);

  const isLess = own.some((acked) => {
    const there = held.get(acked.writerId);
    return heldCount(acked) > (there === undefined ? 0 : heldCount(there));
  });

  // Whose writer it is, is told by the stub: only this device's signature proves anything here. A proof withheld ends
  // in WRITER_FORK on another device: an alarm, no loss.
  const reEmit = ready.writers
    .filter((writer) => {
      const head = heads.get(writer.writerId);
      const ours = head === undefined ? 0 : heldCount(head);
      const theirs = heldCount(writer);
      const differs = theirs > ours || (theirs === ours && head !== undefined && head.hash !== writer.hash);
      return differs && isProven(writer);
    })
    .map(({ writerId }) => writerId);

  const rolledBack: ReadyVerdict["rolledBack"][number][] = [];
  if (cursor?.feedEpoch === ready.feedEpoch && ready.head < cursor.seq) rolledBack.push("head");
  if (feed === "same") {
    if (published !== undefined && ready.mseq < published.wseq) rolledBack.push("membership");
    if (isLess) rolledBack.push("writer");
  }
  const membershipForked = published?.wseq === ready.mseq && published.hash !== ready.mhash;
  return { feed, rolledBack, membershipForked, reEmit };
};
