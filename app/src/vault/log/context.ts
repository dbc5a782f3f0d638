/** What the parts of an unlocked log share: the session, the leased writer, the index, and who wants to hear of changes. */
import type { DocTag, Random, WriterId } from "@whisperwell/crypto";
import type { Clock } from "../../sync/ports.ts";
import type { RowIndex } from "../live/row-index.ts";
import type { Events } from "../observable.ts";
import type { Session } from "../session.ts";
import type { VaultStore } from "../store/port.ts";
import type { Alarms } from "./alarms.ts";
import type { WriterLease } from "./writers.ts";

export type LogEvent =
  /** Commits of these documents were stored: by this tab, another one, or the feed. */
  | {
      readonly type: "commits";
      readonly origin: "here" | "tab" | "feed";
      readonly docTags: readonly DocTag[];
    }
  | { readonly type: "membership" }
  | { readonly type: "outbox" }
  /** Heads, acknowledgements or `seen` vectors moved: receipts may say more. */
  | { readonly type: "progress" };

export interface LogContext {
  readonly store: VaultStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly session: Session;
  readonly rows: RowIndex;
  readonly alarms: Alarms;
  readonly events: Events<LogEvent>;
  /** The writer this tab appends to. Changes when it is frozen. */
  readonly lease: () => WriterLease;
  /** Tells other tabs to look. */
  readonly look: (docTags: readonly DocTag[]) => void;
  /** A writer of ours must never be used again. */
  readonly onFrozen: (writer: WriterId) => Promise<void>;
}
