/**
 * What tabs tell each other. The database is where they meet: a message only says *look*. Nothing here is readable
 * without keys but opaque tags; a message that never arrives costs time, not text.
 */
import type { Bytes, DocTag } from "@whisperwell/crypto";
import { createEvents } from "./observable.ts";

export type TabMessage =
  /** Commits, rows or membership changed. */
  | { readonly type: "look"; readonly docTags: readonly DocTag[] }
  /** Every tab locks. */
  | { readonly type: "lock" }
  /** A locked tab asks for the local key, to be sealed to this X25519 key of the moment. */
  | { readonly type: "ask-key"; readonly ask: string; readonly xPub: Bytes }
  | { readonly type: "give-key"; readonly ask: string; readonly box: Bytes }
  /** Which documents a tab has open, so that flushes are quick while two write in one entry. */
  | { readonly type: "open"; readonly tab: string; readonly docTags: readonly DocTag[] }
  /** Frames of presence between tabs and the one that talks to the relay, sealed as on the wire. */
  | { readonly type: "presence"; readonly from: string; readonly epoch: number; readonly sealed: Bytes }
  /** The person did something in some tab: the idle lock waits in all of them. */
  | { readonly type: "touch" }
  /** The tab that holds `sync` is alive. */
  | { readonly type: "beat" }
  /** A tab wants the one that holds `sync` to try again now. */
  | { readonly type: "sync-now" };

export interface TabSignal {
  /** To every other tab, never back to the sender. */
  readonly post: (message: TabMessage) => void;
  readonly on: (listener: (message: TabMessage) => void) => () => void;
  readonly close: () => void;
}

/** Signals of a make-believe browser: `tab()` for each tab. Delivered in a microtask, in order. */
export const createSignalSpace = (): { readonly tab: () => TabSignal } => {
  const tabs = new Set<(message: TabMessage) => void>();
  return {
    tab: () => {
      const events = createEvents<TabMessage>();
      const receive = (message: TabMessage) => events.emit(message);
      tabs.add(receive);
      return {
        post: (message) => {
          for (const other of tabs)
            if (other !== receive) queueMicrotask(() => tabs.has(other) && other(message));
        },
        on: events.on,
        close: () => void tabs.delete(receive),
      };
    },
  };
};
