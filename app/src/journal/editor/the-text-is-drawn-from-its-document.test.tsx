// @vitest-environment jsdom
/** The view begins with the words of the document. Looking at an entry writes nothing to it; each key writes only itself. */
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import type { Editor } from "@tiptap/core";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { readBody } from "../../documents/body.ts";
import { bodyOf, plainTextOf } from "../../documents/index.ts";
import { en } from "../en.ts";
import { renderJournal } from "../testing/render-journal.tsx";

afterEach(cleanup);
const entries = [{ day: "2026-11-20", time: "19:20", text: "Jonas rang at seven." }];

const opened = async () => {
  const journal = renderJournal("/", { entries });
  const docId = journal.rows[0]?.docId ?? "";
  const doc = journal.docs.get(docId as never) as Y.Doc;
  const before = Y.encodeStateVector(doc);
  await act(async () => journal.router.navigate(`/entry/${docId}`));
  const element = (await screen.findByRole("textbox", { name: en.entry.body })) as HTMLElement & {
    editor: Editor;
  };
  return { ...journal, doc, before, editor: element.editor };
};
const words = (doc: Y.Doc) => plainTextOf(readBody(bodyOf(doc)));

test("an entry that is only looked at is not written to", async () => {
  const { doc, before, editor } = await opened();
  expect(editor.getText()).toBe("Jonas rang at seven.");
  expect(Y.encodeStateVector(doc)).toEqual(before);
});

test("a key changes its paragraph in place, and can be taken back without taking the words before it", async () => {
  const { doc, editor } = await opened();
  const paragraph = bodyOf(doc).get(0);
  act(() => void editor.view.dispatch(editor.state.tr.insertText("!", editor.state.doc.content.size - 1)));
  await waitFor(() => expect(words(doc)).toBe("Jonas rang at seven.!"));
  expect(bodyOf(doc).get(0)).toBe(paragraph);
  act(() => void editor.commands.undo());
  await waitFor(() => expect(words(doc)).toBe("Jonas rang at seven."));
});

test("what another device writes comes into the text that was drawn", async () => {
  const { doc, editor } = await opened();
  act(() => {
    const paragraph = bodyOf(doc).get(0) as Y.XmlElement;
    (paragraph.get(0) as Y.XmlText).insert(0, "Then ");
  });
  await waitFor(() => expect(editor.getText()).toBe("Then Jonas rang at seven."));
});
