/** A page's half of an open document, for tests: its own Y.Doc, updates both ways, what it was told. */
import * as Y from "yjs";
import type { SavedState } from "../api.ts";
import type { DocumentHandle, Engine } from "../engine-api.ts";
import { must } from "./browser.ts";

export interface TestPage {
  readonly doc: Y.Doc;
  readonly saved: SavedState[];
  readonly handle: DocumentHandle;
}
export const openPage = async (engine: Pick<Engine, "open">, docId: string): Promise<TestPage> => {
  const saved: SavedState[] = [];
  const doc = new Y.Doc();
  const opened = must(
    await engine.open(docId, {
      onUpdate: (update) => Y.applyUpdateV2(doc, update, "engine"),
      onAwareness: () => {},
      onSaved: (state) => saved.push(state),
    }),
  );
  Y.applyUpdateV2(doc, opened.state, "engine");
  doc.on("updateV2", (update: Uint8Array, origin: unknown) => {
    if (origin !== "engine") opened.handle.update(update);
  });
  return { doc, saved, handle: opened.handle };
};
