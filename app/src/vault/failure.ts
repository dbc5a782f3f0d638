/**
 * Failures that end a transaction from deep inside it. Thrown so that the transaction is undone as a whole, and caught
 * in one place only, `attempt`, which turns them into the values callers choose by.
 */
import { err, type Result } from "@whisperwell/crypto";
import type { StoreFailure } from "./store/port.ts";

/** A stored value that does not open or parse. Never treated as absent. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}
/** Another tab took over while this one was still writing. */
export class StaleHolder extends Error {
  override readonly name = "StaleHolder";
}

/** Runs a transaction; what is unreadable in it becomes the store's failure of that name. */
export const attempt = async <T>(
  transaction: () => Promise<Result<T, StoreFailure>>,
): Promise<Result<T, StoreFailure>> => {
  try {
    return await transaction();
  } catch (cause) {
    if (cause instanceof Unreadable) return err({ code: "storage-unreadable", cause });
    throw cause;
  }
};
