/**
 * A device that was let in, stored as a whole: its keys, and the membership log that says so. Nothing else of the journal
 * is here yet; the feed brings it.
 */
import {
  assert,
  type Bytes,
  createLocalKey,
  envelopeKinds,
  err,
  type Issued,
  type MembershipState,
  ok,
  type Principal,
  parseEnvelope,
  type Random,
  type Result,
  type Slot,
  zeroWriter,
} from "@whisperwell/crypto";
import { attempt } from "../failure.ts";
import { appendRecords, epochKeysFor } from "../log/membership-log.ts";
import { headField } from "../log/meta.ts";
import { createSession, type Session } from "../session.ts";
import type { LogRecord, StoreFailure, Transaction, VaultStore } from "../store/port.ts";
import { keyRecordsFor } from "./create.ts";

export type JoinRefused = StoreFailure | { readonly code: "already-there" } | { readonly code: "no-key" };

/**
 * `published`: records a feed or a file showed (`from`); `own`: records of ours behind them, still to be sent. Only what a
 * feed showed may be cited or counts as acknowledged.
 */
export interface Joining {
  readonly from: "feed" | "file";
  readonly device: Principal;
  readonly published: readonly Bytes[];
  readonly own: readonly Issued[];
  readonly state: MembershipState;
  readonly slots: readonly Slot[];
  /** L, where something was sealed under it already. */
  readonly localKey?: Bytes;
  /** Says in the same transaction whether what prepared this is still the one at work here. */
  readonly still?: (tx: Pick<Transaction, "meta">) => Promise<boolean>;
  /** Ends what prepared this, in the same transaction. */
  readonly finish?: (tx: Pick<Transaction, "meta">) => Promise<void>;
}

const publishedRecord = (bytes: Bytes, from: "feed" | "file"): LogRecord => {
  const parsed = parseEnvelope(bytes);
  assert(parsed.ok, "records that were reduced parse");
  const { header, hash } = parsed.value;
  return {
    writer: zeroWriter,
    wseq: header.wseq,
    hash,
    docTag: header.docTag,
    kind: envelopeKinds.membership,
    epoch: header.epoch,
    form: "whole",
    bytes,
    state: from === "feed" ? "feed" : "durable",
    standing: "accepted",
  };
};

export const storeJoined = async (
  { store, random }: { readonly store: VaultStore; readonly random: Random },
  { from, device, published, own, state, slots, still, finish, localKey: given }: Joining,
): Promise<Result<Session, JoinRefused>> => {
  const { keys: epochKeys } = epochKeysFor(state, device);
  if (!epochKeys.has(0)) return err({ code: "no-key" });
  const localKey = given ?? createLocalKey(random);
  const records = published.map((bytes) => publishedRecord(bytes, from));
  const last = records.at(-1);
  const written = await attempt(() =>
    store.write(["keys", "log", "meta"], "strict", async (tx) => {
      if ((await tx.keys.count()) > 0 || (still !== undefined && !(await still(tx)))) return false;
      if ((await tx.log.byWriter(zeroWriter, 0)).length > 0) return false;
      await tx.keys.put(keyRecordsFor(device, localKey, state, slots, random));
      await tx.log.put(records);
      if (last !== undefined) {
        const link = { wseq: last.wseq, hash: last.hash };
        const shown = from === "feed" ? { feed: link, acknowledged: link } : {};
        await headField(zeroWriter).put(tx, { ...link, ...shown });
      }
      await appendRecords(tx, own);
      await finish?.(tx);
      return true;
    }),
  );
  if (!written.ok) return written;
  if (!written.value) return err({ code: "already-there" });
  return ok(createSession({ device, localKey, membership: state, epochKeys }));
};
