/**
 * Watches for the moment a relay refuses this device because nobody let it in there yet, and has the slot do it where one
 * is open. Where none is, the sync sentence says what is missing: `way-in`.
 */
import type { Network } from "../sync/ports.ts";
import type { Observable, SyncStatus } from "./api.ts";
import { letInLater } from "./keys/let-in-later.ts";
import type { LogContext } from "./log/context.ts";

export interface AdmissionDeps {
  readonly context: LogContext;
  readonly network: Network;
  readonly status$: Observable<SyncStatus>;
  /** Where the journal lives; undefined while sync is off. */
  readonly origin: () => string | undefined;
  readonly show: (status: SyncStatus) => void;
  readonly onLetIn: () => void;
  readonly onNeedsSlot: () => void;
}
export interface Admission {
  /** Asks now, where a slot is open. */
  readonly look: () => void;
  /** Resolves when the last question has ended: no key is used afterwards. */
  readonly close: () => Promise<void>;
}

export const createAdmission = ({
  context,
  network,
  status$,
  origin,
  show,
  onLetIn,
  onNeedsSlot,
}: AdmissionDeps): Admission => {
  const ending = new AbortController();
  let asking: Promise<void> | undefined;
  let needsSlot = false;
  let status: SyncStatus | undefined;

  const say = () => {
    if (status === undefined) return;
    const isSignedOut = status.link === "refused" && status.code === "signed-out";
    show(needsSlot && isSignedOut ? { ...status, code: "way-in" } : status);
  };
  const ask = async (relay: string) => {
    const answer = await letInLater(context, network, relay, ending.signal);
    if (ending.signal.aborted) return;
    const before = needsSlot;
    needsSlot = answer === "needs-slot";
    say();
    if (answer === "appended") onLetIn();
    if (needsSlot && !before) onNeedsSlot();
  };
  const begin = () => {
    const relay = origin();
    if (asking !== undefined || relay === undefined || ending.signal.aborted) return;
    asking = ask(relay).finally(() => {
      asking = undefined;
    });
  };
  const stop = status$.subscribe((next) => {
    const wasRefused = status?.link === "refused" || status?.link === "stopped";
    status = next;
    if (next.link === "online") needsSlot = false;
    say();
    const isRefused = next.link === "refused" && next.code === "signed-out";
    if (isRefused && !wasRefused) begin();
  });
  return {
    look: () => {
      if (context.session.slot() !== undefined) begin();
    },
    close: async () => {
      stop();
      ending.abort();
      await asking;
    },
  };
};
