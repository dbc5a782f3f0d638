/**
 * Work that nobody awaits. A log that does not answer ends the conversation, as a value; what else it throws is a bug,
 * which ends the conversation too (half done is not done) and rises.
 */

/** The log could not be read. Thrown from where a port answers plain values. */
export class LogUnreadable extends Error {
  override readonly name = "LogUnreadable";
}

export const createGuard =
  (onFailed: (cause: unknown) => void) =>
  (work: Promise<unknown>): void => {
    work.catch((cause: unknown) => {
      onFailed(cause);
      if (!(cause instanceof LogUnreadable))
        queueMicrotask(() => {
          throw cause;
        });
    });
  };
