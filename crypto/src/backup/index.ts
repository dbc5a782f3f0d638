export type { BackupHead, BackupManifest, CountedSection, SectionName, SectionSummary } from "./format.ts";
export {
  type BackupChunk,
  type BackupError,
  type BackupReaders,
  type OpenedBackup,
  readBackup,
  type VerifiedBackup,
} from "./read.ts";
export {
  type BackupContents,
  type BackupWay,
  type WayError,
  wayOfPasskey,
  wayOfPassphrase,
  wayOfPhrase,
  wayOfPrincipal,
} from "./ways.ts";
export {
  attachmentSectionBytes,
  type BackupBlob,
  type BackupDeps,
  type BackupItem,
  type BackupNotWritten,
  type BackupSource,
  logSectionBytes,
  type Measured,
  writeBackup,
} from "./write.ts";
