/**
 * The lock `sync` as the relay's client asks for it. Each grant counts the holder up in the log, and every write of
 * cursor or outbox under an older count is refused, so two holders for a moment do no harm. A holder that is silent for
 * 10 s is a suspended tab and may be robbed.
 */
import type { Clock, Lease } from "../../sync/ports.ts";
import { attempt } from "../failure.ts";
import type { Held, Locks } from "../locks.ts";
import type { VaultStore } from "../store/port.ts";
import type { TabSignal } from "../tab-signal.ts";
import { metaFields } from "./meta.ts";

const silentFor = 10_000;
const lookEvery = 5_000;
const queueAgainAfter = 5_000;
export const syncLock = "sync";

export interface SyncLease extends Lease {
  /** Generation of the present grant; -1 before the first. */
  readonly generation: () => number;
}
export interface SyncLeaseDeps {
  readonly store: VaultStore;
  readonly locks: Locks;
  readonly signal: TabSignal;
  readonly clock: Clock;
}

export const createSyncLease = ({ store, locks, signal, clock }: SyncLeaseDeps): SyncLease => {
  let generation = -1;

  const countUp = async (): Promise<boolean> => {
    const counted = await attempt(() =>
      store.write(["meta"], "strict", async (tx) => {
        const next = ((await metaFields.holder.get(tx)) ?? 0) + 1;
        await metaFields.holder.put(tx, next);
        return next;
      }),
    );
    if (counted.ok) generation = counted.value;
    return counted.ok;
  };

  return {
    generation: () => generation,
    beat: () => signal.post({ type: "beat" }),
    request: ({ onGranted, onLost }) => {
      let waiting = new AbortController();
      let held: Held | undefined;
      let heard = clock.now();
      let over = false;
      let cancelLook = () => {};
      const stopHearing = signal.on((message) => {
        if (message.type === "beat") heard = clock.now();
      });
      const take = async (granted: Held) => {
        if (over || held !== undefined) return granted.release();
        held = granted;
        cancelLook();
        const counted = await countUp();
        if (over) return granted.release();
        if (!counted) {
          // No room to count up: another tab may have its turn, and this one queues again.
          held = undefined;
          granted.release();
          cancelLook = clock.after(queueAgainAfter, queue);
          return;
        }
        stopHearing();
        void granted.gone.then(() => {
          if (!over) onLost();
        });
        onGranted();
      };
      const look = () => {
        cancelLook = clock.after(lookEvery, () => {
          if (held !== undefined || over) return;
          if (clock.now() - heard < silentFor) return look();
          waiting.abort();
          void locks.steal(syncLock).then(take);
        });
      };
      const queue = () => {
        heard = clock.now();
        waiting = new AbortController();
        look();
        void locks.hold(syncLock, waiting.signal).then((granted) => granted && take(granted));
      };
      queue();
      return () => {
        if (over) return;
        over = true;
        cancelLook();
        stopHearing();
        waiting.abort();
        held?.release();
      };
    },
  };
};
