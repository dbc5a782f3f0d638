/** A person's way in, for the file: the file's own slots and log decide, not this device's. */
import {
  type BackupWay,
  err,
  ok,
  parseRecoveryPhrase,
  type Result,
  wayOfPassphrase,
  wayOfPhrase,
} from "@whisperwell/crypto";
import type { BackupError, WayIn } from "../api.ts";
import type { EngineDeps } from "../deps.ts";

export const backupWayOf = (
  { stretch }: Pick<EngineDeps, "stretch">,
  way: WayIn,
  signal?: AbortSignal,
): Result<BackupWay, BackupError> => {
  if (way.kind === "passphrase")
    return ok(
      wayOfPassphrase(async (kdf) => {
        const stretched = await stretch(way.passphrase, kdf, signal);
        return stretched?.ok ? stretched.value.kek : undefined;
      }),
    );
  const entropy = parseRecoveryPhrase(way.words);
  if (entropy.ok) return ok(wayOfPhrase(entropy.value));
  const { error } = entropy;
  if (error.code === "word-count") return err({ code: "words-count", at: error.count });
  if (error.code === "unknown-word")
    return err({
      code: "words-unknown",
      ...(error.positions[0] !== undefined && { at: error.positions[0] }),
    });
  return err({ code: "words-checksum" });
};
