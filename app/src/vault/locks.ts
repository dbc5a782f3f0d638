/**
 * Locks between the tabs of one browser, as Web Locks give them: one holder a name, given up when the holder's tab dies.
 * Leases of writers (`writer/0`, `writer/1`, …) and the lock `sync` are built on it.
 */
export interface Held {
  readonly name: string;
  readonly release: () => void;
  /** Resolves when the lock is no longer ours: released, or stolen by another tab. */
  readonly gone: Promise<void>;
}
export interface Locks {
  /** At once, or undefined when another tab (or this one) holds it. */
  readonly tryHold: (name: string) => Promise<Held | undefined>;
  /** Waits its turn. Aborting the signal ends the wait with undefined; a lock already held is kept. */
  readonly hold: (name: string, signal?: AbortSignal) => Promise<Held | undefined>;
  /** Takes it from whoever holds it; that one's `gone` resolves. Others keep waiting behind us. */
  readonly steal: (name: string) => Promise<Held>;
  /** Names held by any tab now. */
  readonly held: () => Promise<ReadonlySet<string>>;
}

/** Locks of a whole make-believe browser: `tab()` for each tab. */
export interface LockSpace {
  readonly tab: () => Locks & { readonly die: () => void };
}

interface Lease {
  readonly release: () => void;
  readonly gone: Promise<void>;
}
interface Waiting {
  readonly grant: () => void;
}

export const createLockSpace = (): LockSpace => {
  const holders = new Map<string, Lease>();
  const queues = new Map<string, Waiting[]>();

  const passOn = (name: string) => {
    const next = queues.get(name)?.shift();
    if (next !== undefined) next.grant();
  };
  const lease = (name: string): Held => {
    let free = () => {};
    const gone = new Promise<void>((resolve) => {
      free = resolve;
    });
    const held: Lease = {
      gone,
      release: () => {
        free();
        if (holders.get(name) !== held) return;
        holders.delete(name);
        passOn(name);
      },
    };
    holders.set(name, held);
    return { name, release: held.release, gone };
  };

  return {
    tab: () => {
      const mine = new Set<Held>();
      const take = (name: string): Held => {
        const held = lease(name);
        mine.add(held);
        void held.gone.then(() => mine.delete(held));
        return held;
      };
      return {
        tryHold: async (name) => (holders.has(name) ? undefined : take(name)),
        hold: (name, signal) =>
          new Promise((resolve) => {
            if (!holders.has(name)) return resolve(take(name));
            const waiting = { grant: () => resolve(take(name)) };
            const queue = queues.get(name) ?? [];
            queues.set(name, queue);
            queue.push(waiting);
            signal?.addEventListener("abort", () => {
              const at = queue.indexOf(waiting);
              if (at < 0) return;
              queue.splice(at, 1);
              resolve(undefined);
            });
          }),
        steal: async (name) => {
          const robbed = holders.get(name);
          const held = take(name);
          robbed?.release();
          return held;
        },
        held: async () => new Set(holders.keys()),
        die: () => {
          for (const held of [...mine]) held.release();
        },
      };
    },
  };
};
