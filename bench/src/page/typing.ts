/**
 * Two editors of one schema with the same words: one document lives in the engine, the other in y-indexeddb, as plain
 * text in the database. For each key that is pressed the page notes how long it took until it was kept.
 */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { bodyOf } from "../../../app/src/documents/entry.ts";
import { coreExtensions } from "../../../app/src/documents/schema.ts";
import type { Vault } from "../../../app/src/vault/index.ts";
import { seededRandom } from "../trace.ts";
import { paragraphs } from "../words.ts";
import { lastDay, must, whenOf } from "./fill.ts";

export type Side = "ours" | "theirs";

const writeWords = (doc: Y.Doc, words: number) =>
  doc.transact(() => {
    const nodes = paragraphs(seededRandom(5), words).map((text) => {
      const node = new Y.XmlElement("paragraph");
      node.insert(0, [new Y.XmlText(text)]);
      return node;
    });
    bodyOf(doc).insert(0, nodes);
  });

const editorOf = (doc: Y.Doc, side: Side): Editor => {
  const element = document.createElement("div");
  element.className = "editor";
  document.body.append(element);
  return new Editor({
    element,
    extensions: [...coreExtensions, Collaboration.configure({ fragment: bodyOf(doc) })],
    editorProps: { attributes: { "data-side": side } },
  });
};

export const createTyping = (vault: Vault) => {
  const samples: Record<Side, number[]> = { ours: [], theirs: [] };
  let pressed: { readonly side: Side; readonly at: number } | undefined;
  const kept = (side: Side) => {
    if (pressed?.side !== side) return;
    samples[side].push(performance.now() - pressed.at);
    pressed = undefined;
  };
  const listen = (editor: Editor, side: Side) =>
    editor.view.dom.addEventListener(
      "keydown",
      (event) => {
        pressed = { side, at: event.timeStamp };
      },
      { capture: true },
    );

  return {
    startTyping: async (words: number) => {
      const docId = must(await vault.createEntry({ when: whenOf(lastDay) }));
      const opened = must(await vault.open(docId));
      writeWords(opened.ydoc, words);
      listen(editorOf(opened.ydoc, "ours"), "ours");
      opened.saved$.subscribe(({ code }) => {
        if (code !== "writing") kept("ours");
      });

      const doc = new Y.Doc();
      const provider = new IndexeddbPersistence("bench-peer", doc);
      await provider.whenSynced;
      // The provider does not say when a write is complete; its database does.
      const { db } = provider as unknown as { readonly db: IDBDatabase };
      const transaction = db.transaction.bind(db);
      db.transaction = (...given: Parameters<IDBDatabase["transaction"]>) => {
        const begun = transaction(...given);
        begun.addEventListener("complete", () => kept("theirs"));
        return begun;
      };
      writeWords(doc, words);
      listen(editorOf(doc, "theirs"), "theirs");
    },
    /** Where the next keys go: the end of a paragraph in the middle. */
    focus: (side: Side) => {
      const editor = document.querySelector<HTMLElement & { editor: Editor }>(`[data-side=${side}]`)?.editor;
      if (editor === undefined) throw new Error(`no editor for ${side}`);
      const { doc } = editor.state;
      const middle = doc.child(Math.floor(doc.childCount / 2));
      let end = 0;
      doc.forEach((node, offset) => {
        if (node === middle) end = offset + node.nodeSize - 1;
      });
      editor.commands.focus(end);
    },
    isWaiting: () => pressed !== undefined,
    samples: () => samples,
    clearSamples: () => {
      samples.ours.length = 0;
      samples.theirs.length = 0;
    },
  };
};
