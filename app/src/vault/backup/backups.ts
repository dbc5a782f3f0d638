/** Backups as the page sees them: save, read back, restore; into what is here, never over it. */
import {
  type DocTag,
  err,
  ok,
  type Result,
  readBackup,
  toHex,
  type VerifiedBackup,
  vaultTag,
} from "@whisperwell/crypto";
import type { BackupError, BackupReport, ImportedDocument, Vault } from "../api.ts";
import type { EngineDeps } from "../deps.ts";
import type { Enter, OpenVault } from "../engine.ts";
import { fixedTagsOf } from "../fixed-tags.ts";
import { withSetup } from "../keys/setup.ts";
import { locate, unlock } from "../keys/unlock.ts";
import { ingest } from "../live/ingest.ts";
import { nameIdsOf } from "../live/names.ts";
import type { Session } from "../session.ts";
import type { StorageWatch } from "../storage-watch.ts";
import type { StoreFailure } from "../store/port.ts";
import type { Unlocked } from "../unlocked.ts";
import { backupErrorOf } from "./errors.ts";
import { mergeIntoOpen } from "./merge.ts";
import { copyIntoOpen } from "./other-vault.ts";
import { restoreIntoEmpty, storageErrorOf } from "./restore.ts";
import { piecesOf, saveBackup, verifyBackup } from "./save.ts";
import { backupWayOf } from "./ways.ts";

export interface BackupsDeps {
  readonly deps: EngineDeps;
  readonly open: () => OpenVault | undefined;
  readonly enter: Enter;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly storage: StorageWatch;
  readonly openScratch: (deps: EngineDeps, session: Session) => Promise<Result<Unlocked, StoreFailure>>;
}
type Backups = {
  readonly save: Vault["saveBackup"];
  readonly verify: Vault["verifyBackup"];
  readonly restore: Vault["restoreBackup"];
};

const copyOther = (
  { deps, openScratch }: BackupsDeps,
  open: OpenVault,
  file: Blob,
  verified: VerifiedBackup,
  ...rest: [onProgress?: Parameters<Vault["saveBackup"]>[1], signal?: AbortSignal]
) => {
  const { context, live, fixed, session, imports } = open.unlocked;
  const id = toHex(deps.random.bytes(16));
  const write = async (importer: string, documents: readonly ImportedDocument[]) => {
    const run = { id, importer, label: "", at: deps.clock.now() };
    await imports.remember(run);
    return ingest(
      {
        context,
        live,
        ids: nameIdsOf(session, deps.random),
        taxonomy: fixed.taxonomy$.value,
        editTaxonomy: fixed.editTaxonomy,
      },
      run,
      documents,
    );
  };
  return copyIntoOpen(deps, file, verified, openScratch, write, ...rest);
};

export const createBackups = (parts: BackupsDeps): Backups => {
  const { deps, open, enter, inTurn, storage } = parts;
  const entriesIn = (tags: ReadonlySet<DocTag>): number => {
    const present = open();
    const fixed = present === undefined ? new Set<DocTag>() : fixedTagsOf(present.unlocked.session);
    return [...tags].filter((tag) => tag !== vaultTag && !fixed.has(tag)).length;
  };
  const reportOf = (file: Blob, { manifest }: VerifiedBackup, entries: number): BackupReport => ({
    bytes: file.size,
    entries,
    attachments: manifest.sections.attachments.count,
    at: manifest.time,
  });

  const restore: Backups["restore"] = (file, way, deviceName, onProgress, signal) =>
    inTurn(async (): Promise<Result<BackupReport, BackupError>> => {
      const fileWay = backupWayOf(deps, way, signal);
      if (!fileWay.ok) return fileWay;
      // Read to its end before a byte of it is stored.
      const verified = await readBackup(
        piecesOf(file),
        fileWay.value,
        signal === undefined ? {} : { signal },
      );
      if (!verified.ok) return err(backupErrorOf(verified.error, way.kind));
      const alone = await withSetup(
        deps,
        async (): Promise<Result<BackupReport, BackupError> | undefined> => {
          const located = await locate(deps);
          if (located.phase === "here") return undefined;
          if (located.phase !== "absent") return err({ code: "write-failed" });
          const restored = await restoreIntoEmpty(
            { ...deps, relay: deps },
            file,
            verified.value,
            deviceName,
            onProgress,
            signal,
          );
          if (!restored.ok) return restored;
          const entered = await enter(restored.value.session);
          if (!entered.ok) return err({ code: "write-failed" });
          deps.signal.post({ type: "look", docTags: [] });
          return ok(reportOf(file, verified.value, entriesIn(restored.value.tags)));
        },
        signal,
      );
      if (!alone.ok) return err(storageErrorOf(alone.error));
      if (alone.value !== undefined) return alone.value;
      if (open() === undefined) {
        const session = await unlock(deps, way, signal);
        if (!session.ok) return err({ code: way.kind === "phrase" ? "wrong-words" : "wrong-passphrase" });
        const entered = await enter(session.value);
        if (!entered.ok) return err({ code: "write-failed" });
      }
      const present = open();
      if (present === undefined) return err({ code: "write-failed" });
      if (verified.value.head.vaultId !== present.unlocked.session.vaultId) {
        const copied = await copyOther(parts, present, file, verified.value, onProgress, signal);
        return copied.ok ? ok(reportOf(file, verified.value, copied.value)) : copied;
      }
      const merged = await mergeIntoOpen(present, file, verified.value, onProgress, signal);
      return merged.ok ? ok(reportOf(file, verified.value, entriesIn(merged.value))) : merged;
    });

  return {
    save: async (sink, onProgress, signal) => {
      const present = open();
      if (present === undefined) return err({ code: "write-failed" });
      const saved = await saveBackup(deps, present, sink, onProgress, signal);
      // What lacks words is better than nothing, and no reason to call the journal kept.
      if (saved.ok && saved.value.lacking === undefined)
        await storage.noteBackup({ at: saved.value.at, bytes: saved.value.bytes, readBack: false });
      return saved;
    },
    verify: async (file, signal) => {
      const present = open();
      if (present === undefined) return err({ code: "wrong-passphrase" });
      const read = await verifyBackup(present, file, signal);
      const last = storage.storage$.value().lastBackup;
      if (read.ok && last?.at === read.value.at) await storage.noteBackup({ ...last, readBack: true });
      return read;
    },
    restore,
  };
};
