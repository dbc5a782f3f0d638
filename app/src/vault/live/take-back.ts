/**
 * A change that a caller asked for and that found no room is taken back before the caller hears of it: what is said not
 * to be kept is not committed later. Where someone has the entry open their words stay, and only the change is undone.
 */
import * as Y from "yjs";
import type { Replica } from "./replica.ts";

/** Origin of changes that their caller commits at once. */
export const byCall = Symbol("by a call");

/** waits: what the replica holds is tried again. gone: it holds nothing else, and is to be forgotten. */
export type AfterFailure = "waits" | "gone";

export interface CalledChange {
  readonly replica: Replica;
  readonly takeBack: () => AfterFailure;
  /** It is kept, or what became of it is settled. */
  readonly end: () => void;
}

/** Changes the document, and remembers how to take that back until `end`. */
export const changeByCall = (replica: Replica, change: (doc: Y.Doc) => void): CalledChange => {
  const { doc, isEntry } = replica;
  const wasClean = replica.pending.length === 0 && replica.flushing === undefined;
  let isMine = true;
  const manager = new Y.UndoManager(doc, {
    trackedOrigins: new Set([byCall]),
    captureTransaction: () => isMine,
  });
  Y.transact(doc, () => change(doc), byCall);
  isMine = false;
  const { typed } = replica;
  const isAlone = () =>
    wasClean &&
    replica.viewers.size === 0 &&
    replica.pins === 1 &&
    replica.keeping === undefined &&
    replica.typed === typed;
  return {
    replica,
    takeBack: () => {
      // Taxonomy and settings show a change at once and nobody hears whether it was kept: so it is tried again.
      if (!isEntry) return "waits";
      if (isAlone()) return "gone";
      manager.undo();
      return "waits";
    },
    end: () => manager.destroy(),
  };
};
