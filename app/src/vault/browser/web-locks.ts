/** The port of locks.ts over Web Locks: a tab's locks go when the tab dies, whatever killed it. */
import type { Held, Locks } from "../locks.ts";

const isAbort = (error: unknown) => error instanceof DOMException && error.name === "AbortError";

export const createWebLocks = (manager: LockManager = navigator.locks): Locks => {
  const request = (name: string, options: LockOptions): Promise<Held | undefined> =>
    new Promise((resolve, reject) => {
      let lost = () => {};
      const gone = new Promise<void>((end) => {
        lost = end;
      });
      manager
        .request(name, options, (lock) => {
          if (lock === null) return resolve(undefined);
          return new Promise<void>((free) => resolve({ name, release: free, gone }));
        })
        .then(lost, (error: unknown) => {
          // Stolen: the request rejects after it was granted. Given up while waiting: it was never granted.
          if (!isAbort(error)) return reject(error);
          lost();
          resolve(undefined);
        });
    });
  return {
    tryHold: (name) => request(name, { ifAvailable: true }),
    hold: (name, signal) => request(name, signal === undefined ? {} : { signal }),
    steal: async (name) => {
      const held = await request(name, { steal: true });
      if (held === undefined) throw new Error("broken promise: a stolen lock is granted");
      return held;
    },
    held: async () => new Set((await manager.query()).held?.flatMap(({ name }) => name ?? []) ?? []),
  };
};
