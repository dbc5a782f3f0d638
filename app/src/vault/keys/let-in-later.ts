/**
 * A device restored from a file while no relay could be reached is known to nobody else: as itself it is signed out. As the
 * slot that opened it, it may read the membership log there and append its own `add` (docs/protocol.md, "A new device").
 */
import { err, ok, type Result, readMembershipLog, sign } from "@whisperwell/crypto";
import { type Visit, type VisitFailure, visitRelay } from "../../sync/index.ts";
import type { Network } from "../../sync/ports.ts";
import { attempt } from "../failure.ts";
import type { LogContext } from "../log/context.ts";
import { letInAgain, unpublishedAdd } from "../log/let-in-again.ts";
import { epochKeysFor } from "../log/membership-log.ts";
import { catchUpMembership } from "../log/writers.ts";
import type { Session } from "../session.ts";
import type { StoreFailure, VaultStore } from "../store/port.ts";

/**
 * appended: the relay holds this device's `add` since now. not-needed: it did before, or this device was let in elsewhere.
 * needs-slot: only whoever opens the journal with a passphrase or words can do it. later: the relay did not answer, or
 * another device was faster every time. elsewhere: the relay's log is not this journal's.
 */
export type LettingInLater = "appended" | "not-needed" | "needs-slot" | "later" | "elsewhere";

const lostRacesMost = 5;

/** Does a relay still have to hear of this device from a slot? */
export const waitsToBeLetIn = async (
  store: VaultStore,
  session: Session,
): Promise<Result<boolean, StoreFailure>> => {
  const read = await attempt(() => store.read(["log"], (tx) => unpublishedAdd(tx, session)));
  return read.ok ? ok(read.value !== undefined) : read;
};

/** undefined: another device or tab was faster; ask again. */
const askAtRelay = async (
  visit: Visit,
  context: LogContext,
): Promise<Result<LettingInLater | undefined, VisitFailure>> => {
  const { session, store, events } = context;
  const items = await visit.membership();
  if (!items.ok) return items;
  const theirs = readMembershipLog(items.value);
  if (!theirs.ok) return ok("elsewhere");
  const slot = session.slot();
  if (slot === undefined) return ok("needs-slot");
  // Stored before it is sent: whenever this ends in between, the log opens, and says what is still to be sent.
  const written = await attempt(() =>
    store.write(["meta", "log"], "strict", (tx) => letInAgain(tx, context, slot, theirs.value)),
  );
  if (!written.ok) return ok("later");
  if (!written.value.ok) {
    if (written.value.error.code === "elsewhere") return ok("elsewhere");
    const caughtUp = await catchUpMembership(store, session);
    return ok(caughtUp.ok ? undefined : "later");
  }
  const { add, state } = written.value.value;
  if (state !== undefined) {
    session.advance(state, epochKeysFor(state, session.device).keys);
    events.emit({ type: "membership" });
    events.emit({ type: "outbox" });
    context.look([]);
  }
  if (add === undefined) return ok("not-needed");
  const appended = await visit.append(add);
  if (appended.ok) return ok("appended");
  const { error } = appended;
  if (error.code !== "refused") return err(error);
  return ok(error.why === "conflict" ? undefined : "later");
};

/** `origin`: where the journal lives. The slot is let go of once the relay holds the record. */
export const letInLater = async (
  context: LogContext,
  network: Network,
  origin: string,
  signal: AbortSignal,
): Promise<LettingInLater> => {
  const { session, store, clock } = context;
  const waits = await waitsToBeLetIn(store, session);
  if (!waits.ok) return "later";
  if (!waits.value) {
    session.letGoOfSlot();
    return "not-needed";
  }
  for (let race = 0; race < lostRacesMost; race++) {
    const slot = session.slot();
    if (slot === undefined) return "needs-slot";
    const identity = {
      vaultId: session.vaultId,
      deviceId: slot.id,
      sign: (message: Uint8Array) => sign(message, slot.edSecret),
    };
    const visited = await visitRelay(
      { clock, network },
      origin,
      identity,
      (visit) => askAtRelay(visit, context),
      signal,
    );
    if (!visited.ok) return visited.error.code === "signed-out" ? "elsewhere" : "later";
    if (visited.value === undefined) continue;
    if (visited.value === "appended") session.letGoOfSlot();
    return visited.value;
  }
  return "later";
};
