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
  type Hlc,
  hashPrefixOf,
  headerEpoch,
  type MembershipState,
  nextHlc,
  type Random,
  type Seen,
  sealEnvelope,
  seenOf,
  signEnvelope,
  type WriterId,
  type WriterPrefix,
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
}
export interface CommitBatch {
  readonly seal: (commit: NewCommit) => SealedCommit;
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

  const newlySeen = (): readonly Seen[] =>
    citable(heads, writer).flatMap(({ writerId, link }) => {
      const prefix: WriterPrefix = writerPrefixOf(writerId);
      const before = seen.get(prefix);
      if (before !== undefined && before.wseq >= link.wseq) return [];
      seen.set(prefix, { wseq: link.wseq, hash: hashPrefixOf(link.hash) });
      return [seenOf({ writerId, ...link })];
    });

  return {
    seal: ({ docId, docTag, coded, blobIds, row }) => {
      own = nextHlc({ own, nowMs: now, received: clocks.received });
      const content = encodeContent({ hlc: own, docId, seen: newlySeen(), blobIds, ...coded, row });
      const sealed = sealEnvelope(
        {
          kind: "commit",
          vaultId: session.vaultId,
          writerId: writer,
          wseq: head === undefined ? 0 : head.wseq + 1,
          epoch: headerEpoch(membership),
          docTag,
          prev: head?.hash ?? zeroHash,
        },
        content,
        { keyring: session.keyring, random, signer: session.device.id },
      );
      assert(sealed.ok, "a payload that is too large was made an attachment, and the epoch's key is held");
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
      return { record, hlc: own };
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

/** Records of the membership log as they enter log and outbox: `feed` where the relay already had them. */
export const membershipRecords = (
  issued: readonly {
    readonly envelope: {
      readonly header: { wseq: number; epoch: number; docTag: DocTag };
      readonly hash: LogRecord["hash"];
    };
    readonly item: LogRecord["bytes"];
  }[],
  firstOrder: number,
): readonly LogRecord[] =>
  issued.map(({ envelope, item }, index) => ({
    writer: zeroWriter,
    wseq: envelope.header.wseq,
    hash: envelope.hash,
    docTag: envelope.header.docTag,
    kind: envelopeKinds.membership,
    epoch: envelope.header.epoch,
    form: "whole",
    bytes: item,
    order: firstOrder + index,
    state: "local",
    standing: "accepted",
  }));
