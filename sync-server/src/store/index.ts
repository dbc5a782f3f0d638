export { clearExtension, extendedKinds } from "./extension.ts";
export { type MailboxAnswer, type MailboxStep, stepMailbox } from "./mailbox.ts";
export { createMemoryRelayStore } from "./memory.ts";
export type {
  AppendOutcome,
  HeldBlob,
  Outline,
  RelayStore,
  SealedEnvelope,
  SignIn,
  Usage,
  VaultSummary,
} from "./port.ts";
export { openSqliteRelayStore, type StoreOpenError } from "./sqlite/index.ts";
