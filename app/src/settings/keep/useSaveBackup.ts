import { createContext, useContext, useEffect, useRef, useState } from "react";
import { useVault } from "../../store/index.ts";
import type { BackupError, BackupReport } from "../../vault/index.ts";
import { datedName, type OpenTarget, openTarget } from "../room/files.ts";

/** Where a file goes; a test has a place of its own. */
export const OpenTargetContext = createContext<OpenTarget>(openTarget);

export type SaveState =
  | { readonly state: "idle" }
  | { readonly state: "saving"; readonly done: number; readonly total: number }
  | { readonly state: "reading" }
  /** `readBack`: what was found in the file after it was written; without it, it was not read. */
  | {
      readonly state: "saved";
      readonly report: BackupReport;
      readonly readBack: BackupReport | undefined;
      readonly download: boolean;
    }
  /** Written, but what was read back is not what was written. */
  | { readonly state: "unreadable"; readonly code: BackupError["code"] }
  | { readonly state: "failed"; readonly code: BackupError["code"] };

const backupType = "application/octet-stream";

/** Writes a backup file, then reads it back where the browser lets us. */
export const useSaveBackup = () => {
  const vault = useVault();
  const open = useContext(OpenTargetContext);
  const [state, setState] = useState<SaveState>({ state: "idle" });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const save = async (): Promise<void> => {
    const stop = new AbortController();
    abort.current = stop;
    const target = await open(datedName("journal", "whisperwell", Date.now()), backupType);
    if (target === "stopped") return setState({ state: "idle" });
    setState({ state: "saving", done: 0, total: 0 });
    const saved = await vault.saveBackup(
      target.sink,
      (progress) => setState({ state: "saving", ...progress }),
      stop.signal,
    );
    if (!saved.ok)
      return setState(
        saved.error.code === "cancelled" ? { state: "idle" } : { state: "failed", code: saved.error.code },
      );
    const file = await target.finish();
    const report = saved.value;
    if (file === undefined)
      return setState({ state: "saved", report, readBack: undefined, download: target.kind === "download" });
    setState({ state: "reading" });
    const read = await vault.verifyBackup(file, stop.signal);
    if (read.ok && read.value.entries === report.entries && read.value.attachments === report.attachments)
      return setState({ state: "saved", report, readBack: read.value, download: false });
    if (!read.ok && read.error.code === "cancelled")
      return setState({ state: "saved", report, readBack: undefined, download: false });
    setState({ state: "unreadable", code: read.ok ? "backup-damaged" : read.error.code });
  };
  return { state, save, stop: () => abort.current?.abort() };
};
