/** What reading a backup can say, in the words a page knows. */
import type { BackupError as FileError } from "@whisperwell/crypto";
import type { BackupError, WayIn } from "../api.ts";

export const backupErrorOf = (error: FileError, way: WayIn["kind"]): BackupError => {
  switch (error.code) {
    case "not-a-backup":
      return { code: "not-a-backup" };
    case "version-unknown":
      return { code: "backup-newer" };
    case "truncated":
      return { code: "backup-truncated" };
    case "aborted":
      return { code: "cancelled" };
    case "way":
      if (error.reason === "kdf") return { code: "cancelled" };
      return { code: way === "phrase" ? "wrong-words" : "wrong-passphrase" };
    default:
      return { code: "backup-damaged" };
  }
};
