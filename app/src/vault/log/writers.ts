/**
 * Writers: each tab leases one by a lock and gives it back when it ends, so a device has as many as it ever had tabs
 * open at once. Two spares stay registered, for the moment one has to be frozen.
 */
import {
  assert,
  issueWriter,
  type MembershipState,
  ok,
  type PrincipalId,
  type Random,
  type Result,
  randomId,
  type WriterId,
  writersOf,
  wseqLimit,
} from "@whisperwell/crypto";
import type { Clock } from "../../sync/ports.ts";
import { attempt } from "../failure.ts";
import type { Held, Locks } from "../locks.ts";
import type { Session } from "../session.ts";
import type { StoreFailure, VaultStore } from "../store/port.ts";
import { epochKeysFor, isBehind, issueAndAppend, loadMembership } from "./membership-log.ts";
import { readHeads, type StoredHead } from "./meta.ts";

export interface WriterLease {
  readonly writerId: WriterId;
  /**
   * This life of the tab: the name of its lock and a random id. Its drafts are filed under it, so that a later life of the
   * same writer, whose counters begin again, never writes over what an earlier one left.
   */
  readonly tab: string;
  readonly held: Held;
}
/** The lock a tab of that name holds while it lives. */
export const lockOfTab = (tab: string): string => tab.split("/").slice(0, 2).join("/");
export const lockNameOf = (writerId: WriterId): string => `writer/${writerId}`;
export const spareWriters = 2;
const mintedAtOnce = 4;

interface WriterDeps {
  readonly store: VaultStore;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly random: Random;
}
const isUsable = (head: StoredHead | undefined): boolean =>
  head === undefined ||
  (head.frozen !== true && head.stopped === undefined && head.wseq < wseqLimit - 1_000_000);

/** Our writers that may still be written to, in the order they were registered. */
export const usableWriters = (
  state: MembershipState,
  device: PrincipalId,
  heads: ReadonlyMap<WriterId, StoredHead>,
): readonly WriterId[] => writersOf(state, device).filter((writer) => isUsable(heads.get(writer)));

/** Takes over records another tab wrote. */
export const catchUpMembership = async (
  store: VaultStore,
  session: Session,
): Promise<Result<void, StoreFailure>> => {
  const read = await attempt(() =>
    store.read(["meta", "log"], async (tx) =>
      (await isBehind(tx, session)) ? loadMembership(tx) : undefined,
    ),
  );
  if (!read.ok) return read;
  if (read.value !== undefined) session.advance(read.value, epochKeysFor(read.value, session.device).keys);
  return ok(undefined);
};

/** Registers more writers for this device. Another tab that was faster is followed, at most a few times. */
export const mintWriters = async (
  { store, random, clock }: Omit<WriterDeps, "locks">,
  session: Session,
): Promise<Result<void, StoreFailure>> => {
  for (let round = 0; round < 5; round++) {
    const written = await attempt(() =>
      store.write(["meta", "log"], "strict", (tx) =>
        issueAndAppend(tx, session, (state) =>
          issueWriter({ random, clock }, state, {
            signer: session.device,
            writerIds: Array.from({ length: mintedAtOnce }, () => randomId<WriterId>(random)),
          }),
        ),
      ),
    );
    if (!written.ok) return written;
    if (written.value.ok) {
      session.advance(written.value.value.state, new Map());
      return ok(undefined);
    }
    assert(written.value.error.code === "behind", "a live device may register writers");
    const caughtUp = await catchUpMembership(store, session);
    if (!caughtUp.ok) return caughtUp;
  }
  return ok(undefined);
};

/** Leases the first free writer; mints when fewer than two would stay free. */
export const leaseWriter = async (
  deps: WriterDeps,
  session: Session,
  /** Not this one: it is about to be frozen. */
  except?: WriterId,
): Promise<Result<WriterLease, StoreFailure>> => {
  for (;;) {
    const heads = await attempt(() => deps.store.read(["meta"], readHeads));
    if (!heads.ok) return heads;
    const usable = usableWriters(session.membership(), session.device.id, heads.value);
    const taken = await deps.locks.held();
    const free = usable.filter((writer) => writer !== except && !taken.has(lockNameOf(writer)));
    for (const writerId of free) {
      const held = await deps.locks.tryHold(lockNameOf(writerId));
      if (held === undefined) continue;
      if (free.length - 1 < spareWriters) {
        const minted = await mintWriters(deps, session);
        if (!minted.ok && free.length === 1) {
          held.release();
          return minted;
        }
      }
      return ok({ writerId, tab: `${lockNameOf(writerId)}/${randomId(deps.random)}`, held });
    }
    const minted = await mintWriters(deps, session);
    if (!minted.ok) return minted;
  }
};
