/** What the verifier says of a file. Text for a terminal; it names counts, sizes and codes, never content. */
import type { BackupError, VerifiedBackup } from "../backup/index.ts";
import { liveDevices, liveSlots } from "../membership/index.ts";

export const reportOf = ({ manifest, log, epochKeys }: VerifiedBackup): string => {
  const { sections, heads, feed } = manifest;
  return [
    "This backup is whole.",
    `  written         ${new Date(manifest.time).toISOString()} by ${manifest.app}`,
    `  journal         ${log.state.vaultId}`,
    `  membership      ${sections.membership.count} records, ${liveDevices(log.state).length} devices, ${liveSlots(log.state).length} ways to unlock`,
    `  keys            ${epochKeys.size} epochs opened`,
    `  changes         ${sections.log.count} of ${heads.length} writers, every chain signed`,
    `  attachments     ${sections.attachments.count}, ${sections.attachments.bytes} bytes`,
    `  relay           ${feed === undefined ? "none yet" : `up to change ${feed.seq}`}`,
  ].join("\n");
};

export const complaintOf = (error: BackupError): string => {
  const { code, ...detail } = error;
  const details = Object.entries(detail).map(([name, value]) => `${name} ${value}`);
  return `This file did not verify: ${[code, ...details].join(", ")}.`;
};
