/** The door of the relay's client. */

export { type BlobHttp, type ChunkFailure, createBlobHttp } from "./blob-http.ts";
export { type BlobTransfer, createBlobTransfer } from "./blobs.ts";
export { createSyncClient, type StartOptions, type SyncClient, type SyncClientDeps } from "./client.ts";
export type { HttpFailure } from "./http-request.ts";
export {
  heldCount,
  type JudgedPage,
  type JudgeFault,
  judgePage,
  type Link,
  linkKey,
  linksToLookUp,
  type PageContext,
  type PageItem,
  type PageMatter,
  type ReadPage,
  readPage,
} from "./judge-page.ts";
export { createMailbox, type Mailbox, type MailboxMessage, type MailboxState } from "./mailbox.ts";
export type * from "./ports.ts";
export type { Peer } from "./presence.ts";
export {
  type CreatedVault,
  createRelayHttp,
  findRelay,
  type Identity,
  type RelayHttp,
  syncErrorOf,
} from "./relay-http.ts";
export { type Visit, type VisitDeps, type VisitFailure, visitRelay } from "./relay-visit.ts";
export { splitRuns } from "./run-items.ts";
export { initialStatus, noCounts, reduceStatus, type SyncCounts, type SyncEvent } from "./status.ts";
export { createWebNetwork } from "./web-network.ts";
