/** One entry in two tabs of a device: other devices see both carets, and the one that stays when the other tab closes. */
import type { DocId } from "@whisperwell/crypto";
import { expect, test } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { createTabAwareness } from "./tab-awareness.ts";

const docId = "d".repeat(32) as DocId;
const caret = (name: string) => {
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState({ name });
  const update = encodeAwarenessUpdate(awareness, [awareness.clientID]);
  awareness.destroy();
  return update;
};
const shown = (update: Uint8Array | undefined): readonly unknown[] => {
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState(null);
  if (update !== undefined) applyAwarenessUpdate(awareness, update, "wire");
  const names = [...awareness.getStates().values()].map(({ name }) => name as unknown).sort();
  awareness.destroy();
  return names;
};

test("both are sent together, each as it last was, until its tab lets go", () => {
  const tabs = createTabAwareness();
  expect(shown(tabs.note("one", docId, caret("a")))).toEqual(["a"]);
  expect(shown(tabs.note("two", docId, caret("b")))).toEqual(["a", "b"]);
  expect(shown(tabs.note("one", docId, caret("c")))).toEqual(["b", "c"]);
  expect(shown(tabs.note("one", docId, undefined))).toEqual(["b"]);
  expect(tabs.note("two", docId, undefined)).toBeUndefined();
  expect(shown(tabs.note("one", docId, Uint8Array.of(9)))).toEqual([]);
});
