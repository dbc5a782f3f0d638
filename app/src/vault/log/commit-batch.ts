/**
 * Our own next envelopes, sealed inside the transaction that stores them. The head is read in that transaction, so two
 * engines on one writer could not both succeed; wseq, clock and place in the outbox are given here and never change.
 */
import {
  assert,
  type BlobId,
  type CodedPayload,
  type DocId,
  type DocTag,
  encodeContent,
  encodeEnvelope,
  envelopeKinds,
  err,
  type Hlc,
  hashPrefixOf,
  headerEpoch,
  type MembershipState,
  nextHlc,
  ok,
  type Random,
  type Result,
  type Seen,
  sealEnvelope,
  seenOf,
  signEnvelope,
  type WriterId,
  writerPrefixOf,
  zeroHash,
  zeroHlc,
  zeroWriter,
} from "@whisperwell/crypto";
import type { Session } from "../session.ts";
import type { LogRecord, Transaction } from "../store/port.ts";
import {
  type Clocks,
  firstOrder,
  type Link,
  metaFields,
  putHeads,
  putSeen,
  readHeads,
  readSeen,
  type StoredHead,
} from "./meta.ts";

export interface NewCommit {
  readonly docId: DocId;
  readonly docTag: DocTag;
  readonly coded: CodedPayload;
  /** Attachments the document names for the first time, and the one that holds the payload where it is too large. */
  readonly blobIds: readonly BlobId[];
  /** One lib0 `any` object, encoded. */
  readonly row: Uint8Array | undefined;
}
export interface SealedCommit {
  readonly record: LogRecord;
  readonly hlc: Hlc;
  /** False when the row was left out because the envelope has no room for it: readers make one of their own. */
  readonly rowFits: boolean;
}
/** too-big: not even without its row. epoch-key-missing: the epoch that is to be written under has not opened here. */
export type SealFailure = { readonly code: "too-big" | "epoch-key-missing" };
export interface CommitBatch {
  /** What fails leaves the batch as it was. */
  readonly seal: (commit: NewCommit) => Result<SealedCommit, SealFailure>;
  /** Writes what was sealed, the head, the clock and the outbox's counter. Nothing is stored without it. */
  readonly finish: () => Promise<void>;
}
export interface SealingDeps {
  readonly session: Session;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: number;
}
/** Largest payload that certainly fits an envelope beside a row; a larger one becomes an attachment. */
export const inlinePayloadMost = 448 * 1024;

/** Every head that may be cited: accepted, and shown by the feed. The membership log is the zero writer. */
const citable = (
  heads: ReadonlyMap<WriterId, StoredHead>,
  mine: WriterId,
): readonly { readonly writerId: WriterId; readonly link: Link }[] =>
  [...heads].flatMap(([writerId, { feed }]) =>
    writerId === mine || feed === undefined ? [] : [{ writerId, link: feed }],
  );

export const openBatch = async (
  tx: Pick<Transaction, "meta" | "log">,
  { session, random, now }: SealingDeps,
  writer: WriterId,
  membership: MembershipState = session.membership(),
): Promise<CommitBatch> => {
  const heads = await readHeads(tx);
  const seen = new Map((await readSeen(tx)).get(writer));
  const clocks: Clocks = (await metaFields.clocks.get(tx)) ?? { own: zeroHlc, received: zeroHlc };
  let order = (await metaFields.nextOrder.get(tx)) ?? firstOrder;
  let own = clocks.own;
  let head = heads.get(writer);
  assert(head?.frozen !== true, "a frozen writer is never written to again");
  const records: LogRecord[] = [];

  const newlySeen = (): readonly { readonly writerId: WriterId; readonly link: Link }[] =>
    citable(heads, writer).filter(({ writerId, link }) => {
      const before = seen.get(writerPrefixOf(writerId));
      return before === undefined || before.wseq < link.wseq;
    });
  const noteSeen = (cited: ReturnType<typeof newlySeen>) => {
    for (const { writerId, link } of cited)
      seen.set(writerPrefixOf(writerId), { wseq: link.wseq, hash: hashPrefixOf(link.hash) });
  };

  return {
    seal: ({ docId, docTag, coded, blobIds, row }) => {
      const hlc = nextHlc({ own, nowMs: now, received: clocks.received });
      const cited = newlySeen();
      const seenHere = cited.map(({ writerId, link }): Seen => seenOf({ writerId, ...link }));
      const sealWith = (fitting: Uint8Array | undefined) =>
        sealEnvelope(
          {
            kind: "commit",
            vaultId: session.vaultId,
            writerId: writer,
            wseq: head === undefined ? 0 : head.wseq + 1,
            epoch: headerEpoch(membership),
            docTag,
            prev: head?.hash ?? zeroHash,
          },
          encodeContent({ hlc, docId, seen: seenHere, blobIds, ...coded, row: fitting }),
          { keyring: session.keyring, random, signer: session.device.id },
        );
      let sealed = sealWith(row);
      const rowFits = sealed.ok || row === undefined || sealed.error.code !== "too-big";
      if (!rowFits) sealed = sealWith(undefined);
      if (!sealed.ok) {
        const { code } = sealed.error;
        assert(code !== "malformed", "a commit has no extension");
        return err({ code });
      }
      own = hlc;
      noteSeen(cited);
      const envelope = signEnvelope(sealed.value, session.device);
      head = { ...head, wseq: envelope.header.wseq, hash: envelope.hash };
      const record: LogRecord = {
        writer,
        wseq: head.wseq,
        hash: head.hash,
        docTag,
        kind: envelopeKinds.commit,
        epoch: envelope.header.epoch,
        form: "whole",
        bytes: encodeEnvelope(envelope),
        order: order++,
        state: "local",
        standing: "accepted",
      };
      records.push(record);
      return ok({ record, hlc, rowFits });
    },
    finish: async () => {
      if (records.length === 0 || head === undefined) return;
      await tx.log.put(records);
      await putHeads(tx, new Map([[writer, head]]));
      await putSeen(tx, new Map([[writer, seen]]));
      await tx.meta.put([
        metaFields.nextOrder.record(order),
        metaFields.clocks.record({ own, received: clocks.received }),
      ]);
    },
  };
};

interface MembershipEnvelope {
  readonly header: { readonly wseq: number; readonly epoch: number; readonly docTag: DocTag };
  readonly hash: LogRecord["hash"];
}
/** A record of the membership log as a row of ours, whoever issued it. */
export const membershipRecord = (
  { header, hash }: MembershipEnvelope,
  bytes: LogRecord["bytes"],
): Omit<LogRecord, "state"> => ({
  writer: zeroWriter,
  wseq: header.wseq,
  hash,
  docTag: header.docTag,
  kind: envelopeKinds.membership,
  epoch: header.epoch,
  form: "whole",
  bytes,
  standing: "accepted",
});
/** Records of our own as they enter log and outbox. */
export const membershipRecords = (
  issued: readonly { readonly envelope: MembershipEnvelope; readonly item: LogRecord["bytes"] }[],
  firstOrder: number,
): readonly LogRecord[] =>
  issued.map(({ envelope, item }, index) => ({
    ...membershipRecord(envelope, item),
    order: firstOrder + index,
    state: "local",
  }));
