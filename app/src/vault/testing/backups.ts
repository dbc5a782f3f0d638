/** Backups in tests: a file in memory, and a browser profile that someone copied. */
import type { BackupReport } from "../api.ts";
import type { Engine } from "../engine-api.ts";
import type { VaultStore } from "../store/port.ts";
import { must } from "./browser.ts";

/** The backup of an open journal, and what the engine says of it. */
export const savedBackup = async (
  engine: Engine,
): Promise<{ readonly file: Blob; readonly report: BackupReport }> => {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const sink = new WritableStream<Uint8Array>({ write: (piece) => void parts.push(Uint8Array.from(piece)) });
  const report = must(await engine.saveBackup(sink));
  return { file: new Blob(parts), report };
};
export const savedFile = async (engine: Engine): Promise<Blob> => (await savedBackup(engine)).file;

/** Everything of a journal that was never sent: all of its log still waits. */
export const copyProfile = async (from: VaultStore, to: VaultStore): Promise<void> => {
  const tables = ["meta", "keys", "rows", "log"] as const;
  const all = must(
    await from.read(tables, async (tx) => ({
      meta: await tx.meta.all(),
      keys: await tx.keys.all(),
      rows: await tx.rows.all(),
      log: await tx.log.outbox(1000),
    })),
  );
  must(
    await to.write(tables, "strict", async (tx) => {
      await tx.meta.put(all.meta);
      await tx.keys.put(all.keys);
      await tx.rows.put(all.rows);
      await tx.log.put(all.log);
    }),
  );
};
