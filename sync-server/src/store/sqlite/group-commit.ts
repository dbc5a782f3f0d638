/**
 * Group commit: writes that arrive while the event loop is busy, above all during the fsync before, share the next
 * transaction and its fsync. A write settles only after COMMIT returned.
 */
import type { DatabaseSync } from "node:sqlite";

export interface GroupCommit {
  /** Runs `step` inside the next transaction. A throw rolls the whole group back and rejects every write in it. */
  readonly write: <T>(step: () => T) => Promise<T>;
  /** Commits what waits. */
  readonly flush: () => void;
}

interface Waiting {
  readonly step: () => void;
  readonly settle: () => void;
  readonly reject: (error: unknown) => void;
}

export const createGroupCommit = (database: DatabaseSync): GroupCommit => {
  let waiting: Waiting[] = [];
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");

  const flush = (): void => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      begin.run();
      for (const write of group) write.step();
      commit.run();
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      for (const write of group) write.reject(error);
      return;
    }
    for (const write of group) write.settle();
  };

  return {
    flush,
    write: <T>(step: () => T) =>
      new Promise<T>((resolve, reject) => {
        let value: T;
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({
          step: () => {
            value = step();
          },
          settle: () => resolve(value),
          reject,
        });
      }),
  };
};
