/**
 * Writes of cursor and outbox by the tab that talks to the relay: refused inside their transaction when another tab has
 * taken the lock `sync` meanwhile, so two holders for a moment do no harm.
 */
import { err, type Result } from "@whisperwell/crypto";
import type { OutboxFault } from "../../sync/ports.ts";
import { attempt, StaleHolder } from "../failure.ts";
import type { Durability, TableName, Transaction, VaultStore } from "../store/port.ts";
import { type MetaTx, metaFields } from "./meta.ts";

/** Undoes the transaction when the lock `sync` was granted again since `holder`. */
export const checkHolder = async (tx: MetaTx, holder: number): Promise<void> => {
  if ((await metaFields.holder.get(tx)) !== holder) throw new StaleHolder();
};

/** What a write checked by `checkHolder` came to. */
export const unlessStale = async <T>(
  write: () => Promise<Result<T, { readonly code: string; readonly cause: unknown }>>,
): Promise<Result<T, OutboxFault>> => {
  try {
    const written = await write();
    return written.ok ? written : err({ code: "storage", cause: written.error });
  } catch (cause) {
    if (cause instanceof StaleHolder) return err({ code: "stale-holder" });
    throw cause;
  }
};

/** Like the store's `write`, with `meta` always among the tables. */
export type HeldWrite = <T>(
  tables: readonly TableName[],
  durability: Durability,
  run: (tx: Transaction) => Promise<T>,
) => Promise<Result<T, OutboxFault>>;

export const createHeldWrite =
  (store: VaultStore, holder: () => number): HeldWrite =>
  (tables, durability, run) => {
    const generation = holder();
    return unlessStale(() =>
      attempt(() =>
        store.write([...new Set([...tables, "meta" as const])], durability, async (tx) => {
          await checkHolder(tx, generation);
          return run(tx);
        }),
      ),
    );
  };
