export { stepMailbox } from "./mailbox.ts";
export { createMemoryRelayStore } from "./memory.ts";
export type { RelayStore, SealedEnvelope, Usage, VaultSummary } from "./port.ts";
export { openSqliteRelayStore, type StoreOpenError } from "./sqlite/index.ts";
